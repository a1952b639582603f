import * as v from 'valibot';
import { settingNames, settingSchemas, type SettingValues } from '../../shared/model/settings.ts';
import type { Log } from '../log/log.ts';

/** What of it are settings with values that they may have. The rest is named in the log and left out. */
export function readValues(stored: unknown, log: Log): SettingValues {
  if (stored === null || typeof stored !== 'object') return {};
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stored)) {
    const schema = settingNames.find((each) => each === name);
    const parsed = schema === undefined ? null : v.safeParse(settingSchemas[schema], value);
    if (parsed?.success === true) values[name] = parsed.output;
    else log.warn({ setting: name.slice(0, 100) }, 'A setting is unknown or has a value that it cannot have');
  }
  return values;
}
