import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
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
const look = async (): Promise<unknown> =>
  root().evaluate((each) => Object.fromEntries(Object.entries((each as HTMLElement).dataset)));
const radio = (group: string, name: string) =>
  parley.page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name, exact: true });
const toggle = (name: string) => parley.page.getByRole('switch', { name, exact: true });
const combobox = (name: string) => parley.page.getByRole('combobox', { name, exact: true });

/** What is chosen shows once it is in force. */
async function choose(option: Locator): Promise<void> {
  await option.click();
  await expect.poll(() => option.isChecked()).toBe(true);
}

async function showPage(name: string): Promise<void> {
  await parley.page.getByRole('navigation').getByRole('button', { name, exact: true }).last().click();
  await parley.page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
}

async function openSettings(): Promise<void> {
  await parley.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await parley.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
}

it('changes the look at once', async () => {
  await parley.tryLocally();
  await openSettings();
  await showPage('Appearance');
  const ground = (): Promise<string> =>
    parley.page.locator('body').evaluate((each) => getComputedStyle(each).backgroundColor);
  const before = await ground();
  await choose(radio('Theme', 'Dark'));
  await expect.poll(ground).not.toBe(before);
  await choose(radio('Contrast', 'High'));
  await choose(radio('Density', 'Compact'));
  await choose(radio('Motion', 'Reduced'));
  await parley.page.getByRole('slider', { name: 'Text size' }).fill('120');
  await expect.poll(() => root().evaluate((each) => getComputedStyle(each).fontSize)).toBe('19.2px');
  expect(await look()).toMatchObject({
    theme: 'dark',
    contrast: 'more',
    density: 'compact',
    motion: 'reduced',
  });
  await parley.screenshot('settings-appearance');
});

it.each([
  ['Account', async () => parley.page.getByText('Your messages stay on this computer').first().waitFor()],
  [
    'Notifications',
    async () => {
      await toggle('Play a sound').click();
      await expect.poll(() => toggle('Play a sound').isChecked()).toBe(false);
      await combobox('Do not disturb').selectOption({ label: 'For an hour' });
    },
  ],
  [
    'Privacy',
    async () => {
      await toggle('Tell others while you type').click();
      await expect.poll(() => toggle('Tell others while you type').isChecked()).toBe(false);
    },
  ],
  [
    'Messages',
    async () => {
      await choose(radio('Send with', 'Ctrl+Enter'));
      await combobox('Keep trying to send').selectOption({ label: '72 hours' });
    },
  ],
  ['Shortcuts', async () => parley.page.getByText('Search everything', { exact: true }).first().waitFor()],
  ['Language', async () => parley.page.getByRole('radio', { name: 'English' }).waitFor()],
  [
    'Advanced',
    async () => {
      await parley.page.getByText(parley.profile).first().waitFor();
    },
  ],
] as const)('has the page %s, accessible, and takes a change there', async (name, change) => {
  await showPage(name);
  await change();
  await parley.expectAccessible();
  await parley.screenshot(`settings-${name.toLowerCase()}`);
});

it('tells its versions, and the licences of what is shipped with their words', async () => {
  await showPage('About');
  const electron = await parley.inMain(() => process.versions['electron']);
  await parley.page.getByText(electron, { exact: true }).waitFor();
  const first = parley.page.locator('details').filter({ hasText: 'svelte' }).first();
  await first.locator('summary').click();
  await expect.poll(() => first.textContent()).toMatch(/Permission is hereby granted/);
  expect(await parley.page.locator('details').count()).toBeGreaterThan(10);
  await parley.screenshot('settings-about');
});

it('sends as it was set at once', async () => {
  await parley.page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await parley.composer.fill('First line');
  await parley.composer.press('Enter');
  await parley.page.keyboard.type('second line');
  expect(await parley.composer.inputValue()).toBe('First line\nsecond line');
  await parley.composer.press('Control+Enter');
  await parley.message('second line').waitFor();
});

it('has everything as it was after a restart', async () => {
  const { profile } = parley;
  await parley.quit();
  parley = await Parley.start(display.display, { profile });
  await parley.composer.waitFor();
  expect(await look()).toMatchObject({
    theme: 'dark',
    contrast: 'more',
    density: 'compact',
  });
  await openSettings();
  await showPage('Notifications');
  expect(await toggle('Play a sound').isChecked()).toBe(false);
  await showPage('Privacy');
  expect(await toggle('Tell others while you type').isChecked()).toBe(false);
  await showPage('Messages');
  expect(await radio('Send with', 'Ctrl+Enter').isChecked()).toBe(true);
  expect(await combobox('Keep trying to send').inputValue()).toBe('72');
});

it('goes back to the defaults, a page or all', async () => {
  await showPage('Appearance');
  await parley.page.getByRole('button', { name: 'Reset this page' }).click();
  await expect.poll(() => root().getAttribute('data-theme')).toBe('system');
  await showPage('Advanced');
  await parley.page.getByRole('button', { name: 'Reset all settings' }).click();
  await parley.page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click();
  await showPage('Notifications');
  await expect.poll(() => toggle('Play a sound').isChecked()).toBe(true);
  await showPage('Messages');
  expect(await radio('Send with', 'Enter').isChecked()).toBe(true);
  await showPage('Privacy');
  await expect.poll(() => toggle('Tell others while you type').isChecked()).toBe(true);
});

it('shows what a policy fixes as locked, and by whom, and cannot change it', async () => {
  const { profile } = parley;
  await parley.quit();
  // In the profile, because Parley runs as a user of its own here, who cannot read everywhere.
  const policy = join(profile, 'policy.json');
  const settings = { 'privacy.readReceipts': false };
  await writeFile(policy, JSON.stringify({ organisation: 'Example Ltd', settings }), { mode: 0o644 });
  parley = await Parley.start(display.display, { profile, args: [`--policy=${policy}`] });
  await parley.composer.waitFor();
  await openSettings();
  await showPage('Privacy');
  const receipts = parley.page.locator('[data-setting="privacy.readReceipts"]');
  await receipts.getByText('Managed by Example Ltd').waitFor();
  const fixed = receipts.getByRole('switch');
  expect(await fixed.isChecked()).toBe(false);
  await fixed.focus();
  await fixed.press('Space');
  expect(await fixed.isChecked()).toBe(false);
  expect(await toggle('Tell others while you type').isEnabled()).toBe(true);
  await parley.screenshot('settings-managed');
});
