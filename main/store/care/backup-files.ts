import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Backup {
  readonly path: string;
  /** Milliseconds since 1970: what was stored by then is in it. */
  readonly at: number;
}

export const backupsFolder = (path: string): string => join(dirname(path), 'backups');
const namePattern = /^messages-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.db$/;
export const nameAt = (at: number): string =>
  `messages-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`;

/** The backups of the database at that path, newest first. None where their folder cannot be read. */
export function backupsOf(path: string): readonly Backup[] {
  const folder = backupsFolder(path);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const [, day, hour, minute, second] = namePattern.exec(name) ?? [];
      const at = Date.parse(`${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
      return Number.isNaN(at) ? [] : [{ path: join(folder, name), at }];
    })
    .toSorted((a, b) => b.at - a.at);
}

/** When the database or its log was last written, milliseconds since 1970. */
export function lastChange(path: string): number {
  const times = [path, `${path}-wal`].map((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...times);
}
