import { expect } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { FakeMain } from './fake-main.ts';
import { openWindow } from './open-window.ts';
import { conversationWith, messageIn } from './samples.ts';

export const noon = new Date(2026, 10, 23, 12).getTime();
export const minute = 60_000;
export const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });

export const log = (): Locator => page.getByRole('log', { name: 'Messages' });
export const articles = (): Locator => log().getByRole('article');

const lineOf = (number: number): string => `Line ${String(number)}`;

/** So many messages of Bob's, a minute apart, numbered from `from` on by their sequence and in their text. */
export const run = (count: number, from = 1, textOf = lineOf): Message[] =>
  Array.from({ length: count }, (_, index) =>
    messageIn(bob, {
      text: textOf(from + index),
      sequence: from + index,
      at: noon - (count - index) * minute,
    }),
  );

/** The message of that number. */
export const line = (number: number): Locator => articles().getByText(lineOf(number), { exact: true });

/** Opens the window with a conversation in it, and that conversation; `prepare` sets up what else main knows. */
export async function openConversation(
  conversation: ConversationSummary,
  messages: readonly Message[],
  prepare: (main: FakeMain) => void = () => undefined,
): Promise<Awaited<ReturnType<typeof openWindow>> & { readonly viewport: HTMLElement }> {
  const opened = await openWindow((main) => {
    main.store(conversation, messages);
    prepare(main);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click();
  await expect.element(log()).toBeVisible();
  await expect.element(page.getByText('Loading messages…')).not.toBeInTheDocument();
  return { ...opened, viewport: log().element() as HTMLElement };
}
