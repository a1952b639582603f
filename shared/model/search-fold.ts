/** Vowels and consonants of Hangul that combine across code points, or one code point with the marks that belong to it. */
const segments = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|[^][\p{M}\uff9e\uff9f]*/gu;
/**
 * Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. The breve stays on Cyrillic и and у, where it makes
 * another letter; the marks of other scripts are vowels and voicings, which are no ornament.
 */
const accents =
  /(?<![иу])\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/gu;
/** Soft hyphens, joiners, direction marks, variation selectors and skin tones: nobody types them into a search. */
const invisible =
  /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]|[\u{1f3fb}-\u{1f3ff}]/gu;
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '–': '-',
  '—': '-',
  '−': '-',
};
const toBeSpelled = new RegExp(`[${Object.keys(spelled).join('')}]`, 'gu');
const ascii = /^[\0-\x7f]*$/;

function foldSegment(segment: string): string {
  const folded = segment
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(invisible, '')
    .replace(toBeSpelled, (character) => spelled[character] ?? character)
    .normalize('NFC');
  return /^\s+$/u.test(folded) ? ' ' : folded;
}

/** What most texts are made of; so many characters are enough for the languages of one user. */
const mostRemembered = 8192;
const remembered = new Map<string, string>();

function foldRemembered(segment: string): string {
  const known = remembered.get(segment);
  if (known !== undefined) return known;
  const folded = foldSegment(segment);
  if (remembered.size < mostRemembered && segment.length <= 4) remembered.set(segment, folded);
  return folded;
}

/**
 * Text as it is compared in a search: without regard to case, accents, width, ligatures, ё and е, kinds of quotes and
 * dashes; white space is one space. Changing what this does needs a new `grammar` of the index (main/store/search).
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(/\s+/g, ' ');
  let folded = '';
  for (const [segment] of text.matchAll(segments)) {
    const piece = foldRemembered(segment);
    if (piece !== ' ' || !folded.endsWith(' ')) folded += piece;
  }
  return folded;
}

/** Where each UTF-16 unit of the folded text comes from: `starts[i]` to `ends[i]` in the original. */
export interface FoldedText {
  readonly folded: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** As `foldText`, for texts in which matches are to be shown. */
export function foldWithPlaces(text: string): FoldedText {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(segments)) {
    const end = match.index + match[0].length;
    const piece = foldRemembered(match[0]);
    if (piece === ' ' && folded.endsWith(' ')) {
      ends[ends.length - 1] = end;
      continue;
    }
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(match.index);
      ends.push(end);
    }
  }
  return { folded, starts, ends };
}
