import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon - 1 });

const two = (main: FakeMain): void => {
  main.store(bob, [messageIn(bob, { text: 'Hi', sequence: 1, at: noon })]);
  main.store(carol);
};
const row = (name: RegExp) => page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const sent = (main: FakeMain) =>
  main.inputsOf('sendMessage').map(({ conversationId, text }) => [conversationId, text]);

async function openWithBob() {
  const opened = await openWindow(two);
  await row(/Bob/).click();
  await expect.element(composer()).toHaveFocus();
  return opened;
}

describe('the composer', () => {
  test('sends by Enter, is empty then, and keeps the focus', async () => {
    const { main } = await openWithBob();
    await composer().fill('Grüße 👋');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('article', { name: /^You Grüße 👋 .* queued$/ })).toBeVisible();
    await expect.element(composer()).toHaveValue('');
    await expect.element(composer()).toHaveFocus();
    expect(sent(main)).toEqual([[bob.id, 'Grüße 👋']]);
  });

  test('sends by its button and keeps the focus', async () => {
    const { main } = await openWithBob();
    await composer().fill('Hello');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.element(composer()).toHaveFocus();
    expect(sent(main)).toEqual([[bob.id, 'Hello']]);
  });

  test('breaks the line by Shift+Enter and grows', async () => {
    const { main } = await openWithBob();
    const height = composer().element().clientHeight;
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two');
    await expect.element(composer()).toHaveValue('one\ntwo');
    expect(composer().element().clientHeight).toBeGreaterThan(height);
    await userEvent.keyboard('{Enter}');
    expect(sent(main)).toEqual([[bob.id, 'one\ntwo']]);
  });

  test('does not send by the Enter that ends an input method’s word', async () => {
    const { main } = await openWithBob();
    await composer().fill('にほん');
    const element = composer().element();
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    element.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
    expect(sent(main)).toEqual([]);
    element.dispatchEvent(new KeyboardEvent('keydown', enter));
    await expect.poll(() => sent(main)).toEqual([[bob.id, 'にほん']]);
  });

  test('sends nothing that is empty or blank', async () => {
    const { main } = await openWithBob();
    await userEvent.keyboard('{Enter}   {Enter}');
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await expect.element(send).toBeDisabled();
    (send.element() as HTMLElement).click();
    expect(sent(main)).toEqual([]);
  });

  test('keeps a draft for each conversation', async () => {
    const { main } = await openWithBob();
    await userEvent.keyboard('For Bob only');
    await row(/Carol/).click();
    await expect.element(composer()).toHaveValue('');
    await expect.element(row(/Bob.*Draft: ?For Bob only/)).toBeVisible();
    await userEvent.keyboard('For Carol{Enter}');
    await row(/Bob/).click();
    await expect.element(composer()).toHaveValue('For Bob only');
    await userEvent.keyboard('{Enter}');
    expect(sent(main)).toEqual([
      [carol.id, 'For Carol'],
      [bob.id, 'For Bob only'],
    ]);
  });

  test('has each key press kept within a second, with the caret, and the end of the draft with the message', async () => {
    const { main, clock } = await openWithBob();
    await userEvent.keyboard('Half a thought{ArrowLeft}{ArrowLeft}');
    await expect.poll(() => (composer().element() as HTMLTextAreaElement).selectionEnd).toBe(12);
    clock.advance(1_000);
    await expect
      .poll(() => main.drafts.get(bob.id))
      .toMatchObject({ text: 'Half a thought', caret: 12, replyTo: null });
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => main.inputsOf('sendMessage'))
      .toMatchObject([{ text: 'Half a thought', fromDraft: true }]);
    await expect.poll(() => main.drafts.size).toBe(0);
    clock.advance(1_000);
    expect(main.drafts.size).toBe(0);
  });

  test('gives back text, caret and reply of what was being written when Parley ended', async () => {
    const question = messageIn(carol, { text: 'Which gateway?', sequence: 2, at: noon });
    const { main, clock } = await openWindow((prepared) => {
      two(prepared);
      prepared.store(carol, [question]);
      prepared.drafts.set(carol.id, {
        conversationId: carol.id,
        text: 'The one in Bergen',
        caret: 7,
        replyTo: question,
      });
    });
    await expect.element(row(/Carol.*Draft: ?The one in Bergen/)).toBeVisible();
    await row(/Carol/).click();
    await expect.element(composer()).toHaveValue('The one in Bergen');
    await expect.poll(() => (composer().element() as HTMLTextAreaElement).selectionEnd).toBe(7);
    await expect.element(page.getByText('Reply to Carol')).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Do not reply to this message' }).click();
    await expect.element(page.getByText('Reply to Carol')).not.toBeInTheDocument();
    clock.advance(1_000);
    await expect
      .poll(() => main.drafts.get(carol.id))
      .toMatchObject({ text: 'The one in Bergen', replyTo: null });
    await row(/Bob/).click();
    await expect.element(composer()).toHaveValue('');
  });

  test('gives the text back when it was not taken, and says why', async () => {
    const { main } = await openWithBob();
    main.refusals.set('sendMessage', { code: 'text-too-long', longest: 65_536 });
    await userEvent.keyboard('Too much{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/was not sent.*65,536 characters/);
    await expect.element(composer()).toHaveValue('Too much');
    await expectAccessible();
    await userEvent.keyboard('!');
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  test('tells of typing at most once a second, and of the end', async () => {
    const { main, clock } = await openWithBob();
    const told = () => main.inputsOf('setComposing').map(({ composing }) => composing);
    await userEvent.keyboard('abc');
    expect(told()).toEqual([true]);
    clock.advance(1_000);
    await userEvent.keyboard('d');
    expect(told()).toEqual([true, true]);
    await composer().clear();
    expect(told()).toEqual([true, true, false]);
    await userEvent.keyboard('x{Enter}');
    expect(told()).toEqual([true, true, false, true, false]);
    expect(main.calls.findIndex((call) => call.name === 'sendMessage')).toBeLessThan(
      main.calls.findLastIndex((call) => call.name === 'setComposing'),
    );
  });
});
