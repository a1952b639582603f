import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeDatabase, openDatabase } from '../../../main/store/database.ts';
import { loadDriver, type SqliteDatabase } from '../../../main/store/driver.ts';
import { StoreError, type StoreProblem } from '../../../main/store/interface.ts';
import { databaseKeyLength, generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { backupPath, type Migration } from '../../../main/store/migrate.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { temporaryFolder } from '../../support/store.ts';

const driver = loadDriver();
const key = hexKey(generateDatabaseKey());

function open(path: string, withKey = key, steps?: readonly Migration[]): SqliteDatabase {
  const database = openDatabase(driver, { path, key: withKey }, steps);
  onTestFinished(() => {
    closeDatabase(database);
  });
  return database;
}

function problemOf(attempt: () => unknown): StoreProblem | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof StoreError) return error.problem;
    throw error;
  }
}

const version = (database: SqliteDatabase): unknown => database.pragma('user_version', { simple: true });
const schema = (database: SqliteDatabase): unknown =>
  database.prepare<[], unknown>('SELECT name, sql FROM sqlite_schema ORDER BY name').all();

const nextVersion: Migration = {
  version: migrations.length + 1,
  up: (database) => {
    database.exec('CREATE TABLE pinboard (text TEXT NOT NULL) STRICT');
  },
};

/** A database with some pages, closed. */
function filledDatabase(): string {
  const path = join(temporaryFolder(), 'messages.db');
  const database = openDatabase(driver, { path, key }, [...migrations, nextVersion]);
  database.prepare<[string]>('INSERT INTO pinboard VALUES (?)').run('plain words '.repeat(5000));
  closeDatabase(database);
  return path;
}

