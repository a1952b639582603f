import { afterAll, beforeAll, expect, it } from 'vitest';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

// By the keyboard alone: nobody has to know where on the screen something is to find it.
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

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await parley.page.keyboard.press(key);
};

async function write(text: string): Promise<void> {
  await parley.composer.fill(text);
  await press('Enter');
  await parley.message(text).first().waitFor();
}

it('has every action in the sheet of keys, which opens and closes by key', async () => {
  const { page } = parley;
  await press('Control+/');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.waitFor();
  for (const action of ['Find in the conversation', 'Go to a date', 'New conversation', 'Settings']) {
    await sheet.getByText(action, { exact: true }).waitFor();
  }
  await parley.expectAccessible();
  await parley.screenshot('finding-shortcut-sheet');
  await press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await expect
    .poll(async () => parley.composer.evaluate((each) => each === document.activeElement))
    .toBe(true);
});

it('goes by the palette to settings, to actions and to people that are not known yet', async () => {
  const { page } = parley;
  const palette = page.getByRole('combobox', { name: 'Find or do' });
  await press('Control+K');
  await palette.fill('others when you have read');
  await page
    .getByRole('option', { name: /Tell others when you have read/ })
    .first()
    .waitFor();
  await parley.expectAccessible();
  await parley.screenshot('finding-palette');
  await press('Enter');
  await page.getByRole('heading', { name: 'Privacy' }).first().waitFor();
  await palette.waitFor({ state: 'detached' });

  await press('Control+K');
  await palette.fill('carla@localhost');
  await press('Enter');
  await page.getByRole('heading', { name: 'carla' }).first().waitFor();
  await palette.waitFor({ state: 'detached' });

  await press('Control+K');
  await palette.fill('>go to a date');
  await press('Enter');
  await page.getByRole('dialog', { name: 'Go to a date' }).waitFor();
  await press('Escape');
});

it('finds in the conversation, place by place', async () => {
  const { page } = parley;
  for (const text of ['The first herring', 'Something else', 'Another herring, red']) await write(text);
  await press('Control+F');
  const box = page.getByRole('textbox', { name: 'Find in this conversation' });
  await box.fill('herring');
  const state = page.getByRole('status').filter({ hasText: /\d of \d/ });
  await expect.poll(async () => (await state.textContent())?.trim()).toBe('1 of 2');
  expect(await page.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBe(2);
  await press('Enter');
  await expect.poll(async () => (await state.textContent())?.trim()).toBe('2 of 2');
  await parley.expectAccessible();
  await parley.screenshot('finding-find');
  await press('Escape');
  await box.waitFor({ state: 'detached' });
});

it('goes to today by its date', async () => {
  const { page } = parley;
  await press('Control+Shift+G');
  const dialog = page.getByRole('dialog', { name: 'Go to a date' });
  await dialog.waitFor();
  await parley.screenshot('finding-date');
  const now = await page.evaluate(() => {
    const date = new Date();
    return { month: date.getMonth() + 1, day: date.getDate(), year: date.getFullYear() };
  });
  for (const part of ['month', 'day', 'year'] as const) {
    await dialog.getByRole('spinbutton', { name: new RegExp(part) }).focus();
    await page.keyboard.type(part === 'year' ? String(now.year) : String(now[part]).padStart(2, '0'));
  }
  await press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(async () =>
      parley.message('The first herring').evaluate((each) => each.contains(document.activeElement)),
    )
    .toBe(true);
});
