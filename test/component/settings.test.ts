import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { settingNames, type SettingName, type Settings } from '../../shared/model/settings.ts';
import { settingsPages } from '../../renderer/state/settings-pages.ts';
import { emulate } from '../support/window/emulate.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { openSettings, showPage, withSettings } from '../support/window/settings.ts';

const root = document.documentElement;
const group = (name: string) => page.getByRole('group', { name, exact: true });
const choice = (name: string, option: string) =>
  group(name).getByRole('radio', { name: option, exact: true });
const toggle = (name: string) => page.getByRole('switch', { name, exact: true });
const list = (name: string) => page.getByRole('combobox', { name, exact: true });
const setting = (name: SettingName): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-setting="${name}"]`);

describe('the settings', () => {
  test('have a control for every setting', async () => {
    await openSettings('account');
    const shown: string[] = [];
    for (const each of settingsPages) {
      await showPage(each);
      for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-setting]')) {
        shown.push(dataset['setting'] ?? '');
      }
    }
    expect([...new Set(shown)].toSorted()).toEqual([...settingNames].toSorted());
  });

  test.each<[SettingName, Settings[SettingName], () => Promise<void>]>([
    ['appearance.theme', 'dark', async () => choice('Theme', 'Dark').click()],
    ['appearance.contrast', 'more', async () => choice('Contrast', 'High').click()],
    ['appearance.density', 'compact', async () => choice('Density', 'Compact').click()],
    ['appearance.motion', 'reduced', async () => choice('Motion', 'Reduced').click()],
    ['appearance.textSize', 150, async () => page.getByRole('slider', { name: 'Text size' }).fill('150')],
    ['language.language', 'en', async () => choice('Language of Parley', 'English').click()],
    ['language.spellCheck', false, async () => toggle('Check the spelling').click()],
    ['notifications.show', false, async () => toggle('Show notifications').click()],
    [
      'notifications.content',
      'nothing',
      async () => choice('A notification shows', 'Only that there is something').click(),
    ],
    [
      'notifications.hideWhenLocked',
      false,
      async () => toggle('Hide both while the screen is locked').click(),
    ],
    ['notifications.sound', false, async () => toggle('Play a sound').click()],
    ['privacy.readReceipts', false, async () => toggle('Tell others when you have read').click()],
    ['privacy.typing', false, async () => toggle('Tell others while you type').click()],
    ['shortcuts.singleKeys', false, async () => toggle('Single-key shortcuts').click()],
    ['writing.sendWith', 'ctrl-enter', async () => choice('Send with', 'Ctrl+Enter').click()],
    ['messages.retryHours', 72, async () => list('Keep trying to send').selectOptions('72 hours')],
    [
      'messages.retentionDays',
      365,
      async () => list('Delete messages from this computer').selectOptions('After 365 days'),
    ],
    ['messages.legalHold', true, async () => toggle('Keep everything').click()],
    ['desktop.closeToTray', false, async () => toggle('Keep running when the window is closed').click()],
    ['desktop.startAtLogin', true, async () => toggle('Start when you log in').click()],
  ])('%s becomes %j at once, and its page resets it', async (name, value, change) => {
    const { main } = await openSettings('account');
    const before = main.settings.values[name];
    const place = settingsPages.findIndex((each) => name.startsWith(`${each}.`));
    await showPage(
      name.startsWith('writing.')
        ? 'messages'
        : name.startsWith('desktop.')
          ? 'advanced'
          : (settingsPages[place] ?? 'account'),
    );
    await change();
    await expect.poll(() => main.settings.values[name]).toEqual(value);
    await page.getByRole('button', { name: 'Reset this page' }).click();
    await expect.poll(() => main.settings.values[name]).toEqual(before);
    await expect.element(page.getByText('Reset to the defaults.')).toBeVisible();
  });

  test('choose the languages to check by their names', async () => {
    const { main } = await openSettings('language');
    await page.getByRole('checkbox', { name: 'German', exact: true }).click();
    await page.getByRole('checkbox', { name: 'French', exact: true }).click();
    await expect.poll(() => main.settings.values['language.spellCheckLanguages']).toEqual(['de', 'fr']);
    await page.getByRole('checkbox', { name: 'German', exact: true }).click();
    await expect.poll(() => main.settings.values['language.spellCheckLanguages']).toEqual(['fr']);
  });

  test('say of a language to check that there is no dictionary for it', async () => {
    const { main } = await openSettings('language', withSettings({ 'language.spellCheckLanguages': ['ar'] }));
    const arabic = page.getByRole('checkbox', { name: 'Arabic (no dictionary on this computer)' });
    await expect.element(arabic).toBeChecked();
    await expect.element(page.getByText(/hunspell-de-de/)).toBeVisible();
    await expectAccessible();
    await arabic.click();
    await expect.poll(() => main.settings.values['language.spellCheckLanguages']).toEqual([]);
    await expect.element(arabic).not.toBeInTheDocument();
  });

  test('do not disturb for a while, until tomorrow or until told, and show until when', async () => {
    const { main, clock } = await openSettings('notifications');
    const quiet = list('Do not disturb');
    await expect.element(quiet).toHaveDisplayValue('Off');
    await quiet.selectOptions('For an hour');
    await expect.poll(() => main.settings.values['notifications.quietUntil']).toBe(clock.now() + 3_600_000);
    await expect.element(quiet).toHaveDisplayValue(/^Until .*13:00|^Until .*1:00/);
    clock.advance(3_660_000);
    await expect.element(quiet).toHaveDisplayValue('Off');
    await quiet.selectOptions('Until tomorrow, 8 o’clock');
    await expect
      .poll(() => main.settings.values['notifications.quietUntil'])
      .toBe(new Date(2026, 10, 24, 8).getTime());
    await quiet.selectOptions('Until I turn it off');
    await expect.element(quiet).toHaveDisplayValue('Until I turn it off');
    await quiet.selectOptions('Off');
    await expect.poll(() => main.settings.values['notifications.quietUntil']).toBe(0);
  });

  test('offer a value of the policy that they would not offer themselves', async () => {
    await openSettings('messages', withSettings({ 'messages.retryHours': 100 }, ['messages.retryHours']));
    await expect.element(list('Keep trying to send')).toHaveDisplayValue('100 hours');
    await expect.element(list('Keep trying to send')).toHaveAttribute('aria-disabled', 'true');
    // One gets there all the same, and finds out why it stays as it is.
    (list('Keep trying to send').element() as HTMLElement).focus();
    await expect.element(list('Keep trying to send')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(list('Keep trying to send')).toHaveDisplayValue('100 hours');
    await expect.element(list('Keep trying to send')).toHaveAccessibleDescription(/Managed by Example Ltd/);
  });

  test('that are managed are locked, and say by whom', async () => {
    const { main } = await openSettings(
      'appearance',
      withSettings({ 'appearance.theme': 'light' }, ['appearance.theme', 'privacy.typing']),
    );
    // Playwright waits for what is disabled; a person does not.
    await choice('Theme', 'Dark').click({ force: true });
    await expect.element(choice('Theme', 'Light')).toBeChecked();
    await expect.element(choice('Theme', 'Dark')).toHaveAttribute('aria-disabled', 'true');
    await expect.element(group('Theme')).toHaveAccessibleDescription('Managed by Example Ltd');
    expect(setting('appearance.density')?.textContent).not.toContain('Managed');
    await showPage('privacy');
    await toggle('Tell others while you type').click({ force: true });
    await expect.element(toggle('Tell others while you type')).toBeChecked();
    await expect
      .element(toggle('Tell others while you type'))
      .toHaveAccessibleDescription('Managed by Example Ltd');
    expect(main.inputsOf('changeSettings')).toEqual([]);
  });

  test('say when a change was not made, and show what is in force', async () => {
    const { main } = await openSettings('privacy', (each) => {
      each.refusals.set('changeSettings', { code: 'managed-setting' });
    });
    await toggle('Tell others while you type').click();
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('Not changed. Your organisation has fixed this setting.');
    await expect.element(toggle('Tell others while you type')).toBeChecked();
    main.refusals.clear();
    await toggle('Tell others while you type').click();
    await expect.element(toggle('Tell others while you type')).not.toBeChecked();
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  test.each([
    ['Theme', async () => choice('Theme', 'Dark').click()],
    ['Text size', async () => page.getByRole('slider', { name: 'Text size' }).fill('150')],
  ])('%s shows what is in force when its change is refused', async (_name, change) => {
    await openSettings('appearance', (each) => {
      each.refusals.set('changeSettings', { code: 'internal', detail: 'The disk is full' });
    });
    await change();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/^Not changed/);
    await expect.element(choice('Theme', 'As the system')).toBeChecked();
    await expect.element(page.getByRole('slider', { name: 'Text size' })).toHaveValue('100');
  });

  test('all go back to the defaults together', async () => {
    const { main } = await openSettings(
      'advanced',
      withSettings({ 'privacy.typing': false, 'appearance.textSize': 150, 'writing.sendWith': 'ctrl-enter' }),
    );
    await page.getByRole('button', { name: 'Reset all settings' }).click();
    const question = page.getByRole('dialog', { name: 'Reset all settings?' });
    await expect.element(question).toBeVisible();
    expect(main.settings.values['privacy.typing']).toBe(false);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(question).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Reset all settings' }).click();
    await question.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => main.settings.values['privacy.typing']).toBe(true);
    expect(main.settings.values['appearance.textSize']).toBe(100);
    expect(main.settings.values['writing.sendWith']).toBe('enter');
  });

  test('go by the keyboard: Tab between the controls, arrows within one', async () => {
    const { main } = await openSettings('appearance');
    (choice('Theme', 'As the system').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => main.settings.values['appearance.theme']).toBe('light');
    await userEvent.keyboard('{Tab}');
    await expect.element(choice('Contrast', 'As the system')).toHaveFocus();
    await userEvent.keyboard('{Tab}{ArrowRight}');
    await expect.poll(() => main.settings.values['appearance.textSize']).toBe(105);
  });

  test('take turns with their pages in a narrow window, and the focus goes along', async () => {
    await openWindow(undefined, narrow);
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Privacy' }).click();
    const title = page.getByRole('heading', { level: 2, name: 'Privacy' });
    await expect.element(title).toHaveFocus();
    await page.getByRole('button', { name: 'Back to all settings' }).click();
    await expect.element(page.getByRole('button', { name: 'Privacy' })).toHaveFocus();
    await page.getByRole('button', { name: 'Back to the conversations' }).click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Conversations' })).toBeVisible();
  });
});

test('Esc leaves a page in a narrow window for the list, and the settings only from there', async () => {
  await openWindow(undefined, narrow);
  await expect.element(page.getByRole('heading', { level: 1, name: 'Conversations' })).toBeVisible();
  await userEvent.keyboard('{Control>},{/Control}');
  await page.getByRole('button', { name: 'Privacy' }).click();
  await expect.element(page.getByRole('heading', { level: 2, name: 'Privacy' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: 'Privacy' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Conversations' })).toBeVisible();
});

describe('the account page', () => {
  test('says who is signed in where, how the connection is, and signs out', async () => {
    const { main } = await openSettings('account');
    const shown = page.getByRole('main');
    await expect.element(shown).toMatchTextContent(/alice@example\.com/);
    await expect.element(shown).toMatchTextContent(/sip\.example\.com:5060/);
    await expect.element(shown).toMatchTextContent(/Connected to sip\.example\.com over TCP/);
    main.setConnection({ kind: 'offline' });
    await expect.element(shown).toMatchTextContent(/Not connected/);
    await shown.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click();
    await expect.element(page.getByRole('heading', { name: 'Sign in to Parley' })).toBeVisible();
  });
});

describe('the advanced and about pages', () => {
  test('say where the files are, and open the folders', async () => {
    const { main } = await openSettings('advanced');
    await expect.element(page.getByText('/home/alice/.config/Parley/logs')).toBeVisible();
    await page.getByRole('button', { name: 'Open the log folder' }).click();
    await page.getByRole('button', { name: 'Open the data folder' }).click();
    expect(main.inputsOf('openFolder')).toEqual([{ folder: 'logs' }, { folder: 'data' }]);
  });

  test('say when a folder could not be opened', async () => {
    await openSettings('advanced', (main) => {
      main.refusals.set('openFolder', { code: 'internal', detail: 'No file manager' });
    });
    await page.getByRole('button', { name: 'Open the log folder' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/^Something went wrong/);
  });

  test('name the versions, and the licences of what is shipped with their words', async () => {
    await openSettings('about');
    await expect.element(page.getByText('45.4.1')).toBeVisible();
    await expect.element(page.getByText('Copyright (c) the authors of SIP.js')).not.toBeInTheDocument();
    await page.getByText('sip.js 0.21.2').click();
    await expect.element(page.getByText('Copyright (c) the authors of SIP.js')).toBeVisible();
  });
});

describe('the look', () => {
  test('follows theme, contrast, density, motion and text size at once', async () => {
    const { main } = await openSettings('appearance', withSettings({ 'appearance.theme': 'dark' }));
    const ground = (): string => getComputedStyle(document.body).backgroundColor;
    const token = (name: string): string => getComputedStyle(root).getPropertyValue(name).trim();
    const dark = ground();
    const { values } = main.settings;
    main.setSettings({
      ...values,
      'appearance.theme': 'light',
      'appearance.density': 'compact',
      'appearance.motion': 'reduced',
      'appearance.textSize': 150,
    });
    await expect.poll(ground).not.toBe(dark);
    expect(getComputedStyle(root).fontSize).toBe('24px');
    expect(token('--calm')).toMatch(/^0m?s$/);
    expect(token('--hit')).toBe('1.875rem');
    const line = token('--line');
    main.setSettings({ ...values, 'appearance.contrast': 'more' });
    await expect.poll(() => token('--line')).not.toBe(line);
    expect(getComputedStyle(root).fontSize).toBe('16px');
  });

  test('is dark where the system is and the theme follows it, and at once when that changes', async () => {
    const luminance = (): number => {
      const colour = getComputedStyle(document.body).backgroundColor;
      const lightness = /^oklch\(([\d.]+)/.exec(colour)?.[1];
      if (lightness === undefined) throw new Error(`${colour} is not what a ground is written as`);
      return Number(lightness);
    };
    const isDark = (): boolean => luminance() < 0.5;
    try {
      await emulate({ name: 'prefers-color-scheme', value: 'dark' });
      const { main } = await openWindow(withSettings({ 'appearance.theme': 'system' }));
      const { values } = main.settings;
      await expect.poll(isDark).toBe(true);
      main.setSettings({ ...values, 'appearance.theme': 'light' });
      await expect.poll(isDark).toBe(false);
      main.setSettings(values);
      await expect.poll(isDark).toBe(true);
      await emulate({ name: 'prefers-color-scheme', value: 'light' });
      await expect.poll(isDark).toBe(false);
      main.setSettings({ ...values, 'appearance.theme': 'dark' });
      await expect.poll(isDark).toBe(true);
    } finally {
      await emulate();
    }
  });

  test('gives larger text the layout of a smaller window', async () => {
    const { main } = await openSettings('appearance');
    const back = page.getByRole('button', { name: 'Back to all settings' });
    await expect.element(back).not.toBeInTheDocument();
    main.setSettings({ ...main.settings.values, 'appearance.textSize': 200 });
    await expect.element(back).toBeVisible();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
  });
});

describe('the language', () => {
  test('changes all words at once, and the direction with them', async () => {
    await openSettings('language');
    expect([root.lang, root.dir]).toEqual(['en', 'ltr']);
    await choice('Language of Parley', 'Deutsch').click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
    expect([root.lang, root.dir]).toEqual(['de', 'ltr']);
    await choice('Sprache von Parley', 'العربية').click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'الإعدادات' })).toBeVisible();
    expect([root.lang, root.dir]).toEqual(['ar', 'rtl']);
    const rail = document.querySelector('header')?.getBoundingClientRect();
    expect(rail?.right).toBe(window.innerWidth);
  });
});

describe.each<[string, Partial<Settings>]>([
  ['English', {}],
  [
    'German, compact, in high contrast',
    { 'language.language': 'de', 'appearance.density': 'compact', 'appearance.contrast': 'more' },
  ],
  ['Arabic, with large text', { 'language.language': 'ar', 'appearance.textSize': 200 }],
])('in %s', (_name, values) => {
  test('every page of the settings is accessible', { timeout: 60_000 }, async () => {
    const large = values['appearance.textSize'] === 200;
    const { main } = await openSettings(
      'account',
      withSettings({ ...values, 'appearance.textSize': 100 }, ['privacy.typing', 'appearance.motion']),
    );
    for (const each of settingsPages) {
      await showPage(each);
      if (large) main.setSettings({ ...main.settings.values, 'appearance.textSize': 200 });
      await expectAccessible();
      const scrolls = document.documentElement.scrollWidth > window.innerWidth;
      expect(scrolls, `${each} scrolls sideways`).toBe(false);
      if (large) main.setSettings({ ...main.settings.values, 'appearance.textSize': 100 });
      await expect.poll(() => document.querySelectorAll('[data-page]').length).toBe(settingsPages.length);
    }
  });
});
