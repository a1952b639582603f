import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const anna = conversationWith('anna@example.com', 'Anna', { createdAt: noon - 1 });
/** A long history with three needles far from each other; the first one's link holds a part of it. */
const needles = new Map([
  [20, 'A needle at https://example.com/needles'],
  [300, 'Needle and needle'],
  [580, 'The last NEEDLE'],
]);
const bobsMessages = Array.from({ length: 600 }, (_, index) =>
  messageIn(bob, {
    text: needles.get(index) ?? `Line ${String(index)}`,
    sequence: index + 1,
    at: noon - (700 - index) * minute,
  }),
);
const annasMessage = messageIn(anna, { text: 'Another needle', sequence: 1000, at: noon });

const box = () => page.getByRole('textbox', { name: 'Find in this conversation' });
const status = () => page.getByRole('status').filter({ hasText: /of|found|work|Search/ });
const article = (text: string) => page.getByRole('article').filter({ hasText: text });
const composer = () => page.getByRole('textbox', { name: 'Message' });
const marked = (): readonly string[] =>
  [...(CSS.highlights.get('found') ?? [])].map((range) => (range instanceof Range ? range.toString() : ''));

async function findInBob(query: string, messages = bobsMessages) {
  const opened = await openWindow((main: FakeMain) => {
    main.store(bob, messages);
    main.store(anna, [annasMessage]);
    main.lastOpen = bob.id;
  });
  await expect.element(composer()).toHaveFocus();
  await userEvent.keyboard('{Control>}f{/Control}');
  await expect.element(box()).toHaveFocus();
  await box().fill(query);
  opened.clock.advance(120);
  return opened;
}

describe('finding in a conversation', () => {
  test('shows the newest at once, and goes over history that is not loaded', async () => {
    const { main } = await findInBob('needle');
    await expect.element(status()).toMatchTextContent(/^\s*1 of 3\s*$/);
    await expect.element(article('The last NEEDLE')).toBeInViewport();
    expect(main.inputsOf('search').map(({ conversationId }) => conversationId)).toEqual([bob.id]);
    await userEvent.keyboard('{Enter}');
    await expect.element(status()).toMatchTextContent(/2 of 3/);
    await expect.element(article('Needle and needle')).toBeInViewport();
    await userEvent.keyboard('{Enter}');
    await expect.element(article('A needle at')).toBeInViewport();
    await expect.element(box()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(status()).toMatchTextContent(/1 of 3/);
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect.element(status()).toMatchTextContent(/3 of 3/);
  });

  test('marks every place, links and all', async () => {
    await findInBob('needle');
    await expect.poll(marked).toEqual(['NEEDLE']);
    await page.getByRole('button', { name: 'Older', exact: true }).click();
    await expect.poll(marked).toEqual(['Needle', 'needle']);
    await page.getByRole('button', { name: 'Older', exact: true }).click();
    await expect.poll(marked).toEqual(['needle', 'needle']);
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    expect(marked()).toEqual([]);
  });

  test('unfolds a long message for what is in its folded part, until that is folded again', async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      index === 55 ? 'A needle far below' : `Line ${String(index)} of a long message`,
    );
    const long = messageIn(bob, { text: lines.join('\n'), sequence: 301, at: noon - 400 * minute });
    const history = bobsMessages.map((each) => (each.sequence === 301 ? long : each));
    await findInBob('needle', history);
    await expect.element(status()).toMatchTextContent(/1 of 3/);
    await userEvent.keyboard('{Enter}');
    await expect.element(status()).toMatchTextContent(/2 of 3/);
    const message = article('Line 0 of a long message');
    await expect.element(message).toMatchTextContent(/A needle far below/);
    await expect.poll(marked).toEqual(['needle']);
    const log = page.getByRole('log').element().getBoundingClientRect();
    const place = [...(CSS.highlights.get('found') ?? [])][0];
    if (!(place instanceof Range)) throw new Error('Nothing is marked');
    expect(place.getBoundingClientRect().top).toBeGreaterThan(log.top);
    expect(place.getBoundingClientRect().bottom).toBeLessThan(log.bottom);

    await message.getByRole('button', { name: 'Show less' }).click();
    await expect.element(message).not.toMatchTextContent(/A needle far below/);
    await expect.element(message.getByRole('button', { name: 'Show all' })).toBeVisible();
  });

  test('leaves a long message folded whose shown part has all that was found', async () => {
    const lines = ['A needle at once', ...Array.from({ length: 60 }, (_, index) => `Line ${String(index)}`)];
    await findInBob('needle', [
      messageIn(bob, { text: lines.join('\n'), sequence: 1, at: noon - 2 * minute }),
      messageIn(bob, { text: 'Thanks', sequence: 2, at: noon - minute }),
    ]);
    await expect.element(status()).toMatchTextContent(/1 of 1/);
    await expect.poll(marked).toEqual(['needle']);
    await expect.element(article('A needle').getByRole('button', { name: 'Show all' })).toBeVisible();
  });

  test('ends with Escape, and gives the focus back', async () => {
    await findInBob('needle');
    await expect.element(article('The last NEEDLE')).toBeInViewport();
    await userEvent.keyboard('{Escape}');
    await expect.element(box()).not.toBeInTheDocument();
    await expect.element(composer()).toHaveFocus();
  });

  test('ends with the conversation', async () => {
    await findInBob('needle');
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(page.getByRole('heading', { name: 'Anna' })).toBeVisible();
    await expect.element(box()).not.toBeInTheDocument();
  });

  test('says when there is nothing', async () => {
    await findInBob('haystack');
    await expect.element(status()).toMatchTextContent(/Nothing found/);
    await expect.element(page.getByRole('button', { name: 'Older', exact: true })).toBeDisabled();
    await expectAccessible();
  });

  test('says when it did not work, and tries again', async () => {
    const { main, clock } = await findInBob('');
    main.refusals.set('search', { code: 'internal', detail: 'x' });
    await box().fill('needle');
    clock.advance(120);
    await expect.element(status()).toMatchTextContent(/did not work/);
    await expectAccessible();
    main.refusals.delete('search');
    await page.getByRole('button', { name: 'Search again' }).click();
    await expect.element(status()).toMatchTextContent(/1 of 3/);
  });

  test('goes from page to page of many', async () => {
    await findInBob('line');
    await expect.element(status()).toMatchTextContent(/1 of 597/);
    await userEvent.keyboard('{Enter>35/}');
    await expect.element(status()).toMatchTextContent(/3\d of 597/);
  });
});
