import { renameSync, rmSync } from 'node:fs';
import type { SqliteDatabase } from './driver.ts';
import { flush } from './flush.ts';
import { StoreError } from './interface.ts';

/** One step of the schema. Steps are numbered from 1 without gaps, go forward only, and never change once released. */
export interface Migration {
  readonly version: number;
  readonly up: (database: SqliteDatabase) => void;
}

/** Where the copy is kept that was made before the database left that version. */
export const backupPath = (path: string, version: number): string => `${path}.v${String(version)}.backup`;

/**
 * Brings the database to the newest version, each step in a transaction of its own. A database with content is copied
 * first (encrypted with the same key). Throws StoreError `newer` when a newer Parley wrote it.
 */
export function migrate(database: SqliteDatabase, path: string, migrations: readonly Migration[]): void {
  const current = Number(database.pragma('user_version', { simple: true }));
  const latest = migrations.at(-1)?.version ?? 0;
  if (current > latest) {
    throw new StoreError(
      'newer',
      `A newer Parley wrote the message database (version ${String(current)}, this one knows ${String(latest)}). ` +
        'Update Parley.',
    );
  }
  if (current === latest) return;
  if (current > 0) backUp(database, backupPath(path, current));
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    database
      .transaction(() => {
        migration.up(database);
        database.pragma(`user_version = ${String(migration.version)}`);
      })
      .exclusive();
  }
}

function backUp(database: SqliteDatabase, target: string): void {
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  database.prepare<[string]>('VACUUM INTO ?').run(partial);
  flush(partial, 'r+');
  renameSync(partial, target);
}
