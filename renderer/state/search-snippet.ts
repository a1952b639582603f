import type { SearchHit } from '../../shared/model/search-hit.ts';

/** A piece of a hit's text, as it is; `found` is what was looked for. */
export interface SnippetToken {
  readonly text: string;
  readonly found: boolean;
}

/** So much stands before the first place that was found, in UTF-16 code units, so that a narrow list shows the place. */
const lead = 32;
const ellipsis = '…';

/** Where to begin: at a word if there is one near, never inside of a character. */
function beginningOf(text: string, place: number): number {
  if (place <= lead) return 0;
  const wanted = place - lead;
  const space = text.slice(wanted, place).search(/\s/u);
  if (space >= 0) return wanted + space + 1;
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return segments.containing(wanted)?.index ?? 0;
}

/** The text of a hit from shortly before the first place that was found, in pieces that put together are the text. */
export function snippetOf({ excerpt, ranges, clipped }: SearchHit): readonly SnippetToken[] {
  const start = beginningOf(excerpt, ranges[0]?.[0] ?? 0);
  const tokens: SnippetToken[] = [];
  let from = start;
  const add = (text: string, found: boolean): void => {
    if (text !== '') tokens.push({ text, found });
  };
  if (start > 0 || clipped.start) add(ellipsis, false);
  for (const [begin, end] of ranges) {
    add(excerpt.slice(from, begin), false);
    add(excerpt.slice(begin, end), true);
    from = end;
  }
  add(excerpt.slice(from), false);
  if (clipped.end) add(ellipsis, false);
  return tokens;
}
