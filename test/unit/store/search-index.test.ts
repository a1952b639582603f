import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPages, closeDatabase, openDatabase } from '../../../main/store/database.ts';
import { loadDriver, type SqliteDatabase } from '../../../main/store/driver.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { createOperations } from '../../../main/store/operations.ts';
import type { Value } from '../../../main/store/protocol.ts';
import { SearchIndex } from '../../../main/store/search/search-index.ts';
import { bob, newMessageId, sampleAccount, temporaryFolder } from '../../support/store.ts';

const key = hexKey(generateDatabaseKey());
const account = sampleAccount();

class Store {
  readonly database: SqliteDatabase;
  readonly index: SearchIndex;
  readonly #operations: ReturnType<typeof createOperations>;

  constructor(path: string, random: () => number = () => 0.5) {
    this.database = openDatabase(loadDriver(), { path, key });
    this.index = new SearchIndex(this.database, random);
    this.#operations = createOperations(this.database, this.index);
    onTestFinished(() => {
      closeDatabase(this.database);
    });
  }

  ask(method: string, args: readonly unknown[]): unknown {
    return this.#operations.get(method)?.(args);
  }

  /** Stores messages from Bob, with those texts. */
  fill(texts: readonly string[]): void {
    this.ask('saveAccount', [account]);
    // Written by the operation itself.
    const { id } = this.ask('ensureConversation', [account.id, bob, 1]) as Value<'ensureConversation'>;
    this.database
      .transaction(() => {
        for (const text of texts) {
          const sender = { address: bob, displayName: null };
          const message = { id: newMessageId(), conversationId: id, sender, text, at: 1, remoteId: null };
          this.ask('insertIncoming', [{ ...message, displayRequested: false }]);
        }
      })
      .immediate();
  }

  find(term: string): readonly string[] {
    const wanted = {
      accountId: account.id,
      terms: [term],
      from: [],
      in: [],
      hasLink: false,
      since: null,
      until: null,
    };
    const page = this.ask('search', [wanted, null, 100]) as Value<'search'>;
    return page.hits.map(({ excerpt }) => excerpt);
  }

  /** Lets the index do everything that is to be done. */
  settle(): void {
    this.index.beginSampling();
    for (let steps = 0; this.index.step(); steps += 1) expect(steps).toBeLessThan(1000);
  }

  /** Every gram that the index holds. */
  grams(): readonly string[] {
    this.database.exec(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams USING fts5vocab ('main', 'search_index', 'row')",
    );
    return this.database.prepare<[], string>('SELECT term FROM temp.grams').pluck().all();
  }
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `note ${String(index)}.`);
const newStore = (random?: () => number): Store => new Store(join(temporaryFolder(), 'messages.db'), random);

