import { foldText, foldWithPlaces } from '../../shared/model/search-fold.ts';

/** Where something is in a text: from and to, in UTF-16 code units. */
export type Place = readonly [from: number, to: number];

/** Shorter words are found at the beginning of words only, as the search does (CJK has no such beginning). */
const shortest = 3;
const wordLetter = /[\p{L}\p{N}]/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function placesOf(term: string, folded: string): Place[] {
  const anywhere = term.length >= shortest || unspaced.test(term);
  const places: Place[] = [];
  for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
    if (anywhere || !wordLetter.test(folded[at - 1] ?? ' ')) places.push([at, at + term.length]);
  }
  return places;
}

/** Every place of the terms in a text, in order, never overlapping; none unless all terms are there. */
export function foundPlaces(text: string, terms: readonly string[]): readonly Place[] {
  const wanted = [...new Set(terms.map((term) => foldText(term).trim()))].filter((term) => term !== '');
  if (wanted.length === 0) return [];
  const { folded, starts, ends } = foldWithPlaces(text);
  const found = wanted.map((term) => placesOf(term, folded));
  if (found.some((places) => places.length === 0)) return [];
  const places: [number, number][] = [];
  for (const [from, to] of found.flat().toSorted(([a], [b]) => a - b)) {
    const place: [number, number] = [starts[from] ?? 0, ends[to - 1] ?? text.length];
    const last = places.at(-1);
    if (last !== undefined && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
    else places.push(place);
  }
  return places;
}
