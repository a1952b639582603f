import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('goes from the first start to a conversation with Echo, and finds it again after a restart', async () => {
  const { page } = parley;
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await parley.screenshot('first-start-sign-in');
  await parley.expectAccessible();

  await page.getByLabel('Address', { exact: true }).fill('anna@example.com');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('radio', { name: 'Dark', exact: true }).click();
  await expect
    .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme))
    .toBe('dark');
  await page.getByRole('button', { name: 'Advanced', exact: true }).click();
  await page.getByText(parley.profile).first().waitFor();
  await parley.screenshot('first-start-settings');
  await parley.expectAccessible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe('anna@example.com');

  await parley.tryLocally();
  await parley.send('Is anybody there?');
  await parley.expectReceipt('Is anybody there?', /delivered|read/i);
  await page.getByText(/Echo is typing/).waitFor();
  await parley.screenshot('first-start-echo-types');
  await parley.message('Hello, I am Echo').waitFor();
  await page.getByText(/Echo is typing/).waitFor({ state: 'hidden' });
  await parley.screenshot('first-start-echo-answered');
  await parley.expectAccessible();

  const { profile } = parley;
  const before = await parley.log.locator('[data-message-id]').count();
  await parley.quit();
  parley = await Parley.start(display.display, { profile });
  await parley.conversations.getByText('Echo').first().click();
  await parley.message('Hello, I am Echo').waitFor();
  await parley.expectReceipt('Is anybody there?', /delivered|read/i);
  expect(await parley.log.locator('[data-message-id]').count()).toBe(before);
  await parley.send('And after a restart?');
  await parley.expectReceipt('And after a restart?', /delivered|read/i);
});