describe('the search index', () => {
  it('takes messages in batches, and finds those that it does not hold yet', () => {
    const store = newStore();
    store.fill(numbered(300));
    store.settle();
    expect(store.index.reach).toEqual({ indexedUpTo: 256, newest: 300 });
    expect(store.find('note 7.')).toEqual(['note 7.']);
    expect(store.find('note 299.')).toEqual(['note 299.']);
    expect(store.find('note 25')).toHaveLength(11);
  });

  it('is built for messages that were there before there was one', () => {
    const path = join(temporaryFolder(), 'messages.db');
    const before = openDatabase(loadDriver(), { path, key }, migrations.slice(0, 1));
    before.exec(`
      INSERT INTO accounts VALUES (1, '${account.id}', 'sip:alice@example.com', NULL, 'tcp', 'h', 1, '/', 'server', 0, NULL,
        1, 'urn:uuid:1');
      INSERT INTO conversations (key, id, account, peer, peer_key, created_at)
        VALUES (1, '00000000-0000-4000-8000-000000000001', 1, 'sip:bob@example.com', 'sip:bob@example.com', 1);
      INSERT INTO messages (id, conversation, direction, sender, sender_key, body, at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
        SELECT format('00000000-0000-4000-8000-%012d', i), 1, 'incoming', 'sip:bob@example.com', 'sip:bob@example.com',
          'note ' || i || '.', i * 43200000.0 FROM n;`);
    closeDatabase(before);
    const store = new Store(path);
    expect(store.find('note 17.')).toEqual(['note 17.']);
    store.settle();
    expect(store.index.reach).toEqual({ indexedUpTo: 512, newest: 600 });
    expect(store.find('note 17.')).toEqual(['note 17.']);
    const wanted = { accountId: account.id, terms: [], from: ['bob'], in: [], hasLink: false };
    const page = store.ask('search', [
      { ...wanted, since: 43_200_000 * 10, until: 43_200_000 * 13 },
      null,
      100,
    ]);
    expect((page as Value<'search'>).hits.map(({ excerpt }) => excerpt)).toEqual([
      'note 12.',
      'note 11.',
      'note 10.',
    ]);
  });

  it('lets go of what is deleted, down to its grams, and takes what is changed', () => {
    const store = newStore();
    store.fill(['the xylophone', 'another xylophone plays', ...numbered(260)]);
    store.settle();
    expect(store.grams()).toContain('xyl');
    store.database.exec("DELETE FROM messages WHERE body = 'the xylophone'");
    expect(store.find('xylophone')).toEqual(['another xylophone plays']);
    store.database.exec("UPDATE messages SET body = 'a trombone plays' WHERE body LIKE 'another%'");
    store.database.exec("UPDATE messages SET body = 'two trombones play' WHERE body LIKE 'a trombone%'");
    store.settle();
    expect(store.grams().filter((gram) => ['xyl', 'ylo', 'hon', 'oth'].includes(gram))).toEqual([]);
    expect(store.find('trombone')).toEqual(['two trombones play']);
    expect(store.database.prepare<[], number>('SELECT count(*) FROM search_stale').pluck().get()).toBe(0);
    store.database.exec("INSERT INTO search_index (search_index) VALUES ('integrity-check')");
    const { indexedUpTo } = store.index.reach;
    store.database.exec('DELETE FROM conversations');
    store.settle();
    expect(store.grams()).toEqual([]);
    expect(store.index.reach.indexedUpTo).toBe(indexedUpTo);
  });

  it('is built anew when it does not hold what it should', () => {
    const path = join(temporaryFolder(), 'messages.db');
    const first = new Store(path);
    first.fill(numbered(512));
    first.settle();
    first.database.exec("INSERT INTO search_index (search_index) VALUES ('delete-all')");
    expect(first.find('note 17.')).toEqual([]);
    closeDatabase(first.database);
    const second = new Store(path);
    second.settle();
    expect(second.find('note 17.')).toEqual(['note 17.']);
    expect(second.index.reach.indexedUpTo).toBe(512);
  });

  it.each<readonly [string, string]>([
    ['damaged', "UPDATE search_index_data SET block = x'00112233445566778899' WHERE id > 1"],
    ['gone', 'DROP TABLE search_index'],
    ['half gone', 'DROP TABLE search_index_data'],
    ['of another grammar', 'UPDATE search_state SET grammar = grammar + 1'],
  ])('that is %s is not in the way of a search, and is built anew', (_, harm) => {
    const store = newStore();
    store.fill(numbered(512));
    store.settle();
    // SQLite guards the index' own tables; damage does not ask.
    (store.database as unknown as { unsafeMode(on: boolean): void }).unsafeMode(true);
    store.database.exec(harm);
    expect(store.find('note 17.')).toEqual(['note 17.']);
    for (let rounds = 0; rounds < 3; rounds += 1) {
      store.settle();
      store.fill(numbered(300));
    }
    store.settle();
    expect(store.index.reach.indexedUpTo).toBeGreaterThan(1000);
    expect(store.find('note 301.')).toEqual(['note 301.']);
    expect(store.grams()).toContain('301');
  });

  it.each([
    { when: 'at the next start', check: () => undefined },
    {
      when: 'by the check while another process has the database open',
      check: (path: string) => {
        checkPages(loadDriver(), { path, key });
      },
    },
  ])('is built anew when its own pages disagree: found $when', ({ check }) => {
    const path = join(temporaryFolder(), 'messages.db');
    const before = new Store(path);
    before.fill(Array.from({ length: 600 }, (_, index) => `word${String(index)}`));
    before.settle();
    // A segment of the index that is no longer what it was; the tables of the messages are whole.
    (before.database as unknown as { unsafeMode(on: boolean): void }).unsafeMode(true);
    before.database.exec('UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 10');
    check(path);
    closeDatabase(before.database);
    const after = new Store(path);
    expect(after.index.reach.indexedUpTo).toBeLessThanOrEqual(0);
    after.settle();
    expect(after.index.reach.indexedUpTo).toBeGreaterThan(0);
    expect(after.find('word77')).toEqual(['word77']);
    expect(after.database.pragma('quick_check', { simple: true })).toBe('ok');
  });
});
