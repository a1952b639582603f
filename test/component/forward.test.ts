import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon - 1 });
const joanna = conversationWith('joanna@example.com', 'Joanna', { createdAt: noon - 2 });
const messages = ['One', 'Two', 'Three'].map((text, at) =>
  messageIn(bob, { text, sequence: at + 1, at: noon + at }),
);

const articles = () => page.getByRole('log', { name: 'Messages' }).getByRole('article');
const box = () => page.getByRole('combobox', { name: 'Name or address' });
const options = () => page.getByRole('listbox', { name: 'Whom it can go to' }).getByRole('option');
const chosen = () =>
  options()
    .elements()
    .filter((each) => each.ariaSelected === 'true');

async function openBob(...others: readonly ConversationSummary[]): Promise<FakeMain> {
  const { main } = await openWindow((fake) => {
    fake.store(bob, messages);
    for (const each of [carol, joanna, ...others]) fake.store(each);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /^Bob/ }).click();
  await expect.element(articles().first()).toBeInTheDocument();
  return main;
}

/** The first message is to be forwarded. */
async function openDialog(...others: readonly ConversationSummary[]): Promise<FakeMain> {
  const main = await openBob(...others);
  await articles().first().getByText('One').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Forward…' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Forward the message' })).toBeVisible();
  await expect.element(box()).toHaveFocus();
  return main;
}

test('a message goes to a conversation that one finds by name, and that is marked', async () => {
  const main = await openDialog();
  await userEvent.keyboard('caro');
  await expect.element(options().first()).toHaveAttribute('aria-selected', 'true');
  expect(box().element().getAttribute('aria-activedescendant')).toBe(options().first().element().id);
  await expectAccessible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  expect(main.inputsOf('sendMessage')).toMatchObject([{ conversationId: carol.id, text: 'One' }]);
  await expect.element(articles().getByText('One')).toBeVisible();
});

test('a whole address is meant, and nobody whose address has it within', async () => {
  const main = await openDialog();
  await userEvent.keyboard('anna@example.com');
  await expect.element(options().first()).toMatchTextContent('Send to anna@example.com');
  await expect.element(options().nth(1)).toMatchTextContent(/Joanna/);
  expect(chosen()).toEqual([options().first().element()]);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => main.inputsOf('sendMessage')).toMatchObject([{ text: 'One' }]);
  expect(main.inputsOf('startConversation')).toEqual([{ address: 'anna@example.com' }]);
  expect(main.inputsOf('sendMessage')[0]?.conversationId).not.toBe(joanna.id);
});

test('a whole address that has a conversation leads there, however it is written', async () => {
  const anna = conversationWith('anna@example.com', 'A. Example', { createdAt: noon - 9 });
  const main = await openDialog(anna);
  await userEvent.keyboard('sip:Anna@Example.com{Enter}');
  await expect.poll(() => main.inputsOf('sendMessage')).toMatchObject([{ conversationId: anna.id }]);
  expect(main.inputsOf('startConversation')).toEqual([]);
});

test('Enter does nothing while nothing is typed, and takes what the arrows lead to', async () => {
  const main = await openDialog();
  expect(options().elements().length).toBe(3);
  expect(chosen()).toEqual([]);
  await userEvent.keyboard('{Enter}');
  expect(main.inputsOf('sendMessage')).toEqual([]);
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}{ArrowUp}');
  expect(chosen()).toEqual([options().nth(1).element()]);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => main.inputsOf('sendMessage')).toMatchObject([{ conversationId: carol.id }]);
});

test('what is marked stays so when the order changes meanwhile', async () => {
  const main = await openDialog();
  await userEvent.keyboard('example');
  const [first] = chosen();
  expect(first?.textContent).toMatch(/Bob/);
  main.deliver(messageIn(joanna, { text: 'Hello', sequence: 1, at: noon + 60_000 }));
  await expect.element(options().first()).toMatchTextContent(/Joanna/);
  expect(chosen()[0]?.textContent).toMatch(/Bob/);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => main.inputsOf('sendMessage')).toMatchObject([{ conversationId: bob.id }]);
});

test('it is said when nobody is meant, and a click on an address takes it', async () => {
  const main = await openDialog();
  await userEvent.keyboard('nobody at all{Enter}');
  await expect.element(page.getByRole('alert')).toMatchTextContent(/No conversation has this name/);
  await box().fill('dora@example.com');
  await options().getByText('Send to dora@example.com').click();
  await expect.poll(() => main.inputsOf('sendMessage')).toMatchObject([{ text: 'One' }]);
  expect(main.inputsOf('startConversation')).toEqual([{ address: 'dora@example.com' }]);
});

test('it goes once, however often Enter is pressed', async () => {
  const main = await openDialog();
  let answer = (): void => undefined;
  main.delays.set('sendMessage', new Promise((resolve) => (answer = resolve)));
  await userEvent.keyboard('carol{Enter}{Enter}');
  await options().first().click();
  answer();
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  expect(main.inputsOf('sendMessage')).toHaveLength(1);
});

test('another try sends what did not go, and nothing again', async () => {
  const main = await openBob();
  await articles().nth(0).getByText('One').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Select messages' }).click();
  await articles().nth(1).getByRole('checkbox').click();
  await articles().nth(2).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Forward…' }).click();
  await expect.element(box()).toHaveFocus();
  const real = main.invoke.bind(main);
  let sent = 0;
  main.invoke = async (name, input) => {
    if (name === 'sendMessage') {
      sent += 1;
      if (sent === 2) main.refusals.set(name, { code: 'not-signed-in' });
    }
    return real(name, input);
  };
  await userEvent.keyboard('carol{Enter}');
  await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  main.refusals.clear();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { name: 'Carol' })).toBeVisible();
  expect(main.messagesOf(carol.id).map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  const tries = main.inputsOf('sendMessage');
  expect(tries.map(({ text }) => text)).toEqual(['One', 'Two', 'Two', 'Three']);
  expect(tries[2]?.id).toBe(tries[1]?.id);
});
