import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ariaKeysOf,
  isChord,
  isTyped,
  partsOf,
  type Chord,
  type KeyPress,
  type Platform,
} from '../../../renderer/state/action/chord.ts';
import { actionGroups, actions, keysOf } from '../../../renderer/state/action/registry.ts';
import { en } from '../../../renderer/text/en/index.ts';
import { keyNames } from '../../../renderer/text/keys.ts';

const platforms: readonly Platform[] = ['mac', 'other'];
const plain: KeyPress = {
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
};

/** The press of a chord on an American keyboard. */
function pressOf(chord: Chord, platform: Platform): KeyPress {
  const { ctrl, mod, alt, shift, key } = partsOf(chord);
  const letter = /^[A-Z]$/.test(key);
  return {
    ...plain,
    key: letter && !shift ? key.toLowerCase() : key,
    code: letter ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : '',
    ctrlKey: ctrl || (mod && platform === 'other'),
    metaKey: mod && platform === 'mac',
    altKey: alt,
    shiftKey: shift || key === '?',
  };
}

describe('the table of actions', () => {
  it('has keys and words for every action, and every action but once', () => {
    expect(actions.map(({ id }) => id).toSorted()).toEqual(Object.keys(en.actions.names).toSorted());
    expect(actionGroups.toSorted()).toEqual(Object.keys(en.actions.groups).toSorted());
    for (const action of actions) {
      expect(en.actions.names[action.id], action.id).not.toBe('');
      for (const platform of platforms) {
        const keys = keysOf(action, platform);
        expect(keys.length, action.id).toBeGreaterThan(0);
        for (const chord of keys) expect(keyNames(chord, platform).every((name) => name !== '')).toBe(true);
      }
    }
  });

  it('means one thing by a press, whatever is going on, but for Escape', () => {
    for (const platform of platforms) {
      for (const action of actions) {
        for (const chord of keysOf(action, platform)) {
          const press = pressOf(chord, platform);
          const meant = actions.filter((other) =>
            keysOf(other, platform).some((each) => isChord(each, press, platform)),
          );
          expect(meant).toContain(action);
          if (chord !== 'Escape') expect(meant.map(({ id }) => id)).toEqual([action.id]);
        }
      }
    }
  });

  it('takes no key that types text or that Windows makes of AltGr', () => {
    for (const action of actions) {
      for (const chord of platforms.flatMap((platform) => keysOf(action, platform))) {
        const { mod, alt } = partsOf(chord);
        expect(mod && alt, `${action.id}: AltGr is Ctrl and Alt`).toBe(false);
        if (isTyped(chord)) expect(chord, action.id).toBe('?');
      }
    }
  });

  it('takes no key on a Mac that macOS takes for itself, nor one elsewhere that only a Mac has', () => {
    // To hide, to minimise, to force an end, to log out, to lock, to end all, to show the desktop.
    const taken = ['Mod+H', 'Mod+M', 'Mod+Alt+Escape', 'Mod+Shift+Q', 'Ctrl+Mod+Q', 'Mod+Alt+Q', 'F11'];
    const pictures = ['Mod+Shift+3', 'Mod+Shift+4', 'Mod+Shift+5'];
    const onMac = actions.flatMap((action) => keysOf(action, 'mac'));
    expect(onMac.filter((chord) => [...taken, ...pictures].includes(chord))).toEqual([]);
    const elsewhere = actions.flatMap((action) => keysOf(action, 'other'));
    expect(elsewhere.filter((chord) => partsOf(chord).ctrl)).toEqual([]);
  });
});

describe('a chord', () => {
  const press = (rest: Partial<KeyPress>): KeyPress => ({ ...plain, ctrlKey: true, ...rest });

  it('goes by the letter on the cap, and by the place where there are no Latin letters', () => {
    expect(isChord('Mod+K', press({ key: 'k', code: 'KeyK' }), 'other')).toBe(true);
    // Dvorak: K is where V is, and the key of K types T.
    expect(isChord('Mod+K', press({ key: 'k', code: 'KeyV' }), 'other')).toBe(true);
    expect(isChord('Mod+K', press({ key: 't', code: 'KeyK' }), 'other')).toBe(false);
    expect(isChord('Mod+K', press({ key: 'л', code: 'KeyK' }), 'other')).toBe(true);
    expect(isChord('Mod+K', press({ key: 'ن', code: 'KeyK' }), 'other')).toBe(true);
    expect(isChord('Mod+,', press({ key: 'و', code: 'Comma' }), 'other')).toBe(true);
  });

  it('does not ask how a layout types a symbol or a digit', () => {
    // German: / is Shift and 7.
    expect(isChord('Mod+/', press({ key: '/', code: 'Digit7', shiftKey: true }), 'other')).toBe(true);
    expect(isChord('Mod+=', press({ key: '+', code: 'BracketRight' }), 'other')).toBe(true);
    // French: the digits need Shift.
    expect(isChord('Mod+1', press({ key: '&', code: 'Digit1' }), 'other')).toBe(true);
    expect(isChord('?', { ...plain, key: '?', code: 'Minus', shiftKey: true }, 'other')).toBe(true);
  });

  it('is Command on a Mac and Ctrl elsewhere', () => {
    const control = press({ key: 'k' });
    const command = { ...plain, key: 'k', metaKey: true };
    expect(isChord('Mod+K', control, 'mac')).toBe(false);
    expect(isChord('Mod+K', command, 'mac')).toBe(true);
    expect(isChord('Mod+K', command, 'other')).toBe(false);
    expect(ariaKeysOf(['Mod+K', 'Alt+Shift+ArrowUp'], 'other')).toBe('Control+K Alt+Shift+ArrowUp');
    expect(keyNames('Mod+Shift+ArrowUp', 'mac')).toEqual(['⌘', '⇧', '↑']);
    expect(keyNames('Mod+=', 'other')).toEqual(['Ctrl', '+']);
  });

  it('may have Control and Command on a Mac, and is another without Control', () => {
    const both = { ...plain, key: 'f', code: 'KeyF', ctrlKey: true, metaKey: true };
    expect(isChord('Ctrl+Mod+F', both, 'mac')).toBe(true);
    expect(isChord('Mod+F', both, 'mac')).toBe(false);
    expect(isChord('Ctrl+Mod+F', { ...both, ctrlKey: false }, 'mac')).toBe(false);
    expect(isChord('Ctrl+Mod+F', { ...both, metaKey: false }, 'other')).toBe(false);
    expect(keyNames('Ctrl+Mod+F', 'mac')).toEqual(['⌃', '⌘', 'F']);
    expect(ariaKeysOf(['Ctrl+Mod+F'], 'mac')).toBe('Control+Meta+F');
  });

  it('is nothing while an input method composes', () => {
    expect(isChord('Escape', { ...plain, key: 'Escape', isComposing: true }, 'other')).toBe(false);
  });

  it('is never met with a modifier more or less', () => {
    const chords = platforms.flatMap((platform) =>
      actions.flatMap((action) => keysOf(action, platform).map((chord) => [chord, platform] as const)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...chords),
        fc.constantFrom('ctrlKey', 'metaKey', 'altKey' as const),
        ([chord, platform], modifier) => {
          const right = pressOf(chord, platform);
          expect(isChord(chord, right, platform)).toBe(true);
          expect(isChord(chord, { ...right, [modifier]: !right[modifier] }, platform)).toBe(false);
        },
      ),
    );
  });
});
