import { afterAll, beforeAll, expect, it } from 'vitest';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;

beforeAll(async () => {
  display = await startDisplay();
  parley = await Parley.start(display.display);
  await parley.tryLocally();
});
afterAll(async () => {
  await parley.discard();
  await display.stop();
});

const value = async (): Promise<string> => parley.composer.inputValue();
const height = async (): Promise<number> => (await parley.composer.boundingBox())?.height ?? 0;

it('formats by keys, takes it back, and grows with its text', async () => {
  const { page } = parley;
  await parley.composer.focus();
  await page.keyboard.type('very important');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  await expect.poll(value).toBe('very **important**');
  await page.keyboard.press('Control+z');
  await expect.poll(value).toBe('very important');
  const low = await height();
  await page.keyboard.press('End');
  for (const line of ['one', 'two', 'three']) {
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type(line);
  }
  expect(await value()).toBe('very important\none\ntwo\nthree');
  expect(await height()).toBeGreaterThan(low + 40);
  await parley.screenshot('writing-grown');
  await parley.expectAccessible();
  await page.keyboard.press('Enter');
  await parley.message('very important').first().waitFor();
  await expect.poll(value).toBe('');
  expect(await height()).toBeLessThanOrEqual(low);
});

it('pastes plain text of what is formatted, and offers to make code of code', async () => {
  const { page } = parley;
  await parley.composer.focus();
  await page.evaluate(() => {
    document.addEventListener(
      'copy',
      (event) => {
        event.clipboardData?.setData('text/plain', 'a heading');
        event.clipboardData?.setData('text/html', '<h1 style="color:red">a heading</h1>');
        event.preventDefault();
      },
      { once: true },
    );
  });
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(value).toBe('a heading');
  await parley.composer.fill('');
  const code = 'if (ready) {\n  start();\n}';
  await parley.inMain(async ({ clipboard }, text) => {
    await clipboard.writeText(text);
  }, code);
  await page.keyboard.press('Control+v');
  await expect.poll(value).toBe(code);
  await parley.screenshot('writing-code');
  await page.getByRole('button', { name: 'Paste as code' }).click();
  await expect.poll(value).toBe(`\`\`\`\n${code}\n\`\`\``);
  await parley.composer.press('Enter');
  await expect
    .poll(async () => parley.message('start();').first().locator('pre, code').count())
    .toBeGreaterThan(0);
});

it('says how much room is left, and sends nothing that is too long', async () => {
  const { page } = parley;
  // As long as a message may be, and two characters more.
  await parley.composer.fill('x'.repeat(64 * 1024 - 3));
  await page.getByText('3 characters left').waitFor();
  await parley.composer.fill('x'.repeat(64 * 1024 + 2));
  await page.getByText('2 characters too many').waitFor();
  await parley.composer.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Too long' }).waitFor();
  expect((await value()).length).toBe(64 * 1024 + 2);
  await parley.screenshot('writing-limit');
  await parley.composer.fill('');
});
