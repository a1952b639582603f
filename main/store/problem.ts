import * as v from 'valibot';
import { StoreError, StoreRefusal, type StoreProblem } from './interface.ts';

const SqliteFailure = v.object({ name: v.literal('SqliteError'), code: v.string() });

const advice = {
  full: 'The disk is full. Free some space and try again.',
  damaged: 'The message database is damaged. Parley can repair it.',
  'no-access': 'The message database cannot be read or written. Check the permissions of its folder.',
  crashed: 'The message store failed. Start Parley again.',
} as const satisfies Partial<Record<StoreProblem, string>>;

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html); an extended code begins with its primary one. */
const byCode: readonly (readonly [prefix: string, problem: keyof typeof advice | 'refused'])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_READONLY', 'no-access'],
  ['SQLITE_CANTOPEN', 'no-access'],
  ['SQLITE_PERM', 'no-access'],
  ['SQLITE_AUTH', 'no-access'],
  ['SQLITE_IOERR', 'no-access'],
  ['SQLITE_BUSY', 'no-access'],
  ['SQLITE_LOCKED', 'no-access'],
  ['SQLITE_CONSTRAINT', 'refused'],
  ['SQLITE_TOOBIG', 'refused'],
  ['SQLITE_MISMATCH', 'refused'],
];

/** SQLite's own code of an error (`SQLITE_FULL`), null for any other error. */
export function sqliteCode(error: unknown): string | null {
  const parsed = v.safeParse(SqliteFailure, error);
  return parsed.success ? parsed.output.code : null;
}

/** Turns whatever a query threw into what the store's callers know. Texts and keys never come into the message. */
export function toStoreError(error: unknown): StoreError | StoreRefusal {
  if (error instanceof StoreError || error instanceof StoreRefusal) return error;
  const code = sqliteCode(error);
  const problem = byCode.find(([prefix]) => code?.startsWith(prefix))?.[1] ?? 'crashed';
  if (problem === 'refused') {
    return new StoreRefusal(`The database refused the request (${String(code)}).`, { cause: error });
  }
  const detail = code ?? (error instanceof Error ? error.name : 'unknown');
  return new StoreError(problem, `${advice[problem]} (${detail})`, { cause: error });
}
