import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon });
const hello = messageIn(bob, { text: 'Hello Bob', sequence: 1, at: noon });

/** The list stands beside, and a panel in the place of the timeline. */
const middle = { width: 900, height: 700 };

const panel = () => page.getByRole('complementary', { name: 'Not sent yet' });
const row = (name: RegExp) => page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const palette = () => page.getByRole('combobox', { name: 'Find or do' });

/** Bob’s conversation is open, and the panel stands over it or beside it. */
async function openPanel(size: { width: number; height: number } = middle) {
  const opened = await openWindow((main) => {
    main.store(bob, [hello]);
    main.store(carol, [messageIn(carol, { text: 'Hello Carol', sequence: 2, at: noon - 60_000 })]);
    main.lastOpen = bob.id;
  }, size);
  if (size.width < 680) await row(/Bob/).click();
  await expect.element(page.getByRole('heading', { name: 'Bob' })).toBeVisible();
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  await expect.element(panel()).toBeVisible();
  return opened;
}

test.each([
  ['beside the list', middle],
  ['alone', { width: 400, height: 500 }],
] as const)('a panel that stands %s in the place of the timeline has its whole height', async (_, size) => {
  await openPanel(size);
  expect(panel().element().getBoundingClientRect()).toMatchObject({ top: 0, bottom: size.height });
});

test('a dialog lies over all that lies over something in the window: a covering panel, a card', async () => {
  const { main } = await openPanel({ width: 400, height: 700 });
  main.setArchive({
    task: 'export',
    folder: '/home/alice/Parley',
    step: 'writing',
    done: 1,
    total: 2,
    outcome: null,
  });
  const card = page.getByRole('region', { name: /^Exporting/ });
  await expect.element(card).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(palette()).toHaveFocus();
  // What takes no clicks would be seen through.
  document.body.style.pointerEvents = 'auto';
  const dialog = page.getByRole('dialog').element();
  const { left, top } = dialog.getBoundingClientRect();
  const below = card.element().getBoundingClientRect();
  for (const [x, y] of [
    [left + 20, top + 20],
    [below.left + 20, below.top + 20],
    [left + 20, below.bottom + 20],
  ] as const) {
    expect(dialog.contains(document.elementFromPoint(x, y)), `${String(x)}, ${String(y)}`).toBe(true);
  }
});

describe('a panel in the place of the timeline makes way', () => {
  test('when a row is chosen, also that of the conversation below it', async () => {
    await openPanel();
    await row(/Bob/).click();
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('log')).toBeVisible();
  });

  test('when the next conversation is opened, where one can write at once', async () => {
    await openPanel();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('when the palette opens a conversation', async () => {
    await openPanel();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(palette()).toHaveFocus();
    await userEvent.keyboard('carol{Enter}');
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('when a message is found', async () => {
    const { clock } = await openPanel();
    await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}hello bob');
    clock.advance(120);
    await page.getByRole('option', { name: /Hello Bob/ }).click();
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('article', { name: /Hello Bob/ })).toHaveFocus();
  });

  test('when a notification leads to a message of the same conversation', async () => {
    const { main } = await openPanel();
    main.opening = { kind: 'message', id: hello.id, conversationId: bob.id, sequence: 1 };
    main.raise({ kind: 'opening' });
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('article', { name: /Hello Bob/ })).toHaveFocus();
  });

  test.for([
    ['f', () => page.getByRole('textbox', { name: 'Find in this conversation' })],
    ['2', () => page.getByRole('log', { name: 'Messages' })],
    ['3', composer],
  ] as const)('when Ctrl+%s leads into the conversation', async ([key, place]) => {
    await openPanel();
    await userEvent.keyboard(`{Control>}${key}{/Control}`);
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(place()).toHaveFocus();
  });

  test('when a date is gone to', async () => {
    await openPanel();
    await userEvent.keyboard('{Control>}{Shift>}g{/Shift}{/Control}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Monday, November 23/ })
      .click();
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('article', { name: /Hello Bob/ })).toHaveFocus();
  });

  test('to the first Escape, before what is found below it', async () => {
    await openPanel();
    await userEvent.keyboard('{Control>}f{/Control}');
    await expect.element(page.getByRole('textbox', { name: 'Find in this conversation' })).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
    await expect.element(panel()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Find in this conversation' })).toBeVisible();
  });
});

describe('a panel that closes gives the focus back', () => {
  test.for([middle, { width: 500, height: 700 }, { width: 1280, height: 800 }])(
    'to the composer that one came from, at %j',
    async (size) => {
      await openPanel(size);
      await expect.element(page.getByRole('heading', { name: 'Not sent yet' })).toHaveFocus();
      await userEvent.keyboard('{Escape}');
      await expect.element(panel()).not.toBeInTheDocument();
      await expect.element(composer()).toHaveFocus();
    },
  );

  test('to the message whose proof it was', async () => {
    await openPanel();
    await userEvent.keyboard('{Escape}');
    const message = page.getByRole('article', { name: /Hello Bob/ });
    (message.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await page.getByRole('menuitem', { name: 'Proof of delivery' }).click();
    const proof = page.getByRole('complementary', { name: 'Proof of delivery' });
    await expect.element(proof).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(proof).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
  });

  test('to the list, when the conversation below it was deleted meanwhile', async () => {
    const { main } = await openPanel();
    main.raise({ kind: 'conversation-deleted', conversationId: bob.id });
    await expect.element(row(/Bob/)).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(row(/Carol/)).toHaveFocus();
  });
});

test('a panel beside the timeline stays', async () => {
  await openPanel({ width: 1280, height: 800 });
  await row(/Carol/).click();
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  await userEvent.keyboard('{Control>}f{/Control}');
  await expect.element(page.getByRole('textbox', { name: 'Find in this conversation' })).toHaveFocus();
  await userEvent.keyboard('{Control>}3{/Control}');
  await expect.element(composer()).toHaveFocus();
  await expect.element(panel()).toBeVisible();
});
