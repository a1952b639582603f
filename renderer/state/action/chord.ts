type Letter =
  | ('A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M')
  | ('N' | 'O' | 'P' | 'Q' | 'R' | 'S' | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z');
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
export type NamedKey =
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Backspace'
  | 'Delete'
  | 'End'
  | 'Enter'
  | 'Escape'
  | 'F2'
  | 'F6'
  | 'F11'
  | 'Home';
type SymbolKey = ',' | '.' | '/' | '?' | '=' | '-';

/**
 * Keys pressed together, as they are written down: `Mod+K`. `Mod` is Command on a Mac and Ctrl elsewhere; `Ctrl` is the
 * other one, which only a Mac has.
 */
export type Chord =
  `${'' | 'Ctrl+'}${'' | 'Mod+'}${'' | 'Alt+'}${'' | 'Shift+'}${Letter | Digit | NamedKey | SymbolKey}`;

export type Platform = 'mac' | 'other';

export interface ChordParts {
  readonly ctrl: boolean;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** What of a KeyboardEvent counts here. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

export function partsOf(chord: Chord): ChordParts {
  const names = chord.split('+');
  return {
    ctrl: names.includes('Ctrl'),
    mod: names.includes('Mod'),
    alt: names.includes('Alt'),
    shift: names.includes('Shift'),
    key: names.at(-1) ?? '',
  };
}

/** Where the symbols are on the American layout, for layouts that cannot type them. */
const codesOfSymbols: Readonly<Record<string, string>> = {
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  '=': 'Equal',
  '-': 'Minus',
};

const isLetter = (key: string): boolean => /^[A-Z]$/.test(key);
const isDigit = (key: string): boolean => /^[0-9]$/.test(key);
const isSymbol = (key: string): boolean => key.length === 1 && !isLetter(key) && !isDigit(key);
/** What the press typed is of no alphabet that the chords are written in: Cyrillic, Arabic, Greek. */
const isForeign = (typed: string): boolean => typed.length === 1 && typed > '\u007f';

function isKey(key: string, { key: typed, code }: KeyPress): boolean {
  if (isLetter(key)) return isForeign(typed) ? code === `Key${key}` : typed.toUpperCase() === key;
  // Where the digits need Shift (French), the key is meant all the same.
  if (isDigit(key)) return typed === key || code === `Digit${key}`;
  if (!isSymbol(key)) return typed === key;
  return (
    typed === key || (key === '=' && typed === '+') || (isForeign(typed) && code === codesOfSymbols[key])
  );
}

/**
 * Whether a key press is this chord. Letters go by what the layout types, so that they are where their caps say; on
 * layouts without Latin letters by their place. Symbols do not ask for Shift, which many layouts need to type them.
 * What an input method is composing is no chord.
 */
export function isChord(chord: Chord, press: KeyPress, platform: Platform): boolean {
  if (press.isComposing) return false;
  const { ctrl, mod, alt, shift, key } = partsOf(chord);
  if (ctrl && platform !== 'mac') return false;
  const [modDown, otherDown] =
    platform === 'mac' ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (modDown !== mod || otherDown !== ctrl || press.altKey !== alt) return false;
  if (press.shiftKey !== shift && !isSymbol(key)) return false;
  return isKey(key, press);
}

/** Whether it would type something where text is written. */
export function isTyped(chord: Chord): boolean {
  const { ctrl, mod, alt, key } = partsOf(chord);
  return !ctrl && !mod && !alt && key.length === 1;
}

/** As `aria-keyshortcuts` wants it: `Control+K`. */
export function ariaKeysOf(chords: readonly Chord[], platform: Platform): string {
  const mod = platform === 'mac' ? 'Meta' : 'Control';
  return chords.map((chord) => chord.replace('Ctrl', 'Control').replace('Mod', mod)).join(' ');
}
