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
import { actionGroups, actions } from '../../../renderer/state/action/registry.ts';
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
  const { mod, alt, shift, key } = partsOf(chord);
  const letter = /^[A-Z]$/.test(key);
  return {
    ...plain,
    key: letter && !shift ? key.toLowerCase() : key,
    code: letter ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : '',
    ctrlKey: mod && platform === 'other',
    metaKey: mod && platform === 'mac',
    altKey: alt,
    shiftKey: shift || key === '?',
  };
}

describe('the table of actions', () => {
  it('has keys and words for every action, and every action but once', () => {
    expect(actions.map(({ id }) => id).toSorted()).toEqual(Object.keys(en.actions.names).toSorted());
    expect(actionGroups.toSorted()).toEqual(Object.keys(en.actions.groups).toSorted());
    for (const { id, keys } of actions) {
      expect(keys.length, id).toBeGreaterThan(0);
      expect(en.actions.names[id], id).not.toBe('');
      for (const chord of keys) expect(keyNames(chord).every((name) => name !== '')).toBe(true);
    }
  });

  it('means one thing by a press, whatever is going on, but for Escape', () => {
    for (const platform of platforms) {
      for (const action of actions) {
        for (const chord of action.keys) {
          const press = pressOf(chord, platform);
          const meant = actions.filter(({ keys }) => keys.some((each) => isChord(each, press, platform)));
          expect(meant).toContain(action);
          if (chord !== 'Escape') expect(meant.map(({ id }) => id)).toEqual([action.id]);
        }
      }
    }
  });

  it('takes no key that types text or that Windows makes of AltGr', () => {
    for (const { id, keys } of actions) {
      for (const chord of keys) {
        const { mod, alt } = partsOf(chord);
        expect(mod && alt, `${id}: AltGr is Ctrl and Alt`).toBe(false);
        if (isTyped(chord)) expect(chord, id).toBe('?');
      }
    }
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

  it('is nothing while an input method composes', () => {
    expect(isChord('Escape', { ...plain, key: 'Escape', isComposing: true }, 'other')).toBe(false);
  });

  it('is never met with a modifier more or less', () => {
    const chords = actions.flatMap(({ keys }) => keys);
    fc.assert(
      fc.property(
        fc.constantFrom(...chords),
        fc.constantFrom(...platforms),
        fc.constantFrom('ctrlKey', 'metaKey', 'altKey' as const),
        (chord, platform, modifier) => {
          const right = pressOf(chord, platform);
          expect(isChord(chord, right, platform)).toBe(true);
          expect(isChord(chord, { ...right, [modifier]: !right[modifier] }, platform)).toBe(false);
        },
      ),
    );
  });
});
