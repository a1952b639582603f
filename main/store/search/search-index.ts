import type { SqliteDatabase } from '../driver.ts';
import { allOf, entryOf, type IndexedMessage } from './entry.ts';
import { grammar } from './grams.ts';

/** So many messages are indexed together; so many are looked through without the index at most, once it has caught up. */
const batchSize = 256;
/** From here on the index catches up even between requests that wait. */
const urgentSize = 8 * batchSize;
/** Messages that `beginSampling` has looked up, one a step, to see whether the index still finds what is stored. */
const samples = 64;
/** Grams asked for of each sample. */
const sampleGrams = 12;

interface State {
  readonly grammar: number;
  readonly indexedUpTo: number;
  /** The newest message; 0 when there is none. */
  readonly newest: number;
  /** Whether the index holds what was deleted or changed. */
  readonly stale: number;
}

/**
 * The full-text index over all messages: FTS5 without content and positions, over grams that main/store/search makes.
 * Messages enter it in batches, since a segment of the index for each message would cost more than the message; until
 * then a search looks through them as they are. What is missing, stale or of another grammar is made good in steps of
 * a few milliseconds.
 */
export class SearchIndex {
  readonly #database: SqliteDatabase;
  readonly #random: () => number;
  readonly #state;
  readonly #batch;
  readonly #stale;
  readonly #current;
  readonly #isStale;
  readonly #sample;
  #samplesLeft = 0;
  #broken = false;
  /** After a failure the index rests until so many messages are there. */
  #restsUntil = 0;

