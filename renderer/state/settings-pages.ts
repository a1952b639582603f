import { settingNames, type SettingName } from '../../shared/model/settings.ts';

/** The pages of the settings, in their order. */
export const settingsPages = [
  'account',
  'appearance',
  'notifications',
  'privacy',
  'messages',
  'shortcuts',
  'language',
  'advanced',
  'about',
] as const;
export type SettingsPage = (typeof settingsPages)[number];

/** What may be wanted before anybody has signed in: one who cannot read the window, or see it, has to get further. */
const pagesBefore: readonly SettingsPage[] = ['appearance', 'shortcuts', 'language', 'advanced', 'about'];

/** The pages that there are, with an account and without. */
export const pagesFor = (signedIn: boolean): readonly SettingsPage[] =>
  signedIn ? settingsPages : pagesBefore;

/** A setting is on the page of its section, but for these sections. */
const pageOfSection: Readonly<Record<string, SettingsPage>> = { writing: 'messages', desktop: 'advanced' };

const pageOf = (name: SettingName): SettingsPage | undefined => {
  const section = name.slice(0, name.indexOf('.'));
  return pageOfSection[section] ?? settingsPages.find((page) => page === section);
};

/** What a page shows beside its own: who looks after what others may see looks there. */
const shownToo: Partial<Record<SettingsPage, readonly SettingName[]>> = {
  privacy: ['notifications.content', 'notifications.hideWhenLocked'],
};

/** The settings whose page it is. */
export const settingsOf = (page: SettingsPage): readonly SettingName[] =>
  settingNames.filter((name) => pageOf(name) === page);

/** The settings that a page shows, and resets. */
export const settingsOn = (page: SettingsPage): readonly SettingName[] => [
  ...settingsOf(page),
  ...(shownToo[page] ?? []),
];
