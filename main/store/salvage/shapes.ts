import * as v from 'valibot';
import type { SqliteDatabase } from '../driver.ts';
import type { TableShape } from './ranges.ts';

const Columns = v.array(v.object({ name: v.string(), pk: v.number(), type: v.string() }));

/** In this order: what others refer to comes first. Tables that are not named here follow. */
const firstTables = ['accounts', 'conversations', 'messages'];
/** Made anew from the messages: the search index with its tables, and what searches look up. */
const isDerived = (name: string): boolean => /^(?:sqlite_|search_|senders$|message_days$)/.test(name);

const columnsOf = (database: SqliteDatabase, table: string): v.InferOutput<typeof Columns> =>
  v.parse(Columns, database.pragma(`table_info("${table}")`));

/** The tables whose content is nowhere else. */
export function ownTables(database: SqliteDatabase): readonly string[] {
  const names = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .pluck()
    .all()
    .filter((name) => !isDerived(name));
  return [
    ...firstTables.filter((name) => names.includes(name)),
    ...names.filter((name) => !firstTables.includes(name)),
  ];
}

/** Those of them that both databases have. */
export function commonTables(ours: SqliteDatabase, other: SqliteDatabase): readonly TableShape[] {
  return ownTables(ours).flatMap((name) => {
    const columns = columnsOf(ours, name);
    const known = new Set(columnsOf(other, name).map((column) => column.name));
    const key = columns.find(({ pk, type }) => pk === 1 && type === 'INTEGER')?.name;
    if (key === undefined || !known.has(key)) return [];
    return [{ name, key, columns: columns.map((column) => column.name).filter((each) => known.has(each)) }];
  });
}
