import type { SettingName, Settings } from '../../../shared/model/settings.ts';

type Having<Value> = { [N in SettingName]: Settings[N] extends Value ? N : never }[SettingName];

/** The settings that are on or off, one of a few words, or a number. */
export type SwitchName = Having<boolean>;
export type ChoiceName = Having<string>;
export type NumberName = Having<number>;
