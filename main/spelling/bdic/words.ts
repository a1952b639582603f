import type { Affixes } from './affixes.ts';
import { linesOf, type Bytes } from './lines.ts';

/** A word with the sets of flags that it has: several where it stands several times. */
export interface Word {
  readonly text: Bytes;
  readonly groups: readonly number[];
}

/** Where what is said of a word's kind begins: `word po:noun`, or after a tab. */
const morphology = /\t.*$|\s+[a-z]{2}:.*$/;

/** The words of a .dic file in the order of their bytes. The first line, their number, is not relied on. */
export function readWords(file: Bytes, { groups, toUtf8 }: Affixes): readonly Word[] {
  const words = new Map<Bytes, Set<number>>();
  for (const line of linesOf(file).slice(1)) {
    const plain = line.replace(morphology, '');
    const slash = /[^\\]\//.exec(plain)?.index;
    const text = toUtf8((slash === undefined ? plain : plain.slice(0, slash + 1)).replaceAll('\\/', '/'));
    const flags = slash === undefined ? '' : (plain.slice(slash + 2).split(/\s/)[0] ?? '');
    if (text === '') continue;
    const group = flags === '' ? 0 : groups.numberOf(flags);
    const known = words.get(text);
    if (known === undefined) words.set(text, new Set([group]));
    else known.add(group);
  }
  return [...words]
    .map(([text, of]) => ({ text, groups: [...of].sort((a, b) => b - a) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}
