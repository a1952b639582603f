import { expect, it } from 'vitest';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { trayMenu, type TrayState } from '../../../main/desktop/tray-menu.ts';

const state: TrayState = { unread: 0, quietUntil: 0, fixed: false, now: 1_000 };

it.each([
  ['en', 1, '1 unread message'],
  ['en', 3, '3 unread messages'],
  ['de', 3, '3 ungelesene Nachrichten'],
] as const)('says in %s that %d wait to be read', (language, unread, label) => {
  expect(trayMenu(desktopWords[language], { ...state, unread }).unread).toEqual({
    label,
    wish: { kind: 'unread' },
    enabled: true,
  });
});

it('has no entry for what is unread when nothing is', () => {
  expect(trayMenu(desktopWords.en, state).unread).toBeNull();
});

it('offers to turn off only what holds, and nothing where the organisation decides', () => {
  const enabled = (rest: Partial<TrayState>): boolean[] =>
    trayMenu(desktopWords.en, { ...state, ...rest }).quiet.entries.map((entry) => entry.enabled);
  expect(enabled({})).toEqual([true, true, true, false]);
  expect(enabled({ quietUntil: 2_000 })).toEqual([true, true, true, true]);
  expect(enabled({ quietUntil: 2_000, fixed: true })).toEqual([false, false, false, false]);
});