describe('migrations', () => {
  it('are numbered from one without gaps', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('build an empty database, and run only once', () => {
    const path = join(temporaryFolder(), 'messages.db');
    const first = open(path);
    expect(version(first)).toBe(migrations.length);
    const built = schema(first);
    closeDatabase(first);
    const second = open(path);
    expect(schema(second)).toEqual(built);
    expect(existsSync(backupPath(path, migrations.length))).toBe(false);
  });

  it('copy a database with content first, encrypted with the same key', () => {
    const path = join(temporaryFolder(), 'messages.db');
    closeDatabase(open(path));
    expect(version(open(path, key, [...migrations, nextVersion]))).toBe(nextVersion.version);
    const copy = backupPath(path, migrations.length);
    expect(version(open(copy))).toBe(migrations.length);
    expect(readFileSync(copy).includes('CREATE TABLE')).toBe(false);
  });

  it('know of no refused size what an earlier Parley wrote', () => {
    const path = join(temporaryFolder(), 'messages.db');
    const before = open(path, key, migrations.slice(0, 3));
    before.exec(`INSERT INTO accounts (id, address, transport, host, port, path, kind, im_dialogs, active, instance_id)
      VALUES ('a', 'alice@example.com', 'tcp', 'example.com', 5060, '/', 'server', 0, 1, 'i');
      INSERT INTO conversations (id, account, peer, peer_key, created_at) SELECT 'c', key, 'b', 'b', 1 FROM accounts`);
    closeDatabase(before);
    const rows = open(path).prepare<[], unknown>('SELECT id, refused_size FROM conversations').all();
    expect(rows).toEqual([{ id: 'c', refused_size: null }]);
  });

  it('leave the database as it was when a step fails', () => {
    const path = join(temporaryFolder(), 'messages.db');
    closeDatabase(open(path));
    const broken: Migration = {
      version: nextVersion.version,
      up: (database) => {
        nextVersion.up(database);
        database.exec('INSERT INTO nowhere VALUES (1)');
      },
    };
    expect(() => open(path, key, [...migrations, broken])).toThrow(StoreError);
    const again = open(path);
    expect(version(again)).toBe(migrations.length);
    expect(JSON.stringify(schema(again))).not.toContain('pinboard');
  });

  it('leave alone what a newer Parley wrote', () => {
    const path = join(temporaryFolder(), 'messages.db');
    closeDatabase(open(path, key, [...migrations, nextVersion]));
    const before = readFileSync(path);
    expect(problemOf(() => open(path))).toBe('newer');
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('opening', () => {
  it('sets the database up to keep what it acknowledges', () => {
    const database = open(join(temporaryFolder(), 'messages.db'));
    const value = (name: string): unknown => database.pragma(name, { simple: true });
    expect(value('journal_mode')).toBe('wal');
    expect(value('synchronous')).toBe(2);
    expect(value('foreign_keys')).toBe(1);
    expect(value('secure_delete')).toBe(1);
    expect(value('temp_store')).toBe(2);
  });

  it('tells a wrong key, and does no harm', () => {
    const path = filledDatabase();
    const before = readFileSync(path);
    expect(problemOf(() => open(path, hexKey(generateDatabaseKey())))).toBe('wrong-key');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(version(open(path, key, [...migrations, nextVersion]))).toBe(nextVersion.version);
  });

  it('tells a wrong key when the log still holds the newest pages', () => {
    const path = filledDatabase();
    const database = open(path, key, [...migrations, nextVersion]);
    database.prepare<[string]>('INSERT INTO pinboard VALUES (?)').run('in the log');
    const copy = join(temporaryFolder(), 'messages.db');
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    expect(problemOf(() => open(copy, hexKey(generateDatabaseKey())))).toBe('wrong-key');
    const recovered = open(copy, key, [...migrations, nextVersion]);
    expect(recovered.prepare<[], number>('SELECT count(*) FROM pinboard').pluck().get()).toBe(2);
  });

  it.each<{ readonly what: string; readonly spoil: (path: string) => void }>([
    {
      what: 'holds something else',
      spoil: (path) => {
        writeFileSync(path, 'not a database '.repeat(4096));
      },
    },
    {
      what: 'is a readable SQLite database',
      spoil: (path) => {
        const content = Buffer.alloc(8192);
        content.write('SQLite format 3\0');
        writeFileSync(path, content);
      },
    },
    {
      what: 'was cut off in the middle of a page',
      spoil: (path) => {
        truncateSync(path, readFileSync(path).length - 1000);
      },
    },
    {
      what: 'has a page with a changed bit',
      spoil: (path) => {
        const content = readFileSync(path);
        const at = content.length - 2000;
        content[at] = (content[at] ?? 0) ^ 1;
        writeFileSync(path, content);
      },
    },
  ])('says that a file is damaged when it $what', ({ spoil }) => {
    const path = filledDatabase();
    spoil(path);
    expect(problemOf(() => open(path, key, [...migrations, nextVersion]))).toBe('damaged');
  });

  it('says when the place cannot be used', () => {
    const folder = temporaryFolder();
    expect(problemOf(() => open(join(folder, 'nowhere', 'messages.db')))).toBe('no-access');
    mkdirSync(join(folder, 'messages.db'));
    expect(problemOf(() => open(join(folder, 'messages.db')))).toBe('no-access');
  });
});

describe('encryption', () => {
  it('leaves no readable text in any file beside the database', () => {
    const folder = temporaryFolder();
    const database = open(join(folder, 'messages.db'), key, [...migrations, nextVersion]);
    const insert = database.prepare<[string]>('INSERT INTO pinboard VALUES (?)');
    for (let index = 0; index < 500; index += 1)
      insert.run(`unmistakable-${String(index)} ${'x'.repeat(200)}`);
    const readable = (): readonly string[] =>
      readdirSync(folder).filter((name) => {
        const content = readFileSync(join(folder, name));
        return ['unmistakable', 'CREATE TABLE', 'SQLite format 3'].some((words) => content.includes(words));
      });
    expect(readdirSync(folder)).toContain('messages.db-wal');
    expect(readable()).toEqual([]);
    closeDatabase(database);
    expect(readdirSync(folder)).toEqual(['messages.db']);
    expect(readable()).toEqual([]);
  });

  it('takes keys of exactly 32 random bytes', () => {
    const one = generateDatabaseKey();
    expect(one).toHaveLength(databaseKeyLength);
    expect(hexKey(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(hexKey(one)).not.toBe(hexKey(generateDatabaseKey()));
    expect(() => hexKey(one.subarray(1))).toThrow();
  });
});
