import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const bob = conversationWith('bob@example.com', 'Bob Stone');
const dora = conversationWith('dora@example.com', 'Dora Lind');

const message = (
  conversation: ConversationSummary,
  text: string,
  sequence: number,
  rest: Partial<Parameters<typeof messageIn>[1]> = {},
): Message => messageIn(conversation, { text, sequence, receipt: 'failed', failure: 'absent', ...rest });

function waiting(text: string, sequence: number, nextAt: number): Message {
  const base = message(bob, text, sequence, { receipt: 'queued', failure: 'server-error' });
  return { ...base, receipt: base.receipt && { ...base.receipt, nextAt } };
}

const panel = (): ReturnType<typeof page.getByRole> =>
  page.getByRole('complementary', { name: 'Not sent yet' });
const items = (): ReturnType<typeof page.getByRole> => panel().getByRole('listitem');

async function openPanel(
  messages: readonly Message[],
  size?: typeof narrow,
): Promise<Awaited<ReturnType<typeof openWindow>>> {
  const opened = await openWindow((main: FakeMain) => {
    main.store(bob);
    main.store(dora);
    for (const each of messages) main.deliver(each);
  }, size);
  await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  await expect.element(panel()).toBeVisible();
  return opened;
}

describe('what is not sent', () => {
  test('stands in one place with its reason, by conversation', async () => {
    const inAnHour = new Date(2026, 10, 23, 13, 5).getTime();
    await openPanel([message(dora, 'Lost', 1), waiting('Patience', 2, inAnHour)]);
    await expect.element(panel().getByRole('heading', { name: 'Dora Lind' })).toBeVisible();
    await expect.element(panel().getByRole('heading', { name: 'Bob Stone' })).toBeVisible();
    await expect.poll(() => items().elements().length).toBe(2);
    const words = items()
      .elements()
      .map((each) => each.textContent);
    expect(words.find((each) => each.includes('Lost'))).toContain('nobody is signed in');
    expect(words.find((each) => each.includes('Patience'))).toMatch(
      /the server has a problem\. Next try at .*05/,
    );
    await expectAccessible();
  });

  test('says that there is nothing, and goes by Escape', async () => {
    await openPanel([]);
    await expect.element(panel().getByText('Everything is sent')).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await expect.element(panel()).not.toBeInTheDocument();
  });

  test('can be tried again, one or all, and leaves the list when it is sent', async () => {
    const [one, two] = [message(bob, 'One', 1), message(dora, 'Two', 2)];
    const { main } = await openPanel([one, two]);
    await items().first().getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.inputsOf('retryMessage')).toHaveLength(1);
    await panel().getByRole('button', { name: 'Try all again' }).click();
    await expect.poll(() => main.inputsOf('retryAll')).toHaveLength(1);
    main.deliver({ ...one, receipt: { state: 'delivered', failure: null, updatedAt: 5 } });
    main.deliver({ ...two, receipt: { state: 'sent', failure: null, updatedAt: 5 } });
    await expect.element(panel().getByText('Everything is sent')).toBeVisible();
  });

  test('is edited in its conversation, shown there, and deleted after a question', async () => {
    const { main } = await openPanel([message(bob, 'One', 1), message(dora, 'Two', 2)]);
    const item = items().filter({ hasText: 'Two' });
    await item.getByRole('button', { name: 'Edit and send again' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('Two');
    await expect.element(panel()).toBeVisible();
    await items().filter({ hasText: 'One' }).getByRole('button', { name: 'Go to the message' }).click();
    await expect.element(page.getByRole('heading', { level: 2, name: 'Bob Stone' })).toBeVisible();
    await items().filter({ hasText: 'One' }).getByRole('button', { name: 'Delete for me…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).click();
    await expect.poll(() => main.inputsOf('deleteMessages')).toHaveLength(1);
    await expect.poll(() => items().elements().length).toBe(1);
  });

  test('is reached by keys: from one to the next, and its buttons by Tab', async () => {
    await openPanel([message(bob, 'One', 1), message(bob, 'Two', 2), message(dora, 'Three', 3)]);
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.tab();
    await expect.poll(() => document.activeElement?.getAttribute('data-unsent') !== null).toBe(true);
    const first = document.activeElement;
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).not.toBe(first);
    expect(document.activeElement?.textContent).toContain('Two');
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.textContent).toContain('Three');
    await userEvent.tab();
    expect(document.activeElement?.textContent).toContain('Try again');
  });

  test('is a click away on the status line when something failed or waits for long', async () => {
    const { clock } = await openWindow((main) => {
      main.store(bob);
      main.deliver(message(bob, 'One', 1, { receipt: 'queued' }));
    });
    const link = page.getByRole('button', { name: '1 message waiting' });
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
    expect(link.elements()).toHaveLength(0);
    clock.advance(3_000);
    await link.click();
    await expect.element(panel()).toBeVisible();
  });

  test('says why it cannot be shown, and looks again', async () => {
    const { main } = await openWindow((each) => {
      each.store(bob);
      each.refusals.set('unsentMessages', { code: 'internal', detail: 'broken' });
    });
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
    await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
    await expect.element(panel().getByText(/cannot be shown/)).toBeVisible();
    main.refusals.clear();
    await panel().getByRole('button', { name: 'Load again' }).click();
    await expect.element(panel().getByText('Everything is sent')).toBeVisible();
  });

  test('covers the conversation in a narrow window, and makes way for it', async () => {
    await openPanel([message(bob, 'One', 1)], narrow);
    await expectAccessible();
    await items().first().getByRole('button', { name: 'Go to the message' }).click();
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.element(page.getByRole('log', { name: 'Messages' })).toBeVisible();
  });
});
