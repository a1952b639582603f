/** One end of a message as CPIM's From, To and cc name it (RFC 3862, 4.1). */
export interface CpimAddress {
  readonly displayName: string | null;
  /** Of any scheme: `sip:`, `im:`, `pres:`. */
  readonly uri: string;
}

/** RFC 3862, 5: NAMECHAR, and TOKENCHAR without the UCS characters. */
const nameCharacters = "!#$%&'*+^_`|~A-Za-z0-9-";
const namePattern = new RegExp(`^[${nameCharacters}]+$`);
const word = `(?:[.${nameCharacters}]|(?![\\0-\\x7f])[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}])+`;
const formalNamePattern = new RegExp(`^${word}(?: ${word})*$`, 'u');

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};
const short: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** The characters that a value stands for (RFC 3862, 2.3). A backslash before anything else stands for itself. */
export const unescapeCpim = (value: string): string =>
  value
    .replace(
      /\\(?:u([0-9A-Fa-f]{4})|([btnr"'\\]))/g,
      (_, hex: string | undefined, letter: string | undefined) =>
        hex === undefined ? (escapes[letter ?? ''] ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/\p{Surrogate}/gu, '\ufffd');

/** A header's value: no control character is left in it. */
export const escapeCpim = (text: string): string => text.replace(/[\p{Cc}\\]/gu, escaped);

const escaped = (character: string): string =>
  short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Whether the text may name a header or a prefix. */
export const isCpimName = (text: string): boolean => namePattern.test(text);

export function formatCpimAddress({ displayName, uri }: CpimAddress): string {
  const bracketed = `<${cpimUri(uri)}>`;
  if (displayName === null || displayName === '') return bracketed;
  if (formalNamePattern.test(displayName)) return `${displayName} ${bracketed}`;
  return `"${displayName.replace(/[\p{Cc}"\\]/gu, escaped)}" ${bracketed}`;
}

/** Throws when the text cannot stand between angle brackets. */
export function cpimUri(uri: string): string {
  if (!/^[^\s<>\p{Cc}]+$/u.test(uri)) throw new RangeError(`Not a URI: ${JSON.stringify(uri)}`);
  return uri;
}

/** Null when there is no URI. Reads a URI without brackets too. */
export function parseCpimAddress(value: string): CpimAddress | null {
  const opening = value.lastIndexOf('<');
  const uri = value
    .slice(opening + 1)
    .replace(/>.*$/s, '')
    .trim();
  if (!/^[^\s<>\p{Cc}]+$/u.test(uri) || !/[:@]/.test(uri)) return null;
  const name = value.slice(0, Math.max(0, opening)).trim();
  const quoted = name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;
  return { displayName: quoted === '' ? null : unescapeCpim(quoted), uri };
}
