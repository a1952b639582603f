import { foldText } from '../../../shared/model/search-fold.ts';

/** How well one word of a query fits; the whole name is best, a place inside of a word the least that counts. */
const whole = 4;
const beginning = 3;
const wordBeginning = 2;
const inside = 1;

/** Words end at white space and at what stands between the parts of names and addresses. */
const betweenWords = /[\s@.,:;/_()'"«»„“”+-]+/u;

/** What is looked for, folded, word by word. */
export const termsOf = (query: string): readonly string[] =>
  query
    .split(/\s+/u)
    .map((word) => foldText(word))
    .filter((word) => word !== '');

function fitOf(term: string, name: string, words: readonly string[]): number {
  if (name === term) return whole;
  if (name.startsWith(term)) return beginning;
  if (words.some((word) => word.startsWith(term))) return wordBeginning;
  return name.includes(term) ? inside : 0;
}

/**
 * How well all terms fit into a name, from 0 (not at all, or not all of them) to 4. Terms and name are folded. No terms
 * fit everything.
 */
export function fit(terms: readonly string[], name: string): number {
  const phrase = terms.join(' ');
  if (terms.length === 0 || name === phrase) return whole;
  const words = name.split(betweenWords);
  let sum = 0;
  for (const term of terms) {
    const one = fitOf(term, name, words);
    if (one === 0) return 0;
    sum += one;
  }
  return Math.min(beginning, sum / terms.length);
}

/** The best of several names, each weighed; 0 when none fits. */
export const bestFit = (
  terms: readonly string[],
  names: readonly (readonly [name: string, weight: number])[],
): number => Math.max(0, ...names.map(([name, weight]) => fit(terms, name) * weight));

export interface Ranked<T> {
  readonly entry: T;
  readonly rank: number;
}

/** What fits, the best first; what fits as well stays in its order. */
export function ranked<T>(entries: readonly T[], rankOf: (entry: T) => number, most: number): Ranked<T>[] {
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, most);
}
