import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../../../main/store/care/backup.ts';
import { checkPages, closeDatabase, openDatabase, openToRead } from '../../../main/store/database.ts';
import { loadDriver, type SqliteDatabase } from '../../../main/store/driver.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { createOperations } from '../../../main/store/operations.ts';
import { commonTables, ownTables } from '../../../main/store/salvage/shapes.ts';
import { finishRepair } from '../../../main/store/salvage/adopt.ts';
import { repair } from '../../../main/store/salvage/repair.ts';
import { SearchIndex } from '../../../main/store/search/search-index.ts';
import type { RepairProgress, RepairReport } from '../../../shared/model/storage.ts';
import { address, alice, newMessageId, sampleAccount, temporaryFolder } from '../../support/store.ts';

const driver = loadDriver();
const key = hexKey(generateDatabaseKey());
const pageSize = 4096;
const noon = Date.UTC(2026, 10, 25, 12);
const peers = [0, 1, 2].map((index) => address(`sip:person${String(index)}@example.com`));

/** Writes messages to three people and from them; the texts tell which is which. */
function talk(database: SqliteDatabase, from: number, to: number): void {
  const operations = createOperations(database, new SearchIndex(database));
  const run = (method: string, ...args: readonly unknown[]): unknown => operations.get(method)?.(args);
  const account = sampleAccount({ id: '00000000-0000-4000-8000-000000000001' as never });
  run('saveAccount', account);
  const ids = peers.map(
    (peer) => (run('ensureConversation', account.id, peer, 1) as { readonly id: string }).id,
  );
  database
    .transaction(() => {
      for (let number = from; number < to; number += 1) {
        const message = {
          id: newMessageId(),
          conversationId: ids[number % 3],
          text: `text ${String(number)} ${'lorem ipsum '.repeat(number % 20)}`,
          at: noon - 1e7 + number,
        };
        const peer = peers[number % 3];
        if (number % 2 === 0) {
          run('insertOutgoing', { ...message, sender: { address: alice, displayName: null } });
          run('setReceipt', message.id, { state: 'delivered', failure: null, updatedAt: number });
        } else {
          const sender = { address: peer, displayName: `Person ${String(number % 3)}` };
          run('insertIncoming', {
            ...message,
            sender,
            remoteId: `r${String(number)}`,
            displayRequested: false,
          });
        }
      }
    })
    .immediate();
}

function made(
  messages: number,
  more = 0,
): { readonly path: string; readonly options: { path: string; key: string } } {
  const path = join(temporaryFolder(), 'messages.db');
  const options = { path, key };
  const database = openDatabase(driver, options);
  talk(database, 0, messages);
  database.exec('DELETE FROM messages WHERE sequence = 7');
  if (more > 0) {
    makeBackup(driver, options, noon);
    // What is deleted after the backup was made must not come back by it.
    database.exec('DELETE FROM messages WHERE sequence = 8');
    talk(database, messages, messages + more);
  }
  closeDatabase(database);
  return { path, options };
}

/** Imported messages stand below 0. */
function imported(options: { path: string; key: string }, count: number): void {
  const database = openDatabase(driver, options);
  const operations = createOperations(database, new SearchIndex(database));
  const run = (method: string, ...args: readonly unknown[]): unknown => operations.get(method)?.(args);
  const id = database.prepare<[], string>('SELECT id FROM conversations ORDER BY key LIMIT 1').pluck().get();
  run('importSource', 'another database', noon - 1e8);
  run(
    'importMessages',
    id,
    'another database',
    Array.from({ length: count }, (_, index) => ({
      id: newMessageId(),
      sequence: index + 1,
      direction: 'incoming',
      sender: { address: peers[0], displayName: null },
      text: `imported ${String(index)} ${'lorem ipsum '.repeat(20)}`,
      at: noon - 2e8 + index,
      sentAt: null,
      replyTo: null,
      remoteId: `i${String(index)}`,
      displayRequested: false,
      mentioned: false,
      receipts: [],
      events: [],
    })),
  );
  closeDatabase(database);
}

function spoil(path: string, pages: Iterable<number>): void {
  const content = readFileSync(path);
  for (const page of pages) content.fill(0x5a, (page - 1) * pageSize + 100, (page - 1) * pageSize + 300);
  writeFileSync(path, content);
}

function run(options: { path: string; key: string }): {
  readonly report: RepairReport;
  readonly progress: readonly RepairProgress[];
} {
  const work = repair(driver, options);
  const progress: RepairProgress[] = [];
  for (;;) {
    const step = work.next();
    if (step.done === true) return { report: step.value, progress };
    progress.push(step.value);
  }
}

const content = (options: { path: string; key: string }): readonly unknown[] => {
  const database = openDatabase(driver, options);
  onTestFinished(() => {
    closeDatabase(database);
  });
  return database
    .prepare<[], unknown>(
      `SELECT m.sequence, m.id, c.peer, c.id AS place, m.body, m.direction, r.state FROM messages m
       JOIN conversations c ON c.key = m.conversation LEFT JOIN receipts r ON r.message = m.sequence ORDER BY 1`,
    )
    .all();
};

/** Which page a row of a table is on is not told; pages are found by what is lost when they are. */
const pageCount = (path: string): number => readFileSync(path).length / pageSize;

