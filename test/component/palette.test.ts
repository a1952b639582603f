import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob Miller', { createdAt: noon });
const anna = conversationWith('anna@example.com', 'Anna Svensson', { createdAt: noon });
const zoe = conversationWith('zoe@example.com', 'Zoë Öz', { createdAt: noon });

function three(main: FakeMain): void {
  main.store(bob, [messageIn(bob, { text: 'The anniversary is on Monday', sequence: 1, at: noon - 60_000 })]);
  main.store(anna, [
    messageIn(anna, { text: 'Lunch?', sequence: 2, at: noon - 120_000 }),
    ...Array.from({ length: 8 }, (_, index) =>
      messageIn(anna, { text: `Parcel ${String(index)}`, sequence: 10 + index, at: noon - 100_000 }),
    ),
  ]);
  main.store(zoe, [messageIn(zoe, { text: 'Hi', sequence: 3, at: noon - 180_000 })]);
}

const palette = () => page.getByRole('dialog', { name: 'Find or do' });
const box = () => page.getByRole('combobox', { name: 'Find or do' });
const options = () => palette().getByRole('option');
const chosen = () => palette().getByRole('option', { selected: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });

async function openPalette(prepare = three, size?: { width: number; height: number }) {
  const opened = await openWindow(prepare, size);
  await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(box()).toHaveFocus();
  return opened;
}

const texts = (): readonly string[] =>
  options()
    .elements()
    .map((each) => each.textContent.replace(/\s+/g, ' ').trim());

