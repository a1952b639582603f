import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConnectionState } from '../../shared/model/connection.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn, server } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon });
const hello = messageIn(carol, { text: 'Hello Carol', sequence: 2, at: noon });

const row = (name: RegExp) => page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const dialog = () => page.getByRole('dialog');

async function openBob() {
  const opened = await openWindow((main) => {
    main.store(bob, [messageIn(bob, { text: 'Hello Bob', sequence: 1, at: noon - 60_000 })]);
    main.store(carol, [hello]);
    main.lastOpen = bob.id;
  });
  await expect.element(page.getByRole('heading', { name: 'Bob' })).toBeVisible();
  return opened;
}

/** A press on the notification of Carol’s message. */
async function notified(main: FakeMain): Promise<void> {
  main.opening = { kind: 'message', id: hello.id, conversationId: carol.id, sequence: 2 };
  main.raise({ kind: 'opening' });
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  await expect.element(page.getByRole('article', { name: /Hello Carol/ })).toHaveFocus();
}

/** A press on a link to Carol. */
function linked(main: FakeMain): void {
  main.opening = { kind: 'conversation', conversationId: carol.id, draft: null };
  main.raise({ kind: 'opening' });
}

const wrongPassword: ConnectionState = {
  kind: 'failed',
  server,
  failure: { code: 'wrong-password', status: null, detail: '' },
  retryAt: null,
};

describe('what is opened from outside stands before everything', () => {
  test('not behind the question who gets a message, which begins anew afterwards', async () => {
    const { main } = await openBob();
    await page.getByRole('article', { name: /Hello Bob/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Forward…' }).click();
    await dialog().getByRole('combobox').fill('erin');
    await notified(main);
    await expect.element(dialog()).not.toBeInTheDocument();
    await page.getByRole('article', { name: /Hello Carol/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Forward…' }).click();
    await expect.element(dialog().getByRole('combobox')).toHaveValue('');
  });

  test('not behind the question whether a message goes', async () => {
    const { main } = await openBob();
    await page.getByRole('article', { name: /Hello Bob/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete for me…' }).click();
    await expect.element(dialog()).toBeVisible();
    await notified(main);
    await expect.element(dialog()).not.toBeInTheDocument();
  });

  test.for(['Block…', 'Delete conversation…'])('not behind %s', async (name) => {
    const { main } = await openBob();
    await row(/Bob/).click({ button: 'right' });
    await page.getByRole('menuitem', { name, exact: true }).click();
    await expect.element(dialog()).toBeVisible();
    linked(main);
    await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
    await expect.element(dialog()).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('not behind signing in again, where what was typed stays', async () => {
    const { main } = await openBob();
    main.setConnection(wrongPassword);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await dialog().getByLabelText('Password', { exact: true }).fill('half a pass');
    await notified(main);
    await expect.element(dialog()).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await expect.element(dialog().getByLabelText('Password', { exact: true })).toHaveValue('half a pass');
  });

  test('not behind the palette, which begins anew afterwards', async () => {
    const { main } = await openBob();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('combobox', { name: 'Find or do' })).toHaveFocus();
    await userEvent.keyboard('anything');
    await notified(main);
    await expect.element(dialog()).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('combobox', { name: 'Find or do' })).toHaveValue('');
  });
});
