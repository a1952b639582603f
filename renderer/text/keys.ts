import { partsOf, type Chord, type NamedKey, type Platform } from '../state/action/chord.ts';
import { text } from './text.ts';

export const platform: Platform = /\bmac/i.test(navigator.userAgent) ? 'mac' : 'other';

/** The words of the keys that are not called what they type. */
const named: Readonly<Record<NamedKey, () => string>> = {
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
  ArrowLeft: () => '←',
  ArrowRight: () => '→',
  Backspace: () => text.keys.backspace,
  Delete: () => text.keys.delete,
  End: () => text.keys.end,
  Enter: () => text.keys.enter,
  Escape: () => text.keys.escape,
  F2: () => 'F2',
  F6: () => 'F6',
  F11: () => 'F11',
  Home: () => text.keys.home,
};

const isNamed = (key: string): key is NamedKey => Object.hasOwn(named, key);

/** The keys of a chord one by one, as a person reads them: Ctrl, Shift, F; on a Mac ⌘, ⇧, F. */
export function keyNames(chord: Chord, on: Platform = platform): readonly string[] {
  const { ctrl, mod, alt, shift, key } = partsOf(chord);
  const mac = on === 'mac';
  return [
    ...(ctrl ? ['⌃'] : []),
    ...(mod ? [mac ? '⌘' : text.keys.mod] : []),
    ...(alt ? [mac ? '⌥' : text.keys.alt] : []),
    ...(shift ? [mac ? '⇧' : text.keys.shift] : []),
    isNamed(key) ? named[key]() : key === '=' ? '+' : key === '-' ? '−' : key,
  ];
}
