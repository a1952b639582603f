import { foldText, foldWithPlaces } from '../../../shared/model/search-fold.ts';
import type { SearchHit } from '../../../shared/model/search-hit.ts';
import { gramsOfTerm, isAnchored, wordLetterSource } from './grams.ts';

type Range = SearchHit['ranges'][number];

/** How much of a long message is shown, and how much of that is before the first place, in UTF-16 code units. */
const excerptLength = 240;
const excerptLead = 60;
/** Places beyond these are not marked. */
const mostRanges = 64;

/** A word or phrase of a query, folded. */
export interface Term {
  readonly grams: ReadonlySet<string>;
  isIn(folded: string): boolean;
  /** Where it is, from and to, at most `mostRanges` times. */
  places(folded: string): Range[];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function anchoredTerm(text: string): Term {
  const source = `(?<!${wordLetterSource})${escaped(text)}`;
  const test = new RegExp(source, 'u');
  return {
    grams: gramsOfTerm(text),
    isIn: (folded) => test.test(folded),
    places: (folded) => {
      const ranges: Range[] = [];
      for (const { index } of folded.matchAll(new RegExp(source, 'gu'))) {
        if (ranges.length === mostRanges) break;
        ranges.push([index, index + text.length]);
      }
      return ranges;
    },
  };
}

function containedTerm(text: string): Term {
  return {
    grams: gramsOfTerm(text),
    isIn: (folded) => folded.includes(text),
    places: (folded) => {
      const ranges: Range[] = [];
      let from = folded.indexOf(text);
      while (from >= 0 && ranges.length < mostRanges) {
        ranges.push([from, from + text.length]);
        from = folded.indexOf(text, from + text.length);
      }
      return ranges;
    },
  };
}

/** The terms of a query; those of which nothing is left once folded are dropped. */
export function termsOf(texts: readonly string[]): readonly Term[] {
  const folded = new Set(texts.map((text) => foldText(text).trim()));
  folded.delete('');
  return [...folded].map((text) => (isAnchored(text) ? anchoredTerm(text) : containedTerm(text)));
}

/** Sorts ranges and joins those that touch or overlap. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** Made at the first search: it takes 20 ms. */
let made: Intl.Segmenter | null = null;
const segment = (text: string): Intl.Segments =>
  (made ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text);

/** Cuts between characters as a reader sees them; an accent or a family of emoji stays whole. */
function wholeCharacters(text: string, ranges: readonly Range[]): Range[] {
  const characters = segment(text);
  const startOf = (place: number): number => characters.containing(place)?.index ?? place;
  const endOf = (place: number): number => {
    const last = characters.containing(place - 1);
    return last === undefined ? place : last.index + last.segment.length;
  };
  return merged(ranges.map(([from, to]) => [startOf(from), endOf(to)]));
}

/** The text of a hit, cut when it is long, with the places of the terms in it. */
export function excerptOf(
  text: string,
  terms: readonly Term[],
): Pick<SearchHit, 'excerpt' | 'clipped' | 'ranges'> {
  const { folded, starts, ends } = foldWithPlaces(text);
  const found = merged(
    terms.flatMap((term) =>
      term.places(folded).map(([from, to]): Range => [starts[from] ?? 0, ends[to - 1] ?? text.length]),
    ),
  );
  const first = found[0]?.[0] ?? 0;
  const wanted = text.length <= excerptLength ? 0 : Math.max(0, first - excerptLead);
  // A window of its own: what is around it of a text of 64 KiB need not be cut into characters.
  const start = characterStart(text, wanted);
  const end =
    wanted === 0 && text.length <= excerptLength ? text.length : characterStart(text, start + excerptLength);
  const excerpt = text.slice(start, end);
  const inside = found
    .filter(([from, to]) => from < end && to > start)
    .map(([from, to]): Range => [Math.max(from, start) - start, Math.min(to, end) - start])
    .slice(0, mostRanges);
  return {
    excerpt,
    clipped: { start: start > 0, end: end < text.length },
    ranges: wholeCharacters(excerpt, inside),
  };
}

/** The beginning of the character that holds that place, judged by the text around it. */
function characterStart(text: string, place: number): number {
  if (place <= 0) return 0;
  if (place >= text.length) return text.length;
  const from = Math.max(0, place - 64);
  return from + (segment(text.slice(from, place + 64)).containing(place - from)?.index ?? place - from);
}
