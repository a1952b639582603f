import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { SettingsPage } from '../../../renderer/state/settings-pages.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { FakeMain } from './fake-main.ts';
import { openWindow } from './open-window.ts';
import { conversationWith, messageIn } from './samples.ts';
import { pageButton, withSettings } from './settings.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;

export const jonas = conversationWith('jonas.becker@example.com', 'Jonas Becker', { createdAt: noon });
const priya = conversationWith('priya.shah@example.com', 'Priya Shah', {
  createdAt: noon,
  unread: 3,
  mentions: 1,
  pinned: true,
});
const oslo = conversationWith('dispatch@example.com', 'Dispatch Oslo', { createdAt: noon, muted: true });
const lena = conversationWith('lena.wirth@example.com', 'Lena Wirth', { createdAt: noon });
const mattias = conversationWith('mattias@example.com', 'Mattias Törnqvist', { createdAt: noon, failed: 1 });

/** Made-up people and messages: each mark of the list and of the timeline once, and no letter that Inter lacks. */
export function madeUp(main: FakeMain): void {
  const morning = messageIn(jonas, {
    text: 'Morning! The gateway in Bergen drops every call after 32 seconds. Ring a bell?',
    sequence: 1,
    at: noon - 90 * minute,
  });
  main.store(jonas, [
    morning,
    messageIn(jonas, {
      text: '32 s is the *transaction timer*: an ACK that never arrives.',
      sequence: 2,
      receipt: 'read',
      at: noon - 88 * minute,
    }),
    messageIn(jonas, {
      text: 'There is a proxy: https://gw.bergen.example.com',
      sequence: 3,
      at: noon - 6 * minute,
      replyTo: morning,
    }),
    messageIn(jonas, { text: 'Found it.', sequence: 4, receipt: 'delivered', at: noon - 5 * minute }),
    messageIn(jonas, {
      text: 'I can do it at eleven.',
      sequence: 5,
      receipt: 'failed',
      failure: 'no-answer',
      at: noon - 4 * minute,
    }),
  ]);
  main.store(priya, [
    messageIn(priya, { text: 'The invoice from March is in again', sequence: 6, at: noon - 9 * minute }),
  ]);
  main.store(oslo, [
    messageIn(oslo, {
      text: 'Truck 14 leaves at noon',
      sequence: 7,
      receipt: 'sent',
      at: noon - 20 * minute,
    }),
  ]);
  main.store(lena, [
    messageIn(lena, { text: 'Could you look at the gateway?', sequence: 8, at: noon - 1500 * minute }),
  ]);
  main.drafts.set(lena.id, {
    conversationId: lena.id,
    text: 'Yes, before noon',
    replyTo: null,
    caret: 16,
  });
  main.store(mattias, [
    messageIn(mattias, {
      text: 'Ring me when you land',
      sequence: 9,
      receipt: 'failed',
      failure: 'absent',
      at: noon - 4000 * minute,
    }),
  ]);
}

type Opened = Awaited<ReturnType<typeof openWindow>>;

export interface Screen {
  readonly prepare: (main: FakeMain) => void;
  /** What a person does to come there, in whatever language. */
  readonly go: (opened: Opened) => Promise<void>;
}

const stay = (): Promise<void> => Promise.resolve();
export const shown = async (selector: string): Promise<HTMLElement> => {
  await expect.poll(() => document.querySelector(selector), { timeout: 60_000 }).not.toBeNull();
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`${selector} went away`);
  return found;
};

export async function openJonas(): Promise<void> {
  (await shown(`[data-conversation-id="${jonas.id}"]`)).click();
  await shown('article[data-message-id]');
  await shown('textarea');
}

export async function openSettingsPage(name: SettingsPage): Promise<void> {
  await shown('[data-conversation-id]');
  await userEvent.keyboard('{Control>},{/Control}');
  await shown('[data-page]');
  pageButton(name).focus();
  pageButton(name).click();
  await shown('.page');
}

/** Every screen of the window, and what may stand before it. */
const screens = {
  'sign-in': {
    prepare: (main) => {
      main.phase = { kind: 'signed-out' };
    },
    go: async () => {
      await shown('input[type=password]');
    },
  },
  trouble: {
    prepare: (main) => {
      main.phase = { kind: 'unavailable', failure: { code: 'store', problem: 'damaged', detail: 'page 7' } };
    },
    go: async () => {
      await shown('[role=alert]');
    },
  },
  'no conversations': { prepare: () => undefined, go: stay },
  conversation: { prepare: madeUp, go: openJonas },
  search: {
    prepare: madeUp,
    go: async ({ clock }) => {
      const box = (await shown('[role=combobox]')) as HTMLInputElement;
      await userEvent.fill(box, 'gateway');
      clock.advance(120);
      await shown('[role=option]');
    },
  },
  palette: {
    prepare: madeUp,
    go: async ({ clock }) => {
      await shown('[data-conversation-id]');
      await userEvent.keyboard('{Control>}k{/Control}');
      await shown('[role=dialog] [role=option]');
      clock.advance(500);
    },
  },
  settings: {
    prepare: madeUp,
    go: async () => {
      await openSettingsPage('appearance');
    },
  },
  'new conversation': {
    prepare: madeUp,
    go: async () => {
      await shown('[data-conversation-id]');
      await userEvent.keyboard('{Control>}n{/Control}');
      await shown('[role=dialog] input');
    },
  },
  shortcuts: {
    prepare: madeUp,
    go: async () => {
      await shown('[data-conversation-id]');
      await userEvent.keyboard('{Control>}/{/Control}');
      await shown('[role=dialog] kbd');
    },
  },
} as const satisfies Readonly<Record<string, Screen>>;
export type ScreenName = keyof typeof screens;
export const screenNames = Object.keys(screens) as readonly ScreenName[];

/** Opens a screen. Motion is reduced, so that it stands still. */
export async function show(
  screen: Screen,
  chosen: Partial<Settings> = {},
  size?: { width: number; height: number },
): Promise<Opened> {
  const opened = await openWindow((main) => {
    withSettings({ 'language.language': 'en', 'appearance.motion': 'reduced', ...chosen })(main);
    screen.prepare(main);
  }, size);
  await screen.go(opened);
  await document.fonts.ready;
  return opened;
}

export const openScreen = (
  name: ScreenName,
  chosen: Partial<Settings> = {},
  size?: { width: number; height: number },
): Promise<Opened> => show(screens[name], chosen, size);

/** A size that CSS pixels of a window have at 400 %. */
export const zoomed = { width: 320, height: 480 };
