import { existsSync, rmSync } from 'node:fs';
import type { RepairProgress, RepairReport } from '../../../shared/model/storage.ts';
import { backupsOf, type Backup } from '../care/backup-files.ts';
import {
  checkPages,
  closeDatabase,
  openDatabase,
  openToRead,
  type OpenDatabaseOptions,
} from '../database.ts';
import type { SqliteDatabase, SqliteDriver } from '../driver.ts';
import { StoreError } from '../interface.ts';
import { toStoreError } from '../problem.ts';
import { finishRepair, commitRepair, unfinishedPath } from './adopt.ts';
import { makeConsistent } from './derived.ts';
import {
  firstKey,
  isDamage,
  lastKey,
  readableRows,
  unknownKeys,
  type KeyRange,
  type Row,
  type TableShape,
} from './ranges.ts';
import { commonTables, ownTables } from './shapes.ts';
import { slotSize } from '../slots.ts';

/** Rows that are written together, and between two words of progress. */
const batchSize = 2000;

const newestSequence = "SELECT seq FROM sqlite_sequence WHERE name = 'messages'";

/** A good backup, opened. */
interface OpenBackup {
  readonly at: number;
  readonly database: SqliteDatabase;
}

/**
 * Makes a new database of what the damaged one still gives and, where it gives nothing, of the newest good backup, then
 * puts it in its place. What was deleted since the backup stays deleted. The damaged file is only read, and kept aside.
 * Throws StoreError: full, no-access, wrong-key, newer; then everything is as it was.
 */
export function* repair(
  Driver: SqliteDriver,
  options: OpenDatabaseOptions,
): Generator<RepairProgress, RepairReport> {
  const { path, key } = options;
  finishRepair(path);
  const target = unfinishedPath(path);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${target}${suffix}`, { force: true });

  yield { stage: 'checking', done: 0, total: 1 };
  const backup = newestGood(Driver, options);
  const damaged = openDamaged(Driver, options, backup !== null);
  const made = openDatabase(Driver, { path: target, key });
  let counts: Counts;
  try {
    counts = yield* new Salvage(made, damaged, backup?.database ?? null).run();
    yield { stage: 'finishing', done: 0, total: 2 };
    closeDatabase(made);
    checkPages(Driver, { path: target, key });
  } catch (error) {
    if (made.open) made.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${target}${suffix}`, { force: true });
    throw toStoreError(error);
  } finally {
    backup?.database.close();
    damaged?.close();
  }
  yield { stage: 'finishing', done: 1, total: 2 };
  const keptAt = commitRepair(path);
  return { ...counts, backupAt: counts.fromBackup > 0 ? (backup?.at ?? null) : null, keptAt };
}

function newestGood(Driver: SqliteDriver, { path, key }: OpenDatabaseOptions): OpenBackup | null {
  const isGood = (backup: Backup): boolean => {
    try {
      checkPages(Driver, { path: backup.path, key });
      return true;
    } catch (error) {
      if (error instanceof StoreError) return false;
      throw error;
    }
  };
  const good = backupsOf(path).find(isGood);
  return good === undefined ? null : { at: good.at, database: openToRead(Driver, { path: good.path, key }) };
}

/** Null: not even its first page can be read. That may also be the wrong key, unless a backup says that it is the right one. */
function openDamaged(
  Driver: SqliteDriver,
  options: OpenDatabaseOptions,
  keyIsRight: boolean,
): SqliteDatabase | null {
  if (!existsSync(options.path)) return null;
  try {
    return openToRead(Driver, options);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.problem === 'damaged' || (error.problem === 'wrong-key' && keyIsRight)) return null;
    throw error;
  }
}

type Counts = Pick<RepairReport, 'messages' | 'fromBackup' | 'missing'>;

/** Puts a new database together from what two others give. */
class Salvage {
  readonly #made: SqliteDatabase;
  readonly #damaged: SqliteDatabase | null;
  readonly #backup: SqliteDatabase | null;
  readonly #holes = new Map<string, KeyRange[]>();
  #fromBackup = 0;

  constructor(made: SqliteDatabase, damaged: SqliteDatabase | null, backup: SqliteDatabase | null) {
    this.#made = made;
    this.#damaged = damaged;
    this.#backup = backup;
  }

