import type { SqliteDatabase } from '../driver.ts';
import { sqliteCode } from '../problem.ts';
import { firstSequence, slotSize } from '../slots.ts';

export const firstKey = firstSequence;
/** Beyond every key. */
export const lastKey = Number.MAX_SAFE_INTEGER;

/** Keys from and to, both within. */
export type KeyRange = readonly [from: number, to: number];
export type Row = Readonly<Record<string, unknown>>;

/** A table that is read along the first column of its primary key, a whole number. */
export interface TableShape {
  readonly name: string;
  readonly key: string;
  /** Those that both databases have, the key among them. */
  readonly columns: readonly string[];
}

/** Behind a place that cannot be read, so many keys are tried one by one, then in steps that grow to `longestStep`. */
const patience = 2000;
const longestStep = 256;
/** Keys that are expected where nothing tells how many there are. */
export const unknownKeys = 1_000_000;

export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(?:CORRUPT|NOTADB|IOERR)/.test(sqliteCode(error) ?? '');
const quoted = (name: string): string => `"${name}"`;

/**
 * Reads the rows of a table in order, over what cannot be read: a page that is damaged takes those with it that are on
 * it, or under it. `unreadable` is told the ranges of keys of which nothing is known. From `bound` on no key is
 * expected; `slots` are the keys below 0 at which keys begin, in order.
 */
export function* readableRows(
  database: SqliteDatabase,
  { name, key, columns }: TableShape,
  bound: number,
  slots: readonly number[],
  unreadable: (range: KeyRange) => void,
): Generator<Row> {
  const last = lastKey;
  const list = columns.map(quoted).join(', ');
  const order = `FROM ${quoted(name)} WHERE ${quoted(key)} BETWEEN ? AND ? ORDER BY ${quoted(key)}`;
  let from = firstKey;
  while (from <= last) {
    let read = from - 1;
    try {
      const rows = database.prepare<[number, number], Row>(`SELECT ${list} ${order}`).iterate(from, last);
      for (const row of rows) {
        read = Number(row[key]);
        yield row;
      }
      return;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    const next = nextReadable(database, order, key, read + 1, bound, slots);
    unreadable([read + 1, (next ?? last + 1) - 1]);
    if (next === null) return;
    from = next;
  }
}

/** The first key behind a damaged place that is there and can be read; null when there is none. */
function nextReadable(
  database: SqliteDatabase,
  order: string,
  key: string,
  from: number,
  bound: number,
  slots: readonly number[],
): number | null {
  let probe: (at: number) => number | undefined;
  try {
    const statement = database
      .prepare<[number, number], number>(`SELECT ${quoted(key)} ${order} LIMIT 1`)
      .pluck();
    probe = (at) => statement.get(at, lastKey);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
  for (const at of placesToTry(from, bound, slots)) {
    try {
      // None: from there on the table is whole, and at its end.
      return probe(at) ?? null;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return null;
}

/** Imported messages stand in slots far below 0; each is tried like the keys from 0 on. */
function* placesToTry(from: number, bound: number, slots: readonly number[]): Generator<number> {
  for (const start of [...slots, 0]) {
    const end = start === 0 ? bound : start + Math.min(slotSize, unknownKeys);
    let step = 1;
    for (let at = Math.max(start, from), tries = 1; at <= end; at += step, tries += 1) {
      yield at;
      if (tries > patience) step = Math.min(longestStep, step * 2);
    }
  }
}
