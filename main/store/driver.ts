import { createRequire } from 'node:module';
import * as v from 'valibot';
import { StoreError } from './interface.ts';

/** The part of better-sqlite3-multiple-ciphers that the store uses; the package's own types cannot be reached. */
export type SqliteDriver = new (
  path: string,
  options: { readonly timeout: number; readonly readonly?: boolean },
) => SqliteDatabase;

export interface SqliteDatabase {
  readonly open: boolean;
  readonly inTransaction: boolean;
  prepare<Parameters extends readonly unknown[], Row = never>(sql: string): Statement<Parameters, Row>;
  exec(sql: string): unknown;
  pragma(sql: string, options?: { readonly simple: boolean }): unknown;
  /** Called inside a transaction, what it returns makes a savepoint. */
  transaction<T>(run: () => T): Transaction<T>;
  close(): unknown;
}

interface Transaction<T> {
  (): T;
  immediate(): T;
  exclusive(): T;
}

interface Statement<Parameters extends readonly unknown[], Row> {
  run(...parameters: Parameters): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...parameters: Parameters): Row | undefined;
  all(...parameters: Parameters): Row[];
  /** Nothing may be written before it is at its end or left. */
  iterate(...parameters: Parameters): IterableIterator<Row>;
  /** Rows become the value of their first column. */
  pluck(): this;
}

const neededNodeApi = 10;
const isDriver = (value: unknown): value is SqliteDriver => typeof value === 'function';
const Coded = v.object({ code: v.string() });

/**
 * Loads the database driver, the only place that does. Throws StoreError `no-runtime` where it cannot run: below
 * Node-API 10 the process would die of a segmentation fault, so the version is looked at first.
 */
export function loadDriver(): SqliteDriver {
  const nodeApi = Number(process.versions['napi'] ?? '0');
  if (nodeApi < neededNodeApi) {
    throw new StoreError(
      'no-runtime',
      `The message store needs Node-API ${String(neededNodeApi)}, this runtime has ${String(nodeApi)}. ` +
        'Use Electron 36 or Node 22.14 or newer.',
    );
  }
  try {
    const require = createRequire(import.meta.url);
    const loaded: unknown = require('better-sqlite3-multiple-ciphers');
    if (isDriver(loaded)) return loaded;
    throw new TypeError('The module is not a database driver');
  } catch (error) {
    const code = v.safeParse(Coded, error);
    throw new StoreError(
      'no-runtime',
      `The database driver does not load${code.success ? ` (${code.output.code})` : ''}. Install Parley again.`,
      { cause: error },
    );
  }
}