describe('the palette', () => {
  test('begins with what there is to do, and goes away as it came', async () => {
    await openPalette();
    await expect.element(options().nth(0)).toMatchTextContent(/Bob Miller/);
    await expect.element(palette().getByRole('option', { name: /New conversation/ })).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(palette()).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('{Escape}');
    await expect.element(palette()).not.toBeInTheDocument();
  });

  test('goes to a conversation by a part of its name, with the focus where one writes', async () => {
    await openPalette();
    await userEvent.keyboard('zoe');
    await expect.element(chosen()).toMatchTextContent(/Zoë Öz/);
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('Zoë Öz')).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });

  test('has the conversations that were open lately first, but not the one that is', async () => {
    await openPalette();
    for (const name of ['anna', 'bob']) {
      await userEvent.keyboard(`${name}{Enter}`);
      await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
      await userEvent.keyboard('{Control>}k{/Control}');
    }
    await expect.element(options().nth(0)).toMatchTextContent(/Anna Svensson/);
    expect(texts().slice(0, 3).join()).not.toMatch(/Bob Miller/);
  });

  test('does actions, and shows their keys', async () => {
    await openPalette();
    await userEvent.keyboard('keyboard');
    await expect.element(chosen()).toMatchTextContent(/Keyboard shortcuts\s*Ctrl\s*\//);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  });

  test('is for actions alone after a >', async () => {
    await openPalette();
    await userEvent.keyboard('>');
    await expect.poll(() => texts().length).toBeGreaterThan(10);
    expect(texts().join()).not.toMatch(/Bob/);
    await userEvent.keyboard(' larger');
    await expect.element(chosen()).toMatchTextContent(/Larger text/);
  });

  test('offers no action that is not possible now', async () => {
    await openPalette();
    await userEvent.keyboard('>mark as');
    await expect.poll(texts).toEqual([]);
    await expect.element(palette().getByText('Nothing fits').first()).toBeVisible();
    await expectAccessible();
  });

  test('leads to a setting', async () => {
    await openPalette();
    await userEvent.keyboard('text size');
    await expect.element(chosen()).toMatchTextContent(/Text size\s*Appearance/);
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('Appearance')).toBeVisible();
    await expect.element(page.getByRole('slider', { name: 'Text size' })).toHaveFocus();
  });

  test('leads to a setting of a choice, from the settings too', async () => {
    await openPalette();
    await userEvent.keyboard('text size{Enter}');
    await expect.element(heading('Appearance')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('notification shows');
    await expect.element(chosen()).toMatchTextContent(/A notification shows\s*Notifications/);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('radio', { name: 'Sender and text' })).toHaveFocus();
  });

  test('begins a conversation with an address', async () => {
    const { main } = await openPalette();
    await userEvent.keyboard('erin@');
    await expect.element(chosen()).toMatchTextContent(/New conversation with erin@example.com/);
    await userEvent.keyboard('example.com');
    await expect.element(chosen()).toMatchTextContent(/New conversation with erin@example.com/);
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('erin@example.com')).toBeVisible();
    expect(main.inputsOf('startConversation')).toEqual([{ address: 'erin@example.com' }]);
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });

  test('offers a bare name in the own house, after all that fits, when all of that is there', async () => {
    const { main, clock } = await openPalette();
    const last = () => texts().at(-1);
    await userEvent.keyboard('anni');
    // Messages may still come before it.
    await expect.element(palette().getByRole('status')).toMatchTextContent(/Searching/);
    expect(texts().join()).not.toMatch(/anni@/);
    clock.advance(120);
    await expect.poll(last).toBe('New conversation with anni@example.com');
    await expect.element(chosen()).toMatchTextContent(/The anniversary is on Monday/);
    await expectAccessible();
    // One has a conversation already, the other is oneself; two words are no name.
    for (const query of ['anna', 'alice', 'new anni', '?']) {
      await box().fill(query);
      clock.advance(120);
      await expect.element(palette().getByRole('status')).not.toMatchTextContent(/Searching/);
      expect(texts().join(), query).not.toMatch(/New conversation with/);
    }
    await box().fill('erin');
    clock.advance(120);
    await expect.poll(texts).toEqual(['New conversation with erin@example.com']);
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('erin@example.com')).toBeVisible();
    expect(main.inputsOf('startConversation')).toEqual([{ address: 'erin@example.com' }]);
  });

  test('says why a conversation was not begun, and stays', async () => {
    const { main } = await openPalette();
    main.refusals.set('startConversation', { code: 'not-signed-in' });
    await userEvent.keyboard('erin@example.com{Enter}');
    await expect.element(palette().getByText(/not signed in/)).toBeVisible();
    await expectAccessible();
  });

  test('finds messages, and jumps to them', async () => {
    const { clock } = await openPalette();
    await userEvent.keyboard('anniv');
    await expect.element(palette().getByRole('status')).toMatchTextContent(/Searching/);
    clock.advance(120);
    await expect.element(options().filter({ hasText: 'anniversary' })).toBeVisible();
    expect(document.querySelector('mark')?.textContent).toBe('anniv');
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('Bob Miller')).toBeVisible();
    await expect.element(page.getByRole('article').filter({ hasText: 'anniversary' })).toHaveFocus();
  });

  test('keeps the chosen line while messages come, and shows all of them in the list', async () => {
    const { clock } = await openPalette();
    await userEvent.keyboard('parcel');
    clock.advance(120);
    await expect.poll(() => texts().length).toBe(7);
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await expect.element(chosen()).toMatchTextContent(/Show all messages found\s*8 messages/);
    await expectAccessible();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('combobox', { name: 'Search everything' })).toHaveValue('parcel');
    await expect.element(page.getByRole('combobox', { name: 'Search everything' })).toHaveFocus();
    await expect.element(page.getByRole('status').getByText('8 messages')).toBeVisible();
  });

  test('says when the messages could not be searched, and tries again', async () => {
    const { main, clock } = await openPalette();
    main.refusals.set('search', { code: 'internal', detail: 'x' });
    await userEvent.keyboard('parcel');
    clock.advance(120);
    await expect.element(palette().getByText(/could not be searched/)).toBeVisible();
    await expectAccessible();
    main.refusals.delete('search');
    await palette().getByRole('button', { name: 'Search again' }).click();
    await expect.poll(() => texts().length).toBe(7);
  });

  test('works by mouse and fits a narrow window', async () => {
    await openPalette(three, narrow);
    await userEvent.keyboard('a');
    await expectAccessible();
    await options().filter({ hasText: 'Anna Svensson' }).click();
    await expect.element(heading('Anna Svensson')).toBeVisible();
  });

  test.each([
    ['at 200 % of the text size, where list and timeline take turns', 200, narrow],
    ['in the least window', 200, { width: 360, height: 400 }],
    ['in a wide one', 100, { width: 1280, height: 800 }],
  ] as const)('has a hint that is there in full %s', async (_, percent, size) => {
    await openPalette((main) => {
      three(main);
      main.settings = {
        ...main.settings,
        values: { ...main.settings.values, 'appearance.textSize': percent },
      };
    }, size);
    const field = box().element() as HTMLInputElement;
    await expect.poll(() => document.documentElement.style.fontSize).toBe(percent === 100 ? '' : '200%');
    const { fontSize, fontFamily } = getComputedStyle(field);
    const pen = document.createElement('canvas').getContext('2d');
    if (pen === null) throw new Error('nothing draws');
    pen.font = `${fontSize} ${fontFamily}`;
    expect(pen.font).toContain(fontSize);
    expect(field.placeholder).not.toBe('');
    expect(pen.measureText(field.placeholder).width).toBeLessThanOrEqual(field.clientWidth);
  });
});
