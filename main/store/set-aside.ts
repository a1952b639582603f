import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backupsFolder } from './care/backup-files.ts';
import { flush } from './flush.ts';
import { StoreError } from './interface.ts';
import type { StorePlace } from './place.ts';
import { systemCode } from './small-file.ts';

/**
 * Puts the database, its keys and its backups into a folder of their own beside, from where they can be put back as they
 * were; gives that folder. The keys go last: what is interrupted leaves a database that still opens, or none.
 */
export function setAside(place: StorePlace, at: number): string {
  const { folder, database, key, recovery, care } = place;
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const aside = join(folder, `set-aside-${time}Z`);
  try {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    const files = [
      `${database}-wal`,
      `${database}-shm`,
      database,
      backupsFolder(database),
      care,
      recovery,
      key,
    ];
    for (const file of files) {
      if (existsSync(file)) renameSync(file, join(aside, basename(file)));
    }
    if (process.platform !== 'win32') flush(folder, 'r');
  } catch (error) {
    const code = systemCode(error);
    throw new StoreError(
      code === 'ENOSPC' ? 'full' : 'no-access',
      `The files cannot be put aside into ${aside} (${String(code)}).`,
      { cause: error },
    );
  }
  return aside;
}