  constructor(database: SqliteDatabase, random: () => number = Math.random) {
    this.#database = database;
    this.#random = random;
    this.#state = database.prepare<[], State>(`
      SELECT grammar, indexed_up_to AS indexedUpTo, (SELECT coalesce(max(sequence), 0) FROM messages) AS newest,
        EXISTS (SELECT 1 FROM search_stale) AS stale
      FROM search_state`);
    const select = (table: string): string => `
      SELECT t.sequence, t.conversation, coalesce(s.key, 0) AS sender, t.body AS text
      FROM ${table} t LEFT JOIN senders s ON s.address_key = t.sender_key`;
    this.#batch = database.prepare<[number, number], IndexedMessage>(
      `${select('messages')} WHERE t.sequence > ? ORDER BY t.sequence LIMIT ?`,
    );
    this.#stale = database.prepare<[number], IndexedMessage>(
      `${select('search_stale')} ORDER BY t.sequence LIMIT ?`,
    );
    this.#current = database.prepare<[number], IndexedMessage>(`${select('messages')} WHERE t.sequence = ?`);
    this.#isStale = database
      .prepare<[number], number>('SELECT 1 FROM search_stale WHERE sequence = ?')
      .pluck();
    this.#sample = database.prepare<[number], IndexedMessage>(`${select('messages')}
      WHERE t.sequence <= ? AND t.sequence NOT IN (SELECT sequence FROM search_stale)
      ORDER BY t.sequence DESC LIMIT 1`);
  }

  /** Up to which message the index can be asked (below all: not at all), and the newest message. */
  get reach(): { readonly indexedUpTo: number; readonly newest: number } {
    const { newest, indexedUpTo, grammar: built } = this.#read();
    return { newest, indexedUpTo: this.#broken || built !== grammar ? Number.MIN_SAFE_INTEGER : indexedUpTo };
  }

  /** Asking the index failed: it is built anew. */
  reportBroken(): void {
    this.#broken = true;
  }

  /** Whether the index is so far behind that a search would take long. */
  get isUrgent(): boolean {
    const { newest, indexedUpTo } = this.#read();
    return newest - indexedUpTo >= urgentSize && newest >= this.#restsUntil;
  }

  /**
   * A message was stored before others. The steps index what comes after `indexed_up_to`, so what is before that enters
   * the index at once; a sequence that the index still has to forget is indexed when it does.
   */
  include(sequence: number): void {
    const { grammar: built, indexedUpTo } = this.#read();
    if (this.#broken || built !== grammar || sequence > indexedUpTo) return;
    const message = this.#current.get(sequence);
    if (message === undefined || this.#isStale.get(sequence) !== undefined) return;
    this.#database
      .prepare<[number, string]>('INSERT INTO search_index (rowid, entry) VALUES (?, ?)')
      .run(message.sequence, entryOf(message));
  }

  /** Has the steps look up some messages. Each takes milliseconds, so this is for when nobody waits. */
  beginSampling(): void {
    this.#samplesLeft = samples;
  }

  /** Does some milliseconds of what is to be done, in a transaction of its own. False: there was nothing to do. */
  step(): boolean {
    const state = this.#read();
    if (state.newest < this.#restsUntil || !this.#isDue(state)) return false;
    try {
      return this.#database.transaction(() => this.#work()).immediate();
    } catch {
      // A full disk, or an index that is damaged: both are asked again once some more messages have come.
      this.#broken = true;
      this.#restsUntil = state.newest + batchSize;
      return false;
    }
  }

  /** Asked after every request that writes: it costs a few microseconds, a transaction for nothing costs many. */
  #isDue({ grammar: built, newest, indexedUpTo, stale }: State): boolean {
    if (this.#broken || built !== grammar || newest - indexedUpTo >= batchSize) return true;
    return stale === 1 || (this.#samplesLeft > 0 && indexedUpTo > 0);
  }

  #work(): boolean {
    const state = this.#read();
    if (this.#broken || state.grammar !== grammar) {
      this.#begin();
      return true;
    }
    if (this.#dropStale()) return true;
    if (state.newest - state.indexedUpTo >= batchSize) {
      this.#add(state.indexedUpTo);
      return true;
    }
    return this.#lookUpSample(state.indexedUpTo);
  }

  /** An empty index. */
  #begin(): void {
    this.#database.exec(`
      DROP TABLE IF EXISTS search_index;
      CREATE VIRTUAL TABLE search_index
        USING fts5 (entry, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
      INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
      DELETE FROM search_stale;
      UPDATE search_state SET grammar = ${String(grammar)},
        indexed_up_to = (SELECT min(0, coalesce(min(sequence), 1) - 1) FROM messages);`);
    this.#broken = false;
    this.#samplesLeft = 0;
  }

  #add(after: number): void {
    const insert = this.#database.prepare<[number, string]>(
      'INSERT INTO search_index (rowid, entry) VALUES (?, ?)',
    );
    const messages = this.#batch.all(after, batchSize);
    for (const message of messages) insert.run(message.sequence, entryOf(message));
    const last = messages.at(-1);
    if (last === undefined) return;
    this.#database.prepare<[number]>('UPDATE search_state SET indexed_up_to = ?').run(last.sequence);
  }

  #dropStale(): boolean {
    const stale = this.#stale.all(batchSize);
    if (stale.length === 0) return false;
    const drop = this.#database.prepare<[number, string]>(
      "INSERT INTO search_index (search_index, rowid, entry) VALUES ('delete', ?, ?)",
    );
    const insert = this.#database.prepare<[number, string]>(
      'INSERT INTO search_index (rowid, entry) VALUES (?, ?)',
    );
    const forget = this.#database.prepare<[number]>('DELETE FROM search_stale WHERE sequence = ?');
    for (const message of stale) {
      drop.run(message.sequence, entryOf(message));
      const current = this.#current.get(message.sequence);
      if (current !== undefined) insert.run(current.sequence, entryOf(current));
      forget.run(message.sequence);
    }
    return true;
  }

  #lookUpSample(indexedUpTo: number): boolean {
    if (this.#samplesLeft === 0 || indexedUpTo === 0) return false;
    this.#samplesLeft -= 1;
    const message = this.#sample.get(1 + Math.floor(this.#random() * indexedUpTo));
    if (message === undefined) return true;
    const tokens = entryOf(message).split(' ');
    const from = Math.floor(this.#random() * tokens.length);
    const found = this.#database
      .prepare<[string, number], number>(
        'SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?',
      )
      .pluck()
      .get(allOf(tokens.slice(from, from + sampleGrams)), message.sequence);
    if (found === undefined) this.#begin();
    return true;
  }

  #read(): State {
    return this.#state.get() ?? { grammar: 0, indexedUpTo: 0, newest: 0, stale: 0 };
  }
}
