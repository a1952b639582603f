import * as v from 'valibot';

const wholeFrom = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Every setting with the values that it may have. A name is `section.setting`; sections are the settings' pages. */
export const settingSchemas = {
  'appearance.theme': v.picklist(['system', 'light', 'dark']),
  'appearance.contrast': v.picklist(['system', 'more']),
  'appearance.density': v.picklist(['comfortable', 'compact']),
  /** Percent of the usual size. */
  'appearance.textSize': wholeFrom(80, 400),
  'appearance.motion': v.picklist(['system', 'reduced']),
  'language.language': v.picklist(['system', 'en', 'de', 'ar']),
  'language.spellCheck': v.boolean(),
  /** BCP 47 tags; empty: the languages of the system. */
  'language.spellCheckLanguages': v.pipe(v.array(v.pipe(v.string(), v.maxLength(35))), v.maxLength(8)),
  /** Whether a key that types something does something where nothing is written (WCAG 2.1.4). */
  'shortcuts.singleKeys': v.boolean(),
  'writing.sendWith': v.picklist(['enter', 'ctrl-enter']),
  'notifications.show': v.boolean(),
  /** What a notification tells: sender and text, the sender, or only that there is something. */
  'notifications.content': v.picklist(['text', 'sender', 'nothing']),
  /** While the screen is locked a notification tells only that there is something. */
  'notifications.hideWhenLocked': v.boolean(),
  'notifications.sound': v.boolean(),
  /** No notifications until then, milliseconds since 1970; 0: not disturbed is off, never passes: until turned off. */
  'notifications.quietUntil': v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Tell others when their messages were on screen (RFC 5438 "displayed"). */
  'privacy.readReceipts': v.boolean(),
  'privacy.typing': v.boolean(),
  /** Hours for which an unsent message is tried again before it is shown as not sent. */
  'messages.retryHours': wholeFrom(1, 14 * 24),
  /** Days after which messages are deleted here; 0: never. */
  'messages.retentionDays': wholeFrom(0, 3650),
  /** Nothing may be deleted here, by retention or by hand: a matter for a managed policy. */
  'messages.legalHold': v.boolean(),
  'desktop.closeToTray': v.boolean(),
  'desktop.startAtLogin': v.boolean(),
} as const;

export type SettingName = keyof typeof settingSchemas;
export type Settings = { readonly [N in SettingName]: v.InferOutput<(typeof settingSchemas)[N]> };

export const settingNames = Object.keys(settingSchemas) as readonly SettingName[];

export const defaultSettings: Settings = {
  'appearance.theme': 'system',
  'appearance.contrast': 'system',
  'appearance.density': 'comfortable',
  'appearance.textSize': 100,
  'appearance.motion': 'system',
  'language.language': 'system',
  'language.spellCheck': true,
  'language.spellCheckLanguages': [],
  'shortcuts.singleKeys': true,
  'writing.sendWith': 'enter',
  'notifications.show': true,
  'notifications.content': 'text',
  'notifications.hideWhenLocked': true,
  'notifications.sound': true,
  'notifications.quietUntil': 0,
  'privacy.readReceipts': true,
  'privacy.typing': true,
  'messages.retryHours': 24,
  'messages.retentionDays': 0,
  'messages.legalHold': false,
  'desktop.closeToTray': true,
  'desktop.startAtLogin': false,
};

/** Some settings with their values, as a file or a command carries them; unknown names and values are refused. */
export const SettingValues = v.strictObject(
  Object.fromEntries(Object.entries(settingSchemas).map(([name, schema]) => [name, v.optional(schema)])) as {
    readonly [N in SettingName]: v.OptionalSchema<(typeof settingSchemas)[N], undefined>;
  },
);
export type SettingValues = { readonly [N in SettingName]?: Settings[N] | undefined };

const AllSettings = v.strictObject(settingSchemas);

/** The settings in force, and which of them the organisation has fixed. */
export const SettingsState = v.object({
  values: AllSettings,
  managed: v.array(v.picklist(settingNames)),
  /** Who manages them, as the policy calls itself; null when nothing is managed. */
  managedBy: v.nullable(v.string()),
});
export type SettingsState = v.InferOutput<typeof SettingsState>;
