import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendMany } from '../support/ask-parley.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;

beforeAll(async () => {
  display = await startDisplay();
  parley = await Parley.start(display.display);
});
afterAll(async () => {
  await parley.discard();
  await display.stop();
});

const box = () => parley.page.getByRole('combobox', { name: 'Search everything' });
const options = () => parley.page.getByRole('listbox', { name: 'Search results' }).getByRole('option');

it('finds an old message as one types, jumps to it, and comes back to the newest', async () => {
  const { page } = parley;
  await page.getByRole('button', { name: 'Try it on this computer' }).click();
  await parley.startConversation('archive@localhost');
  const id = await parley.conversations
    .locator('[data-conversation-id][aria-current=true]')
    .getAttribute('data-conversation-id');
  await sendMany(parley.page, id ?? '', [
    'Die Rechnung aus Zürich, https://example.com/rechnung?nr=4711',
    '来週の会議は月曜日です',
    ...Array.from({ length: 450 }, (_, index) => `Line ${String(index)} of a long talk`),
  ]);
  await parley.message('Line 449').waitFor();
  expect(await parley.message('Rechnung').count()).toBe(0);

  for (const [query, found] of [
    ['zurich', 'Rechnung'],
    ['nr=4711', 'Rechnung'],
    ['会議', '来週'],
    ['echnun has:link from:me in:archive', 'Rechnung'],
  ] as const) {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type(query);
    await options().filter({ hasText: found }).first().waitFor();
    await page.getByRole('status').getByText('1 message', { exact: true }).waitFor();
  }
  expect(await page.locator('mark').allInnerTexts()).toEqual(['echnun', 'echnun']);
  await parley.expectAccessible();
  await parley.screenshot('search-results');

  await box().press('Enter');
  const message = parley.message('Rechnung');
  await message.waitFor();
  await expect.poll(() => message.evaluate((element) => element === document.activeElement)).toBe(true);
  await expect.poll(() => message.evaluate(isInView)).toBe(true);
  await parley.screenshot('search-jumped');

  // The talk goes on from there without a hole, down to the newest.
  for (const line of [20, 60, 90]) {
    const place = parley.message(`Line ${String(line)} of`).first();
    await expect
      .poll(async () => {
        await parley.log.evaluate((log) => {
          log.scrollTop = log.scrollHeight;
        });
        return place.isVisible();
      })
      .toBe(true);
  }
  await page.getByRole('button', { name: 'Newest messages' }).click();
  await parley.message('Line 449').waitFor();
  await expect.poll(() => parley.message('Line 449').evaluate(isInView)).toBe(true);
});

it('finds everything again after a restart', async () => {
  await parley.quit();
  parley = await Parley.start(display.display, { profile: parley.profile });
  await parley.conversations.waitFor();
  await parley.page.keyboard.press('Control+Shift+F');
  await parley.page.keyboard.type('"line 7 of"');
  await parley.page.getByRole('status').getByText('1 message', { exact: true }).waitFor();
  await parley.page.keyboard.press('Enter');
  await parley.message('Line 7 of').waitFor();
  await parley.page.keyboard.press('Control+Shift+F');
  await parley.page.keyboard.press('Escape');
  await parley.conversations.waitFor();
  expect(await box().inputValue()).toBe('');
});

function isInView(element: Element): boolean {
  const log = element.closest('[role=log]')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return log !== undefined && top >= log.top - 1 && bottom <= log.bottom + 1;
}
