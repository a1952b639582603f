import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SettingValues } from '../../shared/model/settings.ts';
import type { Log } from '../log/log.ts';

/** What the user chose, as JSON in the profile. A file that cannot be read counts as none, and is kept beside. */
export function readSettings(path: string, log: Log): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    log.error({ path, error }, 'The settings cannot be read; Parley begins with the defaults');
    try {
      renameSync(path, `${path}.unreadable`);
    } catch (moveError) {
      log.warn({ error: moveError }, 'The unreadable settings could not be kept');
    }
    return null;
  }
}

/** Replaces the file as a whole, so that a crash leaves the old one or the new one. */
export function writeSettings(path: string, values: SettingValues): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
