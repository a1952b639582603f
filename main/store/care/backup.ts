import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkPages, openToRead, type OpenDatabaseOptions } from '../database.ts';
import type { SqliteDriver } from '../driver.ts';
import { flush } from '../flush.ts';
import { StoreError } from '../interface.ts';
import { toStoreError } from '../problem.ts';
import { backupsFolder, backupsOf, nameAt } from './backup-files.ts';

/** So many backups are kept, the newest. */
const backupsKept = 3;
/** What must stay free on the disk besides, in bytes: messages that come meanwhile need a place. */
const spared = 64 * 1024 * 1024;

/**
 * Copies the database, encrypted with the same key, as it is now; messages go on being stored meanwhile. The copy takes
 * its place only when it is complete, on the disk and checked, and the oldest ones go.
 * Throws StoreError: full (nothing was written), damaged, no-access, wrong-key.
 */
export function makeBackup(Driver: SqliteDriver, options: OpenDatabaseOptions, at: number): void {
  const folder = backupsFolder(options.path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, nameAt(at));
  const partial = `${target}.partial`;
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.partial')) rmSync(join(folder, name));
  }
  needSpace(folder, options.path);
  try {
    const database = openToRead(Driver, options);
    try {
      database.prepare<[string]>('VACUUM INTO ?').run(partial);
    } finally {
      database.close();
    }
    checkPages(Driver, { ...options, path: partial });
    flush(partial, 'r+');
    renameSync(partial, target);
    if (process.platform !== 'win32') flush(folder, 'r');
  } catch (error) {
    rmSync(partial, { force: true });
    throw toStoreError(error);
  }
  for (const { path } of backupsOf(options.path).slice(backupsKept)) rmSync(path);
}

function needSpace(folder: string, path: string): void {
  const needed = [path, `${path}-wal`]
    .map((each) => statSync(each, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, spared);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  throw new StoreError(
    'full',
    `A backup needs ${String(Math.ceil(needed / 1e6))} MB of free space in ${folder}. Free some.`,
  );
}
