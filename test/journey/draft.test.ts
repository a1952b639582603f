import { once } from 'node:events';
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

it('has a draft again, with its caret, after Parley was killed a second after the last key', async () => {
  await parley.tryLocally();
  await parley.composer.focus();
  await parley.page.keyboard.type('Half a thought 👋');
  for (let press = 0; press < 2; press += 1) await parley.page.keyboard.press('ArrowLeft');
  await parley.page.waitForTimeout(1_000);
  const process = parley.app.process();
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;

  parley = await Parley.start(display.display, { profile: parley.profile });
  // The conversation that was open last is open again.
  await parley.composer.waitFor();
  await expect.poll(() => parley.composer.inputValue()).toBe('Half a thought 👋');
  await parley.screenshot('draft-after-kill');
  await parley.composer.focus();
  // Typed at the caret that was: behind the word.
  await parley.page.keyboard.type('ful');
  await expect.poll(() => parley.composer.inputValue()).toBe('Half a thoughtful 👋');

  await parley.composer.press('Enter');
  await parley.message('Half a thoughtful 👋').first().waitFor();
  await parley.expectReceipt('Half a thoughtful 👋', /delivered|read/i);
  await parley.quit();
  parley = await Parley.start(display.display, { profile: parley.profile });
  await parley.conversations.getByText('Echo').first().click();
  await parley.message('Half a thoughtful 👋').first().waitFor();
  expect(await parley.composer.inputValue()).toBe('');
});
