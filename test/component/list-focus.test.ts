import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from '../support/window/fake-main.ts';
import { narrow, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const people = ['Bob', 'Carol', 'Dave'].map((name, at) => {
  const conversation = conversationWith(`${name.toLowerCase()}@example.com`, name, { unread: 1 });
  return {
    conversation,
    message: messageIn(conversation, { text: `From ${name}`, sequence: 1, at: noon - at * 60_000 }),
  };
});
const all = (main: FakeMain): void => {
  for (const { conversation, message } of people) main.store(conversation, [message]);
};
const many = Array.from({ length: 200 }, (_, at) =>
  conversationWith(`peer${String(at)}@example.com`, `Peer ${String(at)}`, { createdAt: noon - at }),
);
const crowd = (main: FakeMain): void => {
  for (const each of many) main.store(each);
};

function nth<Item>(items: readonly Item[], at: number): Item {
  const found = items[at];
  if (found === undefined) throw new Error(`There is no ${String(at)}`);
  return found;
}

const list = () => page.getByRole('list', { name: 'Conversations' });
const row = (name: RegExp) => list().getByRole('button', { name });
const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const filter = (name: string) => page.getByRole('radio', { name, exact: true });
const reachable = () => document.querySelector('[data-conversation-id][tabindex="0"] .name')?.textContent;

async function fromMenu(name: RegExp, action: string): Promise<void> {
  await row(name).click({ button: 'right' });
  await item(action).click();
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
}

describe('a row that goes leaves the focus to its neighbour', () => {
  test('archived: to the next, else to the one before, else to the filter', async () => {
    await openWindow(all);
    await fromMenu(/Carol/, 'Archive');
    await expect.element(row(/Carol/)).not.toBeInTheDocument();
    await expect.element(row(/Dave/)).toHaveFocus();
    await fromMenu(/Dave/, 'Archive');
    await expect.element(row(/Bob/)).toHaveFocus();
    await fromMenu(/Bob/, 'Archive');
    await expect.element(filter('All')).toHaveFocus();
  });

  test('archived at the end of a long answer', async () => {
    const { main } = await openWindow(all);
    let answer: () => void = () => undefined;
    main.delays.set(
      'organiseConversation',
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await fromMenu(/Carol/, 'Archive');
    await expect.element(row(/Carol/)).toHaveFocus();
    answer();
    await expect.element(row(/Dave/)).toHaveFocus();
  });

  test('marked as read among what is unread', async () => {
    await openWindow(all);
    await filter('Unread').click();
    await fromMenu(/Carol/, 'Mark as read');
    await expect.element(row(/Carol/)).not.toBeInTheDocument();
    await expect.element(row(/Dave/)).toHaveFocus();
  });

  test('deleted, after the question', async () => {
    await openWindow(all);
    await fromMenu(/Carol/, 'Delete conversation…');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(row(/Carol/)).not.toBeInTheDocument();
    await expect.element(row(/Dave/)).toHaveFocus();
  });

  test('not deleted: it has the focus again', async () => {
    await openWindow(all);
    await fromMenu(/Carol/, 'Delete conversation…');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(row(/Carol/)).toHaveFocus();
  });

  test.for([
    ['archived', '{Control>}{Shift>}a{/Shift}{/Control}', { width: 1280, height: 800 }],
    ['archived where it has the place of the list', '{Control>}{Shift>}a{/Shift}{/Control}', narrow],
  ] as const)('%s by its key while it is open', async ([, keys, size]) => {
    await openWindow(all, size);
    await row(/Carol/).click();
    await expect.element(composer()).toHaveFocus();
    await userEvent.keyboard(keys);
    await expect.element(row(/Carol/)).not.toBeInTheDocument();
    await expect.element(row(/Dave/)).toHaveFocus();
  });

  test('deleted by its key while it is open', async () => {
    await openWindow(all);
    await row(/Carol/).click();
    await expect.element(composer()).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}{Delete}{/Shift}{/Control}');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(row(/Dave/)).toHaveFocus();
  });

  test('and its own row has it, when it was only marked as unread', async () => {
    await openWindow(all);
    await row(/Carol/).click();
    await expect.element(composer()).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}n{/Shift}{/Control}');
    await expect.element(row(/Carol.*marked as unread/)).toHaveFocus();
  });
});

describe('the list follows the open conversation', () => {
  test('that a notification opens far below: it is seen, Tab leads to it, and the focus stays', async () => {
    const { main } = await openWindow(crowd);
    await row(/^Peer 1 /).click();
    await expect.element(composer()).toHaveFocus();
    main.opening = { kind: 'conversation', conversationId: nth(many, 150).id, draft: null };
    main.raise({ kind: 'opening' });
    await expect.element(page.getByRole('heading', { name: 'Peer 150' })).toBeVisible();
    await expect.element(row(/^Peer 150 /)).toBeInViewport({ ratio: 0.9 });
    await expect.element(composer()).toHaveFocus();
    expect(reachable()).toBe('Peer 150');
  });

  test('that a key opens, and lets alone a row that only moves', async () => {
    const { main } = await openWindow(crowd);
    await row(/^Peer 1 /).click();
    await expect.element(composer()).toHaveFocus();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.element(page.getByRole('heading', { name: 'Peer 2' })).toBeVisible();
    await expect.poll(reachable).toBe('Peer 2');
    const scroller = list().element();
    scroller.scrollTop = 3000;
    await expect.element(row(/^Peer 50 /)).toBeInViewport();
    main.raise({ kind: 'conversation', conversation: { ...nth(many, 2), pinned: true } });
    await expect.element(row(/^Peer 2 .*pinned/)).toBeInTheDocument();
    expect(scroller.scrollTop).toBe(3000);
  });
});

test('a wish for the focus is served once, and not again when something else opens', async () => {
  await openWindow(all);
  await row(/Bob/).click();
  await expect.element(composer()).toHaveFocus();
  await userEvent.keyboard('{Control>}1{/Control}');
  await expect.element(row(/Bob/)).toHaveFocus();
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  await expect.element(composer()).toHaveFocus();
});
