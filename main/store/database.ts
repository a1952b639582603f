import { closeSync, openSync, readSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { backupsOf } from './care/backup-files.ts';
import type { SqliteDatabase, SqliteDriver } from './driver.ts';
import { StoreError } from './interface.ts';
import { migrate, type Migration } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { sqliteCode, toStoreError } from './problem.ts';
import { finishRepair } from './salvage/adopt.ts';

/** The page size of SQLCipher 4 files, in bytes. */
const pageSize = 4096;
/** Databases up to this many bytes are checked whenever they are opened. */
const checkedSize = 32 * 1024 * 1024;
/** How long a statement waits for another process that holds the database, in milliseconds. */
const busyTimeout = 5000;

const CheckResult = v.array(v.object({ quick_check: v.string() }));

export interface OpenDatabaseOptions {
  readonly path: string;
  /** 64 hexadecimal digits. */
  readonly key: string;
}

/**
 * Opens or creates the encrypted database and brings it to the newest schema.
 * Throws StoreError: wrong-key, newer, damaged, no-access, full.
 */
export function openDatabase(
  Driver: SqliteDriver,
  options: OpenDatabaseOptions,
  migrations: readonly Migration[] = allMigrations,
): SqliteDatabase {
  finishRepair(options.path);
  const database = openFile(Driver, options.path, false);
  try {
    unlock(database, options);
    harden(database);
    check(database);
    migrate(database, options.path, migrations);
    return database;
  } catch (error) {
    database.close();
    throw withKeyKnown(Driver, options, toStoreError(error));
  }
}

/** A damaged first page looks as if the key were wrong; a backup that the key opens tells which it is. */
function withKeyKnown(Driver: SqliteDriver, { path, key }: OpenDatabaseOptions, error: Error): Error {
  if (!(error instanceof StoreError && error.problem === 'wrong-key')) return error;
  const opens = backupsOf(path).some((backup) => {
    try {
      tryKey(Driver, { path: backup.path, key });
      return true;
    } catch {
      return false;
    }
  });
  return opens
    ? new StoreError('damaged', 'The beginning of the message database is damaged.', { cause: error })
    : error;
}

/** Moves what the write-ahead log holds into the database and closes it. */
export function closeDatabase(database: SqliteDatabase): void {
  if (!database.open) return;
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** Gives back the memory of what was read and decrypted (up to `cache_size`); it is read again when it is wanted. */
export function forgetPages(database: SqliteDatabase): void {
  database.pragma('shrink_memory');
}

/**
 * Opens what is there for reading only, whatever its schema, beside the process that writes it. Nothing is changed.
 * Throws StoreError: wrong-key, damaged, no-access.
 */
export function openToRead(Driver: SqliteDriver, options: OpenDatabaseOptions): SqliteDatabase {
  const database = openFile(Driver, options.path, true);
  try {
    unlock(database, options);
    database.pragma('temp_store = MEMORY');
    return database;
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
}

/** Throws StoreError `wrong-key` when another key made the database. */
export function tryKey(Driver: SqliteDriver, options: OpenDatabaseOptions): void {
  openToRead(Driver, options).close();
}

/**
 * Looks at every page of the database, without writing. A search index that disagrees is no damage: it is marked to be
 * built anew. Throws StoreError `damaged`.
 */
export function checkPages(Driver: SqliteDriver, options: OpenDatabaseOptions): void {
  const database = openToRead(Driver, options);
  let sound: boolean;
  try {
    sound = isIndexSound(database);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    database.close();
  }
  if (sound) return;
  const writing = openFile(Driver, options.path, false);
  try {
    unlock(writing, options);
    forgetIndex(writing);
  } finally {
    writing.close();
  }
}

function openFile(Driver: SqliteDriver, path: string, readonly: boolean): SqliteDatabase {
  try {
    return new Driver(path, { timeout: busyTimeout, readonly });
  } catch (error) {
    if (sqliteCode(error) !== null) throw toStoreError(error);
    // The driver throws a TypeError when the folder is not there.
    throw new StoreError('no-access', 'The folder of the message database is not there. Create it.', {
      cause: error,
    });
  }
}

function unlock(database: SqliteDatabase, { path, key }: OpenDatabaseOptions): void {
  // The order matters, and nothing may come before: these say how the very first page is read.
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${key}'"`);
  try {
    database.pragma('schema_version', { simple: true });
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_NOTADB' || !looksEncrypted(path)) throw error;
    throw new StoreError(
      'wrong-key',
      'The message database was encrypted with another key. Restore the key, or move the database away to start anew.',
      { cause: error },
    );
  }
}

/**
 * Tells a database with another key from a file that never was one: SQLite gives both the same answer. Encrypted pages
 * look random, so practically all 256 values are among the first page's bytes.
 */
function looksEncrypted(path: string): boolean {
  const page = Buffer.alloc(pageSize);
  if (statSync(path).size % pageSize !== 0) return false;
  const file = openSync(path, 'r');
  try {
    if (readSync(file, page, 0, pageSize, 0) !== pageSize) return false;
  } finally {
    closeSync(file);
  }
  return new Set(page).size > 240;
}

function harden(database: SqliteDatabase): void {
  // Sorting must not spill readable text into a temporary file.
  database.pragma('temp_store = MEMORY');
  database.pragma('trusted_schema = OFF');
  // Every page that is not at hand has to be decrypted again (a negative size is in KiB). Twice as much answers nothing
  // sooner in a million messages.
  database.pragma('cache_size = -4096');
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new StoreError(
      'no-access',
      'The disk of the message database does not allow a write-ahead log. Use a local disk.',
    );
  }
  // NORMAL would lose acknowledged messages at a power cut.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  // A page that many commits write goes into the database once: moving the log there costs a quarter of what it did.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('journal_size_limit = 16777216');
}

function check(database: SqliteDatabase): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  if (pages * pageSize <= checkedSize && !isIndexSound(database)) forgetIndex(database);
}

/** Checks the whole database. False: all is well but the search index. Throws StoreError `damaged`. */
function isIndexSound(database: SqliteDatabase): boolean {
  const found = v.parse(CheckResult, database.pragma('quick_check(20)'));
  const complaints = found.map((row) => row.quick_check).filter((words) => words !== 'ok');
  if (complaints.every((words) => /fts5/i.test(words))) return complaints.length === 0;
  throw new StoreError('damaged', 'The message database failed its check. Parley can repair it.');
}

/** The index is built anew once the store runs (main/store/search). */
function forgetIndex(database: SqliteDatabase): void {
  database.exec('UPDATE search_state SET grammar = 0');
}
