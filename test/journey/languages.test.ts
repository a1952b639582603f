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

const root = () => parley.page.locator(':root');
const heading = (name: string) => parley.page.getByRole('heading', { level: 1, name, exact: true });

/** Where reading begins: the sections stand at the edge of the window there. */
async function sectionsAreAt(side: 'left' | 'right'): Promise<boolean> {
  return parley.page.evaluate((wanted) => {
    const box = document.querySelector('header')?.getBoundingClientRect();
    if (box === undefined) return false;
    return wanted === 'left' ? box.left === 0 : Math.round(box.right) === window.innerWidth;
  }, side);
}

/** Words of more than two Latin letters, without names, keys and addresses. */
const latinWords = async (): Promise<readonly string[]> => {
  const shown = await parley.page.locator('#app').innerText();
  const known = /^(Parley|Ctrl|Shift|Alt|Enter|Esc|Echo|English|Deutsch|localhost|trial|echo|SIP|Hunspell)$/i;
  return (shown.match(/\p{Script=Latin}{3,}/gu) ?? []).filter((each) => !known.test(each));
};

it('begins in English, from left to right', async () => {
  await parley.tryLocally();
  expect([await root().getAttribute('lang'), await root().getAttribute('dir')]).toEqual(['en', 'ltr']);
  expect(await sectionsAreAt('left')).toBe(true);
});

it('speaks German at once', async () => {
  await parley.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await parley.page.getByRole('navigation').getByRole('button', { name: 'Language' }).click();
  await parley.page.getByRole('radio', { name: 'Deutsch' }).click();
  await heading('Einstellungen').waitFor();
  expect([await root().getAttribute('lang'), await root().getAttribute('dir')]).toEqual(['de', 'ltr']);
  await parley.screenshot('language-de-settings');
  await parley.expectAccessible();
});

it('speaks Arabic at once, from right to left, without a word of another language', async () => {
  await parley.page.getByRole('radio', { name: 'العربية' }).click();
  await heading('الإعدادات').waitFor();
  expect([await root().getAttribute('lang'), await root().getAttribute('dir')]).toEqual(['ar', 'rtl']);
  await expect.poll(() => sectionsAreAt('right')).toBe(true);
  // What was said aloud just before stays for a moment in the language in which it was said.
  await expect.poll(latinWords, { timeout: 10_000 }).toEqual([]);
  await parley.screenshot('language-ar-settings');
  await parley.expectAccessible();
  await parley.page.getByRole('button', { name: 'المحادثات', exact: true }).click();
  await heading('المحادثات').waitFor();
  const composer = parley.page.getByRole('textbox', { name: 'رسالة', exact: true });
  await composer.fill('مرحبا Echo، هل أنت هنا؟');
  expect(await composer.evaluate((each) => getComputedStyle(each).direction)).toBe('rtl');
  await composer.press('Enter');
  await parley.page.getByRole('log').getByText('مرحبا').first().waitFor();
  await parley.screenshot('language-ar-conversation');
  await parley.expectAccessible();
});

it('is in Arabic from the first picture on after a restart, and goes back to English', async () => {
  const { profile } = parley;
  await parley.quit();
  parley = await Parley.start(display.display, { profile });
  await heading('المحادثات').waitFor();
  expect(await root().getAttribute('dir')).toBe('rtl');
  await parley.page.keyboard.press('Control+,');
  await heading('الإعدادات').waitFor();
  await parley.page.getByRole('navigation').getByRole('button', { name: 'اللغة' }).click();
  await parley.page.getByRole('radio', { name: 'English' }).click();
  await heading('Settings').waitFor();
  expect(await root().getAttribute('dir')).toBe('ltr');
  await expect.poll(() => sectionsAreAt('left')).toBe(true);
});
