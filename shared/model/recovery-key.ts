/** Digits without I, L, O and U, which are mistaken for others (Crockford's base 32). */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const mistakable: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

const groupCount = 8;
/** Each group ends with a digit that checks the others and their place, so that a mistake is told where it is. */
const groupLength = 5;
/** 160 random bits: nobody guesses them. */
export const recoverySecretLength = 20;

export type RecoveryKeyReading =
  | { readonly kind: 'key'; readonly secret: Uint8Array }
  /** So many characters are missing, or too many where it is negative. */
  | { readonly kind: 'length'; readonly missing: number }
  /** Groups, from 1, that hold a mistake. */
  | { readonly kind: 'mistake'; readonly groups: readonly number[] };

/** Times two in the field of 32 elements (x⁵ + x² + 1): in it no single mistake and no exchange of neighbours stays hidden. */
const twice = (value: number): number => ((value << 1) & 31) ^ (value & 16 ? 5 : 0);
const checkOf = (group: number, values: readonly number[]): number =>
  twice(values.reduce((sum, value) => twice(sum) ^ value, group + 1));

/** The key as a person keeps it: `ABCDE-FGHJK-…`. `secret` has `recoverySecretLength` bytes. */
export function formatRecoveryKey(secret: Uint8Array): string {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const values = (bits.match(/.{5}/g) ?? []).map((five) => parseInt(five, 2));
  return Array.from({ length: groupCount }, (_, group) => {
    const own = values.slice(group * (groupLength - 1), (group + 1) * (groupLength - 1));
    return [...own, checkOf(group, own)].map((value) => digits[value]).join('');
  }).join('-');
}

/** Reads what a person typed or pasted; case, spaces and hyphens do not count. */
export function readRecoveryKey(text: string): RecoveryKeyReading {
  const typed = Array.from(text.toUpperCase().replace(/[\s\p{P}\p{Cf}]/gu, ''));
  const wanted = groupCount * groupLength;
  if (typed.length !== wanted) return { kind: 'length', missing: wanted - typed.length };
  const values = typed.map((character) => digits.indexOf(mistakable[character] ?? character));
  const groups = Array.from({ length: groupCount }, (_, group) =>
    values.slice(group * groupLength, (group + 1) * groupLength),
  );
  const wrong = groups.flatMap((group, index) => {
    const sound = !group.includes(-1) && checkOf(index, group.slice(0, -1)) === group.at(-1);
    return sound ? [] : [index + 1];
  });
  if (wrong.length > 0) return { kind: 'mistake', groups: wrong };
  const bits = groups
    .flatMap((group) => group.slice(0, -1))
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('');
  return {
    kind: 'key',
    secret: Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2)),
  };
}
