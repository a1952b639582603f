import { join } from 'node:path';
import { backupsFolder } from './care/backup-files.ts';

/** Where a profile keeps its messages and what opens them. */
export interface StorePlace {
  readonly folder: string;
  readonly database: string;
  /** The database's key, wrapped by the system's secret store. */
  readonly key: string;
  /** The same key, wrapped with the recovery key. */
  readonly recovery: string;
  /** What is known of checks and repairs. */
  readonly care: string;
  readonly backups: string;
}

export function storePlace(folder: string): StorePlace {
  const database = join(folder, 'messages.db');
  return {
    folder,
    database,
    key: join(folder, 'key.json'),
    recovery: join(folder, 'recovery.json'),
    care: join(folder, 'care.json'),
    backups: backupsFolder(database),
  };
}
