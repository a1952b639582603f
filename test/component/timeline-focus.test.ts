import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Message } from '../../shared/model/message.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { openWindow } from '../support/window/open-window.ts';
import {
  articles,
  bob,
  line,
  log,
  noon,
  openConversation,
  run,
} from '../support/window/open-conversation.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon - 1 });

const divider = () => log().getByText('New', { exact: true });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const row = () => page.getByRole('list', { name: 'Conversations' }).getByRole('button').first();

const topOf = (element: Element): number => element.getBoundingClientRect().top;

function focusMessage(number: number): HTMLElement {
  const article = line(number).element().closest('article');
  if (article === null) throw new Error(`Line ${String(number)} is not there`);
  article.focus();
  return article;
}

test('a long text that is shown as a whole stays where it began to be read, also at the end', async () => {
  const long = Array.from({ length: 80 }, (_, each) => `Part ${String(each + 1)} of it.`).join('\n');
  const { main, viewport } = await openConversation(bob, [
    ...run(20),
    messageIn(bob, { text: long, sequence: 21, at: noon }),
  ]);
  const button = articles().last().getByRole('button', { name: 'Show all' });
  await expect.element(button).toBeInViewport();
  const before = topOf(articles().last().element());
  await button.click();
  await expect.element(articles().last()).toMatchTextContent(/Part 80 of it/);
  await expect.element(page.getByRole('button', { name: 'Newest messages' })).toBeVisible();
  expect(Math.abs(topOf(articles().last().element()) - before)).toBeLessThan(1);
  // The end is followed again by who goes there.
  viewport.scrollTop = viewport.scrollHeight;
  await expect.element(page.getByRole('button', { name: 'Newest messages' })).not.toBeInTheDocument();
  main.deliver(messageIn(bob, { text: 'After it', sequence: 22, at: noon }));
  await expect.element(articles().getByText('After it')).toBeInViewport();
});

describe('a button that goes with its press', () => {
  test('leaves the focus to the composer: newest messages', async () => {
    const { viewport } = await openConversation(bob, run(60));
    viewport.scrollTop = 300;
    const newest = page.getByRole('button', { name: 'Newest messages' });
    await newest.click();
    await expect.element(newest).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('leaves the focus to the composer: another try', async () => {
    const failed = { text: 'Hello', sequence: 1, receipt: 'failed', failure: 'busy', at: noon } as const;
    await openConversation(bob, [messageIn(bob, failed)]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('leaves the focus to the message when it was pressed by key', async () => {
    const failed = { text: 'Hello', sequence: 1, receipt: 'failed', failure: 'busy', at: noon } as const;
    await openConversation(bob, [messageIn(bob, failed)]);
    await expect.element(composer()).toHaveFocus();
    const button = page.getByRole('button', { name: 'Try again' });
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(button).not.toBeInTheDocument();
    await expect.element(articles().first()).toHaveFocus();
  });

  test('leaves the focus to the composer: what could not be loaded', async () => {
    const { main } = await openConversation(bob, run(3), (each) => {
      each.refusals.set('messages', { code: 'internal', detail: '' });
    });
    await expect.element(page.getByText(/The messages could not be loaded/)).toBeVisible();
    main.refusals.clear();
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect.element(line(3)).toBeVisible();
    await expect.element(composer()).toHaveFocus();
  });
});

test('the conversation that is open already is chosen to write in it', async () => {
  await openConversation(bob, run(3));
  await expect.element(line(3)).toBeVisible();
  focusMessage(3);
  await userEvent.keyboard('{Control>}1{/Control}');
  await expect.element(row()).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(composer()).toHaveFocus();
});

describe('what a notification leads to', () => {
  const click = (main: FakeMain, message: Message | undefined): void => {
    if (message === undefined) throw new Error('There is no such message');
    const { id, conversationId, sequence } = message;
    main.opening = { kind: 'message', id, conversationId, sequence };
    main.raise({ kind: 'opening' });
  };

  test('is the first of what is new, with the composer', async () => {
    const messages = run(100);
    const { main } = await openWindow((each) => {
      each.store(carol, []);
      each.store({ ...bob, unread: 40, readUpTo: 60 }, messages);
    });
    await page.getByRole('list', { name: 'Conversations' }).getByText('Carol').first().click();
    await expect.element(composer()).toHaveFocus();
    click(main, messages[70]);
    await expect.element(divider()).toBeInViewport();
    await expect.element(line(61)).toBeInViewport();
    await expect.element(composer()).toHaveFocus();
    expect(main.inputsOf('markRead').at(-1)?.upTo ?? 0).toBeLessThan(90);
  });

  test('is that also in a conversation that is open, wherever one is in it', async () => {
    const { main, viewport } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    viewport.scrollTop = 0;
    await expect.element(page.getByRole('button', { name: 'Newest messages' })).toBeVisible();
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    window.dispatchEvent(new Event('blur'));
    const told = [61, 62].map((sequence) =>
      messageIn(bob, { text: `Line ${String(sequence)}`, sequence, at: noon }),
    );
    main.deliver(...told);
    await expect.element(page.getByRole('button', { name: '2 new messages' })).toBeVisible();
    vi.restoreAllMocks();
    window.dispatchEvent(new Event('focus'));
    click(main, told[1]);
    await expect.element(divider()).toBeInViewport();
    await expect.element(line(62)).toBeInViewport();
    await expect.element(composer()).toHaveFocus();
    await expect.poll(() => main.inputsOf('markRead').at(-1)?.upTo).toBe(62);
  });

  test('is the message when it was read already', async () => {
    const messages = run(100);
    const { main } = await openConversation(bob, messages);
    await expect.element(line(100)).toBeInViewport();
    click(main, messages[9]);
    await expect.element(line(10)).toBeInViewport();
    await expect.poll(() => document.activeElement?.textContent).toContain('Line 10');
  });
});

describe('a letter that is typed', () => {
  test('on a message or between them lands in the composer', async () => {
    await openConversation(bob, run(3));
    await expect.element(line(3)).toBeVisible();
    focusMessage(2);
    await userEvent.keyboard('Hi');
    await expect.element(composer()).toHaveFocus();
    await expect.element(composer()).toHaveValue('Hi');
    (log().element() as HTMLElement).focus();
    await userEvent.keyboard('!');
    await expect.element(composer()).toHaveValue('Hi!');
  });

  test('stays out of the composer while messages are chosen', async () => {
    await openConversation(bob, run(3));
    await expect.element(line(3)).toBeVisible();
    const message = focusMessage(2);
    await userEvent.keyboard(' ');
    await expect.element(page.getByRole('toolbar', { name: 'Selected messages' })).toBeVisible();
    await userEvent.keyboard('Hi');
    expect(message.contains(document.activeElement)).toBe(true);
    await expect.element(composer()).toHaveValue('');
    await page.getByRole('button', { name: 'Stop selecting' }).click();
    await expect.element(composer()).toHaveFocus();
  });

  test('is none when it is a key of the messages, or comes with another', async () => {
    await openConversation(bob, run(3));
    await expect.element(line(3)).toBeVisible();
    const message = focusMessage(2);
    await userEvent.keyboard('{Control>}c{/Control}{ArrowUp}{ArrowDown}');
    expect(document.activeElement).toBe(message);
    await userEvent.keyboard(' ');
    await expect.element(page.getByRole('checkbox').first()).toBeInTheDocument();
    await userEvent.keyboard('?');
    await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expect.element(composer()).toHaveValue('');
  });
});
