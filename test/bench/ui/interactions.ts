import type { Locator, Page } from 'playwright-core';
import { figures, type Figures } from '../measure.ts';
import { arm, settled, takeLatencies, watchKeys } from './page-probes.ts';

const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const headings = 'main h1, main h2';

export async function openLargest(page: Page): Promise<void> {
  await page
    .locator('[data-conversation-id]')
    .filter({ hasText: /Person 0\b/ })
    .first()
    .click();
  await page.locator('[role=log] [data-message-id]').first().waitFor();
}

/** From a key press in the composer to its letter on the screen. */
export async function keyFigures(page: Page, presses: number): Promise<Figures> {
  await composer(page).click();
  await watchKeys(page);
  await page.keyboard.type('x'.repeat(presses), { delay: 60 });
  await settled(page, presses);
  const durations = await takeLatencies(page);
  await composer(page).fill('');
  return figures(durations);
}

/** From the click on "Send" to the bubble. */
export async function sendFigures(page: Page, times: number): Promise<Figures> {
  for (let number = 0; number < times; number += 1) {
    const text = `Measured message ${String(number)}.`;
    await composer(page).fill(text);
    await arm(page, 'click', '[role=log] [data-message-id]', text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await settled(page, number + 1);
  }
  return figures(await takeLatencies(page));
}

/** From the key press to the messages of the next conversation. */
export async function switchFigures(page: Page, times: number, distance: number): Promise<Figures> {
  await page.locator('[data-conversation-id]').first().click();
  const names = await page.locator('[data-conversation-id] .name').allInnerTexts();
  for (let number = 0; number < times; number += 1) {
    // To and fro over more conversations than are kept in memory.
    const place = number % (2 * distance);
    const down = place < distance;
    const wanted = names[down ? place + 1 : 2 * distance - place - 1] ?? '';
    await arm(page, 'keydown', `main:has([data-message-id]) :is(${headings})`, wanted);
    await page.keyboard.press(down ? 'Alt+ArrowDown' : 'Alt+ArrowUp');
    await settled(page, number + 1);
  }
  return figures(await takeLatencies(page));
}
