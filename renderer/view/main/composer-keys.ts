import { isChord, type Chord } from '../../state/action/chord.ts';
import type { BlockFormat, InlineFormat } from '../../state/writing/formatting.ts';
import { keyNames, platform } from '../../text/keys.ts';

type Format = InlineFormat | BlockFormat;

const chords = {
  bold: 'Mod+B',
  italic: 'Mod+I',
  strike: 'Mod+Shift+X',
  code: 'Mod+E',
  codeBlock: 'Mod+Shift+C',
  quote: 'Mod+Shift+9',
  bullets: 'Mod+Shift+8',
  numbers: 'Mod+Shift+7',
} as const satisfies Record<Format, Chord>;

export const formats = Object.keys(chords) as readonly Format[];

/** The formatting that a key press means. */
export const formatFor = (event: KeyboardEvent): Format | null =>
  formats.find((format) => isChord(chords[format], event, platform)) ?? null;

/** What its keys are called. */
export const formatKeys = (format: Format): readonly string[] => keyNames(chords[format]);

/** Whether an Enter sends, as the user has set it. The one that ends an input method's word never does. */
export function isSendKey(event: KeyboardEvent, sendWith: 'enter' | 'ctrl-enter'): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.altKey) return false;
  const command = event.ctrlKey || event.metaKey;
  return command || sendWith === 'enter';
}
