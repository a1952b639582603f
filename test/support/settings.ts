import { silentLog } from '../../main/log/log.ts';
import { noPolicy, type Policy } from '../../main/settings/policy.ts';
import { SettingsBook } from '../../main/settings/settings-book.ts';
import type { SettingValues } from '../../shared/model/settings.ts';

/** Settings that live in memory only. */
export const settingsWith = (stored: SettingValues = {}, policy: Policy = noPolicy): SettingsBook =>
  new SettingsBook({ stored, policy, save: () => undefined, log: silentLog });
