import { afterAll, beforeAll, expect, it } from 'vitest';
import { Keyboard } from '../support/keyboard.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;
let keyboard: Keyboard;

beforeAll(async () => {
  display = await startDisplay();
  parley = await Parley.start(display.display);
  keyboard = new Keyboard(parley.page);
});
afterAll(async () => {
  await parley.discard();
  await display.stop();
});

const button = (name: string) => parley.page.getByRole('button', { name, exact: true });

it('is begun without a mouse: from the first window to an answer of Echo', async () => {
  await button('Sign in').waitFor();
  await keyboard.countPointers();
  await keyboard.until(button('Try it on this computer'));
  expect(await keyboard.focusShows()).toBe(true);
  await keyboard.press('Enter');
  await parley.composer.waitFor();
  await keyboard.comesTo(parley.composer);
  await keyboard.type('Is anybody there? The gateway is up.');
  await keyboard.press('Enter');
  await parley.expectReceipt('Is anybody there?', /delivered|read/i);
  await parley.message('Hello, I am Echo').waitFor();
  await parley.screenshot('keyboard-echo');
});

it('answers a message from its menu, and goes back to writing', async () => {
  await keyboard.press('Control+2', 'ArrowUp');
  await expect
    .poll(() => parley.page.evaluate(() => document.activeElement?.matches('[data-message-id]')))
    .toBe(true);
  expect(await keyboard.focusShows()).toBe(true);
  await keyboard.press('Enter');
  await parley.page.getByRole('menu').waitFor();
  await parley.screenshot('keyboard-message-menu');
  await keyboard.until(parley.page.getByRole('menuitem', { name: 'Reply', exact: true }), 'ArrowDown');
  await keyboard.press('Enter');
  await keyboard.comesTo(parley.composer);
  await keyboard.type('So there is');
  await keyboard.press('Enter');
  await parley.expectReceipt('So there is', /delivered|read/i);
});

it('searches, and jumps to what it found', async () => {
  await keyboard.press('Control+Shift+F');
  await keyboard.type('gateway');
  const options = parley.page.getByRole('listbox', { name: 'Search results' }).getByRole('option');
  await options.first().waitFor();
  await parley.screenshot('keyboard-search');
  await keyboard.press('Enter');
  await expect
    .poll(() => parley.page.evaluate(() => document.activeElement?.textContent ?? ''))
    .toContain('gateway');
  // Escape ends the search, and the conversations stand there again.
  await keyboard.press('Control+Shift+F', 'Escape');
  await parley.conversations.waitFor();
  await keyboard.press('Control+3');
  await keyboard.comesTo(parley.composer);
});

it('does something from the palette, and changes settings', async () => {
  const root = parley.page.locator(':root');
  await keyboard.press('Control+K');
  await parley.page.getByRole('dialog').waitFor();
  await keyboard.type('Switch between light and dark');
  await parley.page.getByRole('option', { name: /Switch between light and dark/ }).waitFor();
  await keyboard.press('Enter');
  await expect.poll(() => root.getAttribute('data-theme')).toBe('dark');
  await keyboard.comesTo(parley.composer);

  await keyboard.press('Control+,');
  await parley.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await keyboard.until(button('Appearance'));
  await keyboard.press('Enter');
  await keyboard.until(parley.page.getByRole('radio', { name: 'Comfortable' }));
  await keyboard.press('ArrowRight');
  await expect.poll(() => root.getAttribute('data-density')).toBe('compact');
  await keyboard.until(parley.page.getByRole('slider', { name: 'Text size' }), 'Shift+Tab');
  await keyboard.press('ArrowRight', 'ArrowRight');
  await expect.poll(() => root.evaluate((each) => getComputedStyle(each).fontSize)).toBe('17.6px');
  await parley.screenshot('keyboard-settings');
  await keyboard.until(button('Reset this page'));
  await keyboard.press('Enter');
  await expect.poll(() => root.getAttribute('data-density')).toBe('comfortable');
});

it('begins a conversation, organises it and deletes it', async () => {
  await keyboard.press('Control+1');
  await keyboard.press('Control+N');
  await parley.page.getByRole('dialog').waitFor();
  await keyboard.type('carol@localhost');
  await keyboard.press('Enter');
  await parley.page.getByRole('heading', { name: /carol/ }).waitFor();
  await keyboard.comesTo(parley.composer);

  const row = parley.conversations.locator('[data-conversation-id]').filter({ hasText: 'carol' });
  const choose = async (item: string | RegExp): Promise<void> => {
    await keyboard.press('Control+1');
    await keyboard.comesTo(row);
    await keyboard.press('Shift+F10');
    await keyboard.until(parley.page.getByRole('menuitem', { name: item }), 'ArrowDown', 12);
    await keyboard.press('Enter');
  };
  await choose('Pin to the top');
  await expect.poll(() => row.textContent()).toMatch(/pinned/);
  await choose(/^Delete/);
  const dialog = parley.page.getByRole('dialog');
  await dialog.waitFor();
  await parley.screenshot('keyboard-delete');
  await keyboard.until(dialog.locator('button[type=submit]'));
  await keyboard.press('Enter');
  await row.waitFor({ state: 'detached' });
  // The dialog gives the focus back when it has ended.
  await expect.poll(async () => keyboard.focusShows()).toBe(true);
});

it('shows its keys, and signs out', async () => {
  await keyboard.press('Control+/');
  await parley.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await parley.screenshot('keyboard-shortcuts');
  await keyboard.press('Escape');
  await parley.page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('Control+Shift+Q');
  const dialog = parley.page.getByRole('dialog', { name: 'Sign out?' });
  await keyboard.until(dialog.getByRole('button', { name: 'Sign out', exact: true }));
  await keyboard.press('Enter');
  await button('Sign in').waitFor();
  expect(await keyboard.pointers()).toBe(0);
});
