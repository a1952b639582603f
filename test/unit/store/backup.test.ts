import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupsOf } from '../../../main/store/care/backup-files.ts';
import { makeBackup } from '../../../main/store/care/backup.ts';
import { closeDatabase, openDatabase, openToRead } from '../../../main/store/database.ts';
import { loadDriver, type SqliteDatabase } from '../../../main/store/driver.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { temporaryFolder } from '../../support/store.ts';

const driver = loadDriver();
const key = hexKey(generateDatabaseKey());
const noon = Date.UTC(2026, 10, 25, 12);

function open(path: string): SqliteDatabase {
  const database = openDatabase(driver, { path, key });
  onTestFinished(() => {
    closeDatabase(database);
  });
  return database;
}

/** An open database with some rows, the newest of them in the log only. */
function filled(): { readonly path: string; readonly database: SqliteDatabase } {
  const path = join(temporaryFolder(), 'messages.db');
  const database = open(path);
  const insert = database.prepare<[string]>('INSERT INTO senders (address_key) VALUES (?)');
  for (let index = 0; index < 50; index += 1) insert.run(`sip:unmistakable-${String(index)}@example.com`);
  return { path, database };
}

const sendersIn = (path: string): unknown => {
  const database = openToRead(driver, { path, key });
  try {
    return database.prepare<[], number>('SELECT count(*) FROM senders').pluck().get();
  } finally {
    database.close();
  }
};

describe('a backup', () => {
  it('is a whole copy with the same key, made while the database is written', () => {
    const { path, database } = filled();
    database.exec('BEGIN');
    database.exec("INSERT INTO senders (address_key) VALUES ('sip:uncommitted@example.com')");
    makeBackup(driver, { path, key }, noon);
    database.exec('COMMIT');
    const [backup] = backupsOf(path);
    expect(backup?.at).toBe(noon);
    expect(sendersIn(backup?.path ?? '')).toBe(50);
    expect(sendersIn(path)).toBe(51);
    expect(readFileSync(backup?.path ?? '').includes('unmistakable')).toBe(false);
  });

  it('takes the place of the oldest, and what an interrupted one left goes', () => {
    const { path } = filled();
    const folder = join(dirname(path), 'backups');
    mkdirSync(folder);
    writeFileSync(join(folder, 'messages-2026-11-24T12-00-00Z.db.partial'), 'half');
    writeFileSync(join(folder, 'of-somebody-else.txt'), 'kept');
    for (const day of [0, 1, 2, 3, 4]) makeBackup(driver, { path, key }, noon + day * 86_400_000);
    expect(backupsOf(path).map(({ at }) => at)).toEqual([4, 3, 2].map((day) => noon + day * 86_400_000));
    expect(readdirSync(folder)).toHaveLength(4);
    expect(readdirSync(folder)).toContain('of-somebody-else.txt');
  });

  it('is not made of a damaged database, and the one before it stays', () => {
    const { path, database } = filled();
    makeBackup(driver, { path, key }, noon);
    closeDatabase(database);
    const content = readFileSync(path);
    content.fill(0x5a, content.length - 8000, content.length);
    writeFileSync(path, content);
    expect(() => {
      makeBackup(driver, { path, key }, noon + 1000);
    }).toThrow(expect.objectContaining({ problem: 'damaged' }));
    expect(readdirSync(join(dirname(path), 'backups'))).toEqual(['messages-2026-11-25T12-00-00Z.db']);
  });

  it('is none of a database that is not there', () => {
    expect(backupsOf(join(temporaryFolder(), 'messages.db'))).toEqual([]);
  });
});
