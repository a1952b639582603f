import { userEvent } from 'vitest/browser';
import { settingsPages } from '../../../renderer/state/settings-pages.ts';
import type { FakeMain } from './fake-main.ts';
import { madeUp, openJonas, openSettingsPage, shown, type Screen } from './screens.ts';

/** Presses Ctrl and Shift and a key. */
const press = (key: string): Promise<void> =>
  userEvent.keyboard(`{Control>}{Shift>}${key}{/Shift}{/Control}`);

/** By what stands there in every language. */
const click = async (selector: string): Promise<void> => {
  (await shown(selector)).click();
};

async function openMessageMenu(): Promise<void> {
  await openJonas();
  const messages = document.querySelectorAll<HTMLElement>('article[data-message-id]');
  messages[messages.length - 1]?.focus();
  await userEvent.keyboard('{Enter}');
  await shown('[role=menu] [role=menuitem]');
}

const inConversation = (go: () => Promise<unknown>): Screen => ({
  prepare: madeUp,
  go: async () => {
    await openJonas();
    await go();
  },
});

const inMessageMenu = (icon: string, there: string): Screen => ({
  prepare: madeUp,
  go: async () => {
    await openMessageMenu();
    await click(`[role=menuitem]:has(.lucide-${icon})`);
    await shown(there);
  },
});

const settingsScreens = Object.fromEntries(
  settingsPages
    .filter((page) => page !== 'appearance')
    .map((page): [string, Screen] => [
      `settings, ${page}`,
      {
        prepare: madeUp,
        go: () => openSettingsPage(page),
      },
    ]),
);

/** What the screens of `screens.ts` lead to: the other pages, panels, menus and questions. */
export const furtherScreens: Readonly<Record<string, Screen>> = {
  ...settingsScreens,
  'settings before the sign-in': {
    prepare: (main: FakeMain) => {
      main.phase = { kind: 'signed-out' };
    },
    go: async () => {
      await shown('input[type=password]');
      await userEvent.keyboard('{Control>},{/Control}');
      await shown('[data-page]');
    },
  },
  'conversation menu': inConversation(async () => {
    await click('main header [aria-haspopup=menu]');
    await shown('[role=menu] [role=menuitem]');
  }),
  'message menu': { prepare: madeUp, go: openMessageMenu },
  'proof of delivery': inMessageMenu('shield-check', '[data-panel]'),
  forward: inMessageMenu('forward', '[role=dialog] input'),
  'delete a message': inMessageMenu('trash', '[role=dialog] button[type=submit]'),
  'choosing messages': inMessageMenu('list-checks', 'input[type=checkbox]'),
  'not sent yet': inConversation(async () => {
    await press('o');
    await shown('[data-panel]');
  }),
  find: inConversation(async () => {
    await userEvent.keyboard('{Control>}f{/Control}');
    await shown('main input');
  }),
  'a date': inConversation(async () => {
    await press('g');
    await shown('[role=dialog] [role=spinbutton]');
  }),
  emoji: inConversation(async () => {
    await click('button:has(.lucide-face-slightly-smiling)');
    await shown('[role=grid] button');
  }),
  block: inConversation(async () => {
    await press('b');
    await shown('[role=dialog] button[type=submit]');
  }),
  'delete a conversation': inConversation(async () => {
    await press('{Delete}');
    await shown('[role=dialog] button[type=submit]');
  }),
  account: {
    prepare: madeUp,
    go: async () => {
      await click('[aria-haspopup=dialog]');
      await shown('[role=dialog]');
    },
  },
  'sign out': inConversation(async () => {
    await press('q');
    await shown('[role=dialog] button[type=submit]');
  }),
  'do not disturb': inConversation(async () => {
    await press('d');
    await shown('.quiet');
  }),
  locked: {
    prepare: (main: FakeMain) => {
      main.phase = {
        kind: 'unavailable',
        failure: { code: 'store', problem: 'wrong-key', detail: 'No keyring' },
      };
    },
    go: async () => {
      await shown('[role=alert]');
    },
  },
};
