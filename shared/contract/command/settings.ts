import * as v from 'valibot';
import { settingNames, SettingValues } from '../../model/settings.ts';
import { nothing } from './inputs.ts';

/** Changes come back as the event `settings`. A managed setting answers `managed-setting`, and nothing is changed. */
export const settingsCommands = {
  changeSettings: { input: v.strictObject({ values: SettingValues }), output: nothing },
  /** Back to the defaults. */
  resetSettings: { input: v.strictObject({ names: v.array(v.picklist(settingNames)) }), output: nothing },
} as const;
