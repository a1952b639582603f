/**
 * What the index holds of a text, and what it is asked for: short pieces ("grams") of folded text.
 * - words of scripts that put spaces between them: every three letters in a row, and the first one and two;
 * - runs of Chinese, Japanese, Korean, Thai and the like: every character and every two in a row;
 * - symbols and emoji: each alone.
 * A text with a term in it holds all grams of the term; the reverse has to be checked on the text itself.
 */

/** To be raised whenever the grams of some text change, and `foldText` with them: the index is then built anew. */
export const grammar = 1;

const denseScripts =
  '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\u30fc\\u3005';
const wordLetter = `(?![${denseScripts}])[\\p{L}\\p{N}\\p{M}]`;
const pieces = new RegExp(
  `(?<dense>[${denseScripts}]+)|(?<word>(?:${wordLetter})+)|(?<symbol>[^\\0-\\x7f])`,
  'gu',
);
const isSymbol = /^\p{S}$/u;
const asciiText = /^[\0-\x7f]*$/;
const surrogate = /[\ud800-\udfff]/;
/** Shorter words have no three letters in a row. */
const gramLength = 3;

interface Piece {
  readonly kind: 'dense' | 'word' | 'symbol';
  readonly characters: string | readonly string[];
  readonly start: number;
}

function* piecesOf(folded: string): Generator<Piece> {
  if (asciiText.test(folded)) {
    for (const match of folded.matchAll(/[a-z0-9]+/g)) {
      yield { kind: 'word', characters: match[0], start: match.index };
    }
    return;
  }
  for (const match of folded.matchAll(pieces)) {
    const text = match[0];
    const characters = surrogate.test(text) ? Array.from(text) : text;
    if (match.groups?.['dense'] !== undefined) yield { kind: 'dense', characters, start: match.index };
    else if (match.groups?.['word'] !== undefined) yield { kind: 'word', characters, start: match.index };
    else if (isSymbol.test(text)) yield { kind: 'symbol', characters, start: match.index };
  }
}

const join = (characters: Piece['characters'], from: number, to: number): string =>
  typeof characters === 'string' ? characters.slice(from, to) : characters.slice(from, to).join('');

function addRuns(grams: Set<string>, characters: Piece['characters'], length: number): void {
  for (let from = 0; from + length <= characters.length; from += 1) {
    grams.add(join(characters, from, from + length));
  }
}

/** The grams that the index keeps of a text. */
export function gramsOfText(folded: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (const { kind, characters } of piecesOf(folded)) {
    if (kind === 'word') {
      grams.add(join(characters, 0, 1));
      if (characters.length > 1) grams.add(join(characters, 0, 2));
      addRuns(grams, characters, gramLength);
    } else {
      addRuns(grams, characters, 1);
      addRuns(grams, characters, 2);
    }
  }
  return grams;
}

/** Whether a term is found at the beginning of words only: it begins with one or two letters of one. */
export function isAnchored(term: string): boolean {
  const [first] = piecesOf(term);
  return first?.kind === 'word' && first.start === 0 && first.characters.length < gramLength;
}

/** The grams that every text with that folded term has. None: the term is of punctuation alone. */
export function gramsOfTerm(term: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (const { kind, characters } of piecesOf(term)) {
    if (kind === 'word') {
      // So short a piece begins a word: it follows something else within the term, or the term is anchored.
      if (characters.length < gramLength) grams.add(join(characters, 0, characters.length));
      else addRuns(grams, characters, gramLength);
    } else {
      addRuns(grams, characters, Math.min(characters.length, 2));
    }
  }
  return grams;
}

/** A letter of a word, as a regular expression's source: what an anchored term must not follow. */
export const wordLetterSource = wordLetter;
