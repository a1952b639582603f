import { foundPlaces } from './found-places.ts';

/** What is longer than this is shown in part. */
const mostLines = 24;
const mostLength = 1_800;
/** The part: clearly less, so that it is worth a click. */
const shownLines = 16;
const shownLength = 1_200;

/**
 * The part of a long text that is shown at first; null when all of it is. It ends with a line or, in a long one, with a
 * word. The text alone decides, so that nothing has to be measured and nothing moves.
 */
export function foldedText(text: string): string | null {
  let end = 0;
  let lines = 0;
  let cut = 0;
  while (lines < mostLines && end >= 0) {
    end = text.indexOf('\n', end);
    if (end < 0) break;
    lines += 1;
    end += 1;
    if (lines <= shownLines && end <= shownLength) cut = end - 1;
  }
  if (lines < mostLines && text.length <= mostLength) return null;
  if (cut >= shownLength / 2 || lines >= mostLines) {
    if (cut > 0) return text.slice(0, cut).trimEnd();
  }
  const part = text.slice(0, shownLength);
  const word = part.search(/\s\S*$/);
  return (word > shownLength / 2 ? part.slice(0, word) : withoutHalf(part)).trimEnd();
}

/** Whether some of what is looked for is beyond that part of the text. */
export const reachesFolded = (text: string, part: string, terms: readonly string[]): boolean =>
  foundPlaces(text, terms).some(([, to]) => to > part.length);

/** A cut between the two halves of a character takes the first one off as well. */
const withoutHalf = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');
