import { expect } from 'vitest';
import { page } from 'vitest/browser';
import { defaultSettings, type SettingName, type Settings } from '../../../shared/model/settings.ts';
// The window fetches it when it is wanted; a test shall not wait for the server of the tests.
import '../../../renderer/view/settings/SettingsScreen.svelte';
import { settingsPages, type SettingsPage } from '../../../renderer/state/settings-pages.ts';
import type { FakeMain } from './fake-main.ts';
import { openWindow } from './open-window.ts';

/** Sets what was chosen and what the organisation has fixed, before the window opens. */
export const withSettings =
  (chosen: Partial<Settings>, managed: readonly SettingName[] = []) =>
  (main: FakeMain): void => {
    main.settings = {
      values: { ...defaultSettings, ...chosen },
      managed: [...managed],
      managedBy: managed.length === 0 ? null : 'Example Ltd',
    };
  };

/** The button of a page among those of all pages, in whatever language they are. */
export function pageButton(wanted: SettingsPage): HTMLElement {
  const button = document.querySelectorAll<HTMLElement>('[data-page]')[settingsPages.indexOf(wanted)];
  if (button === undefined) throw new Error('The pages of the settings are not shown.');
  return button;
}

export async function showPage(wanted: SettingsPage): Promise<void> {
  pageButton(wanted).click();
  await expect.element(pageButton(wanted)).toHaveAttribute('aria-current', 'page');
}

/** Opens the window, and in it a page of the settings. */
export async function openSettings(
  wanted: SettingsPage,
  prepare: (main: FakeMain) => void = () => undefined,
): ReturnType<typeof openWindow> {
  const opened = await openWindow(prepare);
  await expect.element(page.getByRole('navigation').first()).toBeVisible();
  document.querySelectorAll<HTMLElement>('header nav button')[1]?.click();
  await expect.poll(() => document.querySelectorAll('[data-page]').length).toBe(settingsPages.length);
  await showPage(wanted);
  return opened;
}