  *run(): Generator<RepairProgress, Counts> {
    const made = this.#made;
    // If this is interrupted, nothing of it is used: only the end has to be durable.
    made.pragma('synchronous = OFF');
    made.pragma('foreign_keys = OFF');
    const triggers = made
      .prepare<[], { readonly name: string; readonly sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const { name } of triggers) made.exec(`DROP TRIGGER "${name}"`);
    yield* this.#readDamaged();
    yield* this.#fill();
    yield { stage: 'finishing', done: 0, total: 2 };
    made.transaction(() => {
      makeConsistent(made);
      for (const { sql } of triggers) made.exec(sql);
    })();
    const missing = this.#missing();
    this.#keepSequence();
    const messages = made.prepare<[], number>('SELECT count(*) FROM messages').pluck().get() ?? 0;
    return { messages, fromBackup: this.#fromBackup, missing };
  }

  *#readDamaged(): Generator<RepairProgress> {
    const slots = importSlots([this.#damaged, this.#backup]);
    const tables = new Map(tablesOf(this.#made, this.#damaged).map((table) => [table.name, table]));
    for (const name of ownTables(this.#made)) {
      const holes: KeyRange[] = [];
      this.#holes.set(name, holes);
      const table = tables.get(name);
      if (this.#damaged === null || table === undefined) {
        holes.push([firstKey, lastKey]);
        continue;
      }
      const bound = this.#bound(table);
      const within = ofMessages(name) ? slots : [];
      const rows = readableRows(this.#damaged, table, bound, within, (hole) => holes.push(hole));
      yield* this.#copy(table, rows, 'reading', bound, () => undefined);
    }
  }

  *#fill(): Generator<RepairProgress> {
    const backup = this.#backup;
    if (backup === null) return;
    for (const table of commonTables(this.#made, backup)) {
      const holes = this.#holes.get(table.name) ?? [];
      for (const [from, to] of holes) {
        const list = table.columns.map((column) => `"${column}"`).join(', ');
        const rows = backup
          .prepare<[number, number], Row>(
            `SELECT ${list} FROM "${table.name}" WHERE "${table.key}" BETWEEN ? AND ? ORDER BY "${table.key}"`,
          )
          .iterate(from, to);
        const total = Math.min(to, this.#bound(table));
        yield* this.#copy(table, rows, 'filling', total, () => {
          if (table.name === 'messages') this.#fromBackup += 1;
        });
      }
    }
  }

  /** A row that breaks a rule of the schema is left out: it is not what Parley wrote. */
  *#copy(
    table: TableShape,
    rows: Iterable<Row>,
    stage: RepairProgress['stage'],
    total: number,
    added: () => void,
  ): Generator<RepairProgress> {
    const made = this.#made;
    const list = table.columns.map((column) => `"${column}"`).join(', ');
    const places = table.columns.map(() => '?').join(', ');
    const insert = made.prepare<unknown[]>(
      `INSERT OR IGNORE INTO "${table.name}" (${list}) VALUES (${places})`,
    );
    let count = 0;
    made.exec('BEGIN');
    try {
      for (const row of rows) {
        if (insert.run(...table.columns.map((column) => row[column])).changes === 1) added();
        count += 1;
        if (count % batchSize !== 0) continue;
        made.exec('COMMIT');
        yield { stage, done: Math.max(0, Math.min(Number(row[table.key]), total)), total };
        made.exec('BEGIN');
      }
      made.exec('COMMIT');
    } catch (error) {
      if (made.inTransaction) made.exec('ROLLBACK');
      throw error;
    }
  }

  /** Beyond which key none is expected, by whatever still tells. */
  #bound({ name, key }: TableShape): number {
    const [keyed, column] = ofMessages(name) ? ['messages', 'sequence'] : [name, key];
    const known = [this.#damaged, this.#backup].flatMap((database) =>
      database === null
        ? []
        : [
            numberFrom(database, `SELECT max("${column}") FROM "${keyed}"`),
            numberFrom(database, `SELECT seq FROM sqlite_sequence WHERE name = '${keyed}'`),
          ],
    );
    const most = Math.max(...known, 0);
    return most === 0 ? unknownKeys : most;
  }

  /** Sequences of which nothing is known; some may have been deleted before. Null: nobody knows how many there were. */
  #missing(): number | null {
    const holes = this.#holes.get('messages') ?? [];
    const newest = this.#damaged === null ? 0 : numberFrom(this.#damaged, newestSequence);
    if (newest === 0 && holes.some(([, to]) => to === lastKey)) return null;
    const imported = this.#made.prepare<[], number>('SELECT count(*) FROM import_sources').pluck().get() ?? 0;
    if (imported > 0 && holes.some(([from]) => from < 0)) return null;
    const there = this.#made
      .prepare<[number, number], number>('SELECT count(*) FROM messages WHERE sequence BETWEEN ? AND ?')
      .pluck();
    let missing = 0;
    for (const [from, to] of holes) {
      const first = Math.max(1, from);
      const last = Math.min(to, newest);
      if (last >= first) missing += last - first + 1 - (there.get(first, last) ?? 0);
    }
    return missing;
  }

  /** A sequence is never used twice, not even one that was lost. */
  #keepSequence(): void {
    const known = [this.#damaged, this.#backup].map((database) =>
      database === null ? 0 : numberFrom(database, "SELECT seq FROM sqlite_sequence WHERE name = 'messages'"),
    );
    this.#made
      .prepare<[number]>("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'messages'")
      .run(Math.max(0, ...known));
  }
}

const ofMessages = (table: string): boolean =>
  ['messages', 'receipts', 'message_events', 'deleted_messages'].includes(table);

/** Where the sequences of imported messages begin, as far as either database tells. */
function importSlots(databases: readonly (SqliteDatabase | null)[]): readonly number[] {
  const known = databases.flatMap((database) => {
    if (database === null) return [];
    try {
      return database.prepare<[], number>('SELECT slot FROM import_sources').pluck().all();
    } catch {
      return [];
    }
  });
  return [...new Set(known)].map((slot) => -slot * slotSize).sort((a, b) => a - b);
}

function tablesOf(made: SqliteDatabase, damaged: SqliteDatabase | null): readonly TableShape[] {
  if (damaged === null) return [];
  try {
    return commonTables(made, damaged);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [];
  }
}

/** 0 where there is none, or it cannot be read. */
function numberFrom(database: SqliteDatabase, sql: string): number {
  try {
    return database.prepare<[], number | null>(sql).pluck().get() ?? 0;
  } catch {
    return 0;
  }
}
