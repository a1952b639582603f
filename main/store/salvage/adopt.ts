import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { flush } from '../flush.ts';

/** The repaired database while it is being made, and once it is whole but not in its place yet. */
export const unfinishedPath = (path: string): string => `${path}.repairing`;
const finishedPath = (path: string): string => `${path}.repaired`;
/** Whether a repair was whole and interrupted before it took its place: the next opening puts it there. */
export const isRepairWaiting = (path: string): boolean => existsSync(finishedPath(path));

/** Says that the repaired database is whole: from here on it takes the place of the damaged one, come what may. */
export function commitRepair(path: string): string {
  flush(unfinishedPath(path), 'r+');
  renameSync(unfinishedPath(path), finishedPath(path));
  return finishRepair(path) ?? path;
}

/**
 * Puts a repaired database in its place, and the damaged one with its log aside; gives where that lies now. Null: there
 * is none. The log goes first, since SQLite would play it into whatever database it lies beside. However often this is
 * interrupted, it ends in the same names: they are of the time when the repair was whole.
 */
export function finishRepair(path: string): string | null {
  const finished = finishedPath(path);
  if (!existsSync(finished)) return null;
  const time = statSync(finished).mtime.toISOString().slice(0, 19).replaceAll(':', '-');
  const aside = join(dirname(path), `messages-damaged-${time}Z.db`);
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${aside}${suffix}`);
  }
  renameSync(finished, path);
  if (process.platform !== 'win32') flush(dirname(path), 'r');
  return aside;
}
