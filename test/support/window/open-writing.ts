import { expect } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import type { FakeMain } from './fake-main.ts';
import { openWindow } from './open-window.ts';
import { conversationWith, messageIn } from './samples.ts';

export const noon = new Date(2026, 10, 23, 12).getTime();
export const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
export const hello = messageIn(bob, { text: 'Hi', sequence: 1, at: noon });

export const composer = (): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
/** The texts that were sent. */
export const sent = (main: FakeMain): readonly string[] =>
  main.inputsOf('sendMessage').map(({ text }) => text);

/** Opens the window with one conversation, ready for writing. */
export async function openWriting(
  prepare: (main: FakeMain) => void = () => undefined,
): ReturnType<typeof openWindow> {
  const opened = await openWindow((main) => {
    main.store(bob, [hello]);
    prepare(main);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Bob/ }).click();
  await expect.element(composer()).toHaveFocus();
  return opened;
}
