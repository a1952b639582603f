import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { SqliteDatabase, SqliteDriver } from './driver.ts';
import { StoreError } from './interface.ts';
import { migrate, type Migration } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { sqliteCode, toStoreError } from './problem.ts';

/** The page size of SQLCipher 4 files, in bytes. */
const pageSize = 4096;
/** Databases up to this many bytes are checked whenever they are opened. */
const checkedSize = 32 * 1024 * 1024;
/** How long a statement waits for another process that holds the database, in milliseconds. */
const busyTimeout = 5000;

interface OpenDatabaseOptions {
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
  const database = openFile(Driver, options.path);
  try {
    unlock(database, options);
    harden(database);
    check(database);
    migrate(database, options.path, migrations);
    return database;
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
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

function openFile(Driver: SqliteDriver, path: string): SqliteDatabase {
  try {
    return new Driver(path, { timeout: busyTimeout });
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
  // Every page that is not at hand has to be decrypted again (a negative size is in KiB).
  database.pragma('cache_size = -16384');
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
  database.pragma('journal_size_limit = 16777216');
}

function check(database: SqliteDatabase): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  if (pages * pageSize > checkedSize) return;
  if (database.pragma('quick_check(1)', { simple: true }) === 'ok') return;
  throw new StoreError(
    'damaged',
    'The message database failed its check. Restore it from a backup or move it away.',
  );
}
