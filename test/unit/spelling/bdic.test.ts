import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bdicOf } from '../../../main/spelling/bdic/bdic.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** The numbers of the sets of flags that a word has; null when it is none. Reads as the format is described. */
function lookUp(bdic: Buffer, word: string): number[] | null {
  const bytes = utf8(word);
  let at = bdic.readUInt32LE(12);
  for (let depth = 0; ; depth += 1) {
    const kind = bdic.readUInt8(at);
    if (kind < 0x80) return leaf(bdic, at, bytes.subarray(depth));
    const wanted = bytes[depth] ?? 0;
    const next = kind >= 0xe0 ? inList(bdic, at, wanted) : inTable(bdic, at, wanted);
    if (next === null) return null;
    at = next;
    // The end of a word is no byte of it.
    if (depth === bytes.length) return leaf(bdic, at, bytes.subarray(depth));
  }
}

function leaf(bdic: Buffer, at: number, rest: Buffer): number[] | null {
  const kind = bdic.readUInt8(at);
  let next = at + 2;
  if ((kind & 0x40) !== 0) {
    const end = bdic.indexOf(0, next);
    if (!bdic.subarray(next, end).equals(rest)) return null;
    next = end + 1;
  } else if (rest.length > 0) return null;
  const first = ((kind & 0x1f) << 8) | bdic.readUInt8(at + 1);
  const groups = first === 0x1fff ? [] : [first];
  if ((kind & 0x20) === 0) return groups;
  for (let group = bdic.readUInt16LE(next); group !== 0xffff; group = bdic.readUInt16LE(next)) {
    groups.push(group);
    next += 2;
  }
  return groups;
}

function inList(bdic: Buffer, at: number, wanted: number): number | null {
  const [kind, size] = [bdic.readUInt8(at), bdic.readUInt8(at) >= 0xf0 ? 3 : 2];
  const count = kind & 0x0f;
  for (let entry = at + 1; entry < at + 1 + count * size; entry += size) {
    if (bdic.readUInt8(entry) !== wanted) continue;
    const offset = size === 3 ? bdic.readUInt16LE(entry + 1) : bdic.readUInt8(entry + 1);
    return at + 1 + count * size + offset;
  }
  return null;
}

function inTable(bdic: Buffer, at: number, wanted: number): number | null {
  const kind = bdic.readUInt8(at);
  const [wide, ends] = [(kind & 2) !== 0, (kind & 1) !== 0];
  const [first, count] = [bdic.readUInt8(at + 1), bdic.readUInt8(at + 2)];
  if (wanted === 0 ? !ends : wanted < first || wanted >= first + count) return null;
  const place = wanted === 0 ? 0 : wanted - first + (ends ? 1 : 0);
  const offset = wide ? bdic.readUInt32LE(at + 3 + place * 4) : bdic.readUInt16LE(at + 3 + place * 2);
  if (offset === 0) return null;
  return wide ? offset : at + offset;
}

const table = (bdic: Buffer, index: number): string[] => {
  const start = bdic.readUInt32LE(bdic.readUInt32LE(8) + index * 4);
  return bdic.subarray(start, bdic.indexOf('\0\0', start)).toString('utf8').split('\0');
};

describe('a dictionary for the checker', () => {
  const aff = `SET UTF-8
TRY esian
# a comment
SFX S Y 2
SFX S y ies [^aeiou]y
SFX S 0 s/P [^s]
PFX P N 1
PFX P 0 über .
REP 2
REP f ph
REP alot a_lot
`;

  it('has a header that says where everything is, and a sum that fits', () => {
    const bdic = bdicOf(utf8(aff), utf8('2\nworry/S\nÄrger\n'));
    expect(bdic.toString('latin1', 0, 4)).toBe('BDic');
    expect(bdic.readUInt16LE(4)).toBe(2);
    expect(bdic.subarray(16, 32)).toEqual(createHash('md5').update(bdic.subarray(32)).digest());
  });

  it('numbers sets of flags, in words and in rules', () => {
    const bdic = bdicOf(utf8(aff), utf8('3\nworry/S\nÄrger\nhouse/SP po:noun\n'));
    expect(table(bdic, 0)).toEqual(['AF 3', 'AF P', 'AF S', 'AF SP']);
    expect(table(bdic, 1)).toEqual([
      'SFX S Y 2',
      'SFX S y ies [^aeiou]y',
      'SFX S 0 s/1 [^s]',
      'PFX P N 1',
      'PFX P 0 über .',
    ]);
    expect(table(bdic, 2)).toEqual(['f', 'ph', 'alot', 'a lot']);
    expect(table(bdic, 3)).toEqual(['TRY esian']);
    expect(lookUp(bdic, 'worry')).toEqual([2]);
    expect(lookUp(bdic, 'house')).toEqual([3]);
    expect(lookUp(bdic, 'Ärger')).toEqual([0]);
    for (const none of ['worr', 'worryx', 'Ärge', 'x', '']) expect(lookUp(bdic, none)).toBeNull();
  });

  it('keeps the numbers of a dictionary that numbers its sets itself', () => {
    const bdic = bdicOf(utf8('SET UTF-8\nAF 2\nAF S\nAF SP\nSFX S Y 1\nSFX S 0 s/2 .\n'), utf8('1\ncat/2\n'));
    expect(table(bdic, 0)).toEqual(['AF 2', 'AF S', 'AF SP']);
    expect(lookUp(bdic, 'cat')).toEqual([2]);
  });

  it('reads the encoding that the dictionary names, and has UTF-8 in it', () => {
    const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
    const bdic = bdicOf(latin('SET ISO8859-1\nTRY ä\n'), latin('1\nStraße\n'));
    expect(lookUp(bdic, 'Straße')).toEqual([0]);
    expect(table(bdic, 3)).toEqual(['TRY ä']);
  });

  it('keeps each set of a word that stands several times, and slashes that are part of a word', () => {
    const bdic = bdicOf(utf8(aff), utf8('3\nrun/S\nrun/P\nkm\\/h\n'));
    expect(lookUp(bdic, 'run')?.toSorted()).toEqual([1, 2]);
    expect(lookUp(bdic, 'km/h')).toEqual([0]);
  });

  it('refuses what the format cannot carry', () => {
    expect(() => bdicOf(utf8('SET UTF-8\nIGNORE َ\n'), utf8('1\nx\n'))).toThrow(/IGNORE/);
    expect(() => bdicOf(utf8('SET NOSUCH-1\n'), utf8('1\nx\n'))).toThrow();
    expect(() => bdicOf(utf8('SET UTF-8\n'), utf8('0\n'))).toThrow(/no words/);
  });

  it('finds every word of the English dictionary again, and no other', () => {
    const read = (kind: string): Buffer =>
      readFileSync(new URL(`../../../node_modules/dictionary-en/index.${kind}`, import.meta.url));
    const bdic = bdicOf(read('aff'), read('dic'));
    const words = read('dic')
      .toString('utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '');
    const plain = words.map((line) => line.split(/[/\t]/)[0] ?? '');
    expect(plain.length).toBeGreaterThan(40_000);
    expect(plain.filter((word) => lookUp(bdic, word) === null)).toEqual([]);
    expect(['zzxq', 'helllo', 'a'.repeat(300)].map((word) => lookUp(bdic, word))).toEqual([null, null, null]);
  });
});
