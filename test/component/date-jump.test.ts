import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { defaultSettings } from '../../shared/model/settings.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
/** Twenty messages on each odd day of November. */
const messages = Array.from({ length: 12 }, (_, day) =>
  Array.from({ length: 20 }, (_unused, hour) =>
    messageIn(bob, {
      text: `Day ${String(2 * day + 1)} number ${String(hour)}`,
      sequence: day * 20 + hour + 1,
      at: new Date(2026, 10, 2 * day + 1, 1 + hour).getTime(),
    }),
  ),
).flat();

const dialog = () => page.getByRole('dialog', { name: 'Go to a date' });
const article = (text: string) => page.getByRole('article').filter({ hasText: text });
const segment = (name: RegExp) => dialog().getByRole('spinbutton', { name });

async function openDate(prepare: (main: FakeMain) => void = () => undefined) {
  const opened = await openWindow((main) => {
    main.store(bob, messages);
    main.lastOpen = bob.id;
    main.settings = { ...main.settings, values: { ...defaultSettings, 'language.language': 'en' } };
    prepare(main);
  });
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  await userEvent.keyboard('{Control>}{Shift>}g{/Shift}{/Control}');
  await expect.element(dialog()).toBeVisible();
  return opened;
}

async function typeDay(day: number, month = 11, year = 2026): Promise<void> {
  await segment(/day/).click();
  await userEvent.keyboard(String(day).padStart(2, '0'));
  await segment(/month/).click();
  await userEvent.keyboard(String(month).padStart(2, '0'));
  await segment(/year/).click();
  await userEvent.keyboard(String(year));
}

describe('going to a date', () => {
  test('shows the first message of a day that is typed, though it is not loaded', async () => {
    await openDate();
    await typeDay(3);
    await expectAccessible();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog()).not.toBeInTheDocument();
    await expect.element(article('Day 3 number 0')).toHaveFocus();
    await expect.element(article('Day 3 number 0')).toBeInViewport();
  });

  test('shows the day that is chosen in the calendar', async () => {
    await openDate();
    await dialog().getByText('7', { exact: true }).first().click();
    await expect.element(article('Day 7 number 0')).toHaveFocus();
  });

  test('shows the nearest message, and says so', async () => {
    await openDate();
    await typeDay(4);
    await userEvent.keyboard('{Enter}');
    await expect.element(article('Day 3 number 19')).toHaveFocus();
    await expect.element(page.getByText(/Nothing was written on .*4.*nearest: .*3/)).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.element(page.getByText(/Nothing was written/)).not.toBeInTheDocument();
  });

  test('shows the newest for a day after it, and the first for one before all', async () => {
    await openDate();
    await typeDay(1, 1, 2020);
    await userEvent.keyboard('{Enter}');
    await expect.element(article('Day 1 number 0')).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}g{/Shift}{/Control}');
    await typeDay(23);
    await userEvent.keyboard('{Enter}');
    await expect.element(article('Day 23 number 0')).toHaveFocus();
  });

  test('says what is wrong with a day that is still to come', async () => {
    await openDate();
    await typeDay(24);
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog().getByText(/still to come/)).toBeVisible();
    await expectAccessible();
  });

  test('says when it did not work', async () => {
    const { main } = await openDate();
    main.refusals.set('sequenceAt', { code: 'internal', detail: 'x' });
    await typeDay(3);
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog().getByText(/went wrong/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });
});