describe('the repair of a database', () => {
  it('with nothing wrong with it keeps everything as it is', () => {
    const { path, options } = made(600);
    const before = content(options);
    const damagedBefore = readFileSync(path);
    const { report, progress } = run(options);
    expect(report).toMatchObject({ messages: 599, fromBackup: 0, backupAt: null, missing: 0 });
    expect(content(options)).toEqual(before);
    expect(readFileSync(report.keptAt).equals(damagedBefore)).toBe(true);
    expect(progress.map(({ stage }) => stage)).toContain('finishing');
  });

  it('takes what a damaged page held from the backup, and the rest from the damaged file', () => {
    const { path, options } = made(1500, 200);
    const before = content(options);
    let filled = 0;
    const whole = readFileSync(path);
    for (let page = 2; page <= pageCount(path); page += 17) {
      writeFileSync(path, whole);
      spoil(path, [page]);
      const { report } = run(options);
      const after = content(options);
      expect(after.length).toBe(report.messages);
      // What is there is as it was; what is not came after the backup, or was deleted.
      const known = new Set(before.map((row) => JSON.stringify(row)));
      const asItWas = (row: unknown): boolean =>
        known.has(JSON.stringify(row).replace('"state":"failed"', '"state":"delivered"'));
      expect(after.filter((row) => !asItWas(row))).toEqual([]);
      expect(before.length - after.length).toBeLessThanOrEqual(report.missing ?? 0);
      filled += report.fromBackup;
      expect(() => {
        checkPages(driver, options);
      }).not.toThrow();
      for (const name of readdirSync(dirname(path)).filter((each) => each.includes('damaged')))
        rmSync(join(dirname(path), name));
    }
    expect(filled).toBeGreaterThan(0);
  });

  it('keeps what was imported, also around damaged pages', () => {
    const { path, options } = made(300);
    imported(options, 300);
    const before = content(options);
    expect(before).toHaveLength(599);
    run(options);
    expect(content(options)).toEqual(before);

    const whole = readFileSync(path);
    let fewer = 0;
    for (let page = 4; page <= pageCount(path); page += 29) {
      writeFileSync(path, whole);
      spoil(path, [page]);
      const { report } = run(options);
      const after = content(options);
      expect(after.length).toBe(report.messages);
      expect(after.length).toBeGreaterThan(before.length / 2);
      fewer += before.length - after.length;
    }
    expect(fewer).toBeGreaterThan(0);
    writeFileSync(path, whole);
    makeBackup(driver, options, noon);
    spoil(
      path,
      Array.from({ length: 6 }, (_, index) => 5 + index * 6),
    );
    run(options);
    expect(content(options).map((row) => (row as { readonly id: string }).id)).toEqual(
      before.map((row) => (row as { readonly id: string }).id),
    );
  });

  it('works without a backup, with every tenth page gone', () => {
    const { path, options } = made(1500);
    const before = content(options);
    spoil(
      path,
      Array.from({ length: Math.floor(pageCount(path) / 10) }, (_, index) => 5 + index * 10),
    );
    const { report } = run(options);
    const after = content(options);
    expect(report.fromBackup).toBe(0);
    expect(after.length).toBeGreaterThan(before.length / 4);
    expect(after.length).toBe(report.messages);
    if (report.missing !== null) expect(before.length - after.length).toBeLessThanOrEqual(report.missing);
  });

  it('without a first page gives back the backup', () => {
    const { path, options } = made(600, 50);
    spoil(path, [1]);
    expect(() => openDatabase(driver, options)).toThrow(expect.objectContaining({ problem: 'damaged' }));
    const { report } = run(options);
    expect(report).toMatchObject({ messages: 599, fromBackup: 599, backupAt: noon, missing: null });
    expect(content(options)).toHaveLength(599);
  });

  it('gives messages whose conversations are lost a conversation again', () => {
    const { path, options } = made(300);
    const database = openDatabase(driver, options);
    database.pragma('foreign_keys = OFF');
    database.exec('DELETE FROM conversations; DELETE FROM accounts');
    closeDatabase(database);
    const { report } = run(options);
    expect(report.messages).toBe(299);
    const repaired = openToRead(driver, options);
    onTestFinished(() => {
      repaired.close();
    });
    const found = repaired.prepare<[], string>('SELECT peer FROM conversations ORDER BY peer').pluck().all();
    expect(found).toEqual(peers);
    expect(repaired.pragma('foreign_key_check')).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  it('tells a wrong key, and touches nothing', () => {
    const { path, options } = made(100);
    const before = readdirSync(dirname(path));
    expect(() => run({ path, key: hexKey(generateDatabaseKey()) })).toThrow(
      expect.objectContaining({ problem: 'wrong-key' }),
    );
    expect(readdirSync(dirname(path))).toEqual(before);
    expect(content(options)).toHaveLength(99);
  });

  it('that was whole but not in its place is put there at the next start, with the old log aside', () => {
    const { path, options } = made(50);
    const folder = dirname(path);
    const repaired = made(20).path;
    renameSync(repaired, `${path}.repaired`);
    utimesSync(`${path}.repaired`, new Date(noon), new Date(noon));
    writeFileSync(`${path}-wal`, 'log');
    expect(finishRepair(path)).toBe(join(folder, 'messages-damaged-2026-11-25T12-00-00Z.db'));
    expect(readdirSync(folder).toSorted()).toEqual([
      'messages-damaged-2026-11-25T12-00-00Z.db',
      'messages-damaged-2026-11-25T12-00-00Z.db-wal',
      'messages.db',
    ]);
    expect(content(options)).toHaveLength(19);
  });

  it('knows every table whose content is nowhere else', () => {
    const { options } = made(1);
    const database = openDatabase(driver, options);
    onTestFinished(() => {
      closeDatabase(database);
    });
    expect(commonTables(database, database).map(({ name }) => name)).toEqual(ownTables(database));
  });
});
