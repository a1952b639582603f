import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDriver, type SqliteDatabase, type SqliteDriver } from '../../../main/store/driver.ts';
import { StoreError } from '../../../main/store/interface.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { parseValue, type Answer } from '../../../main/store/protocol.ts';
import { StoreService } from '../../../main/store/service.ts';
import {
  alice,
  bob,
  newAccountId,
  newConversationId,
  sampleAccount,
  temporaryFolder,
} from '../../support/store.ts';

interface Bench {
  /** Posts requests that all come before the service looks at the first, gives the answers, and rests. */
  readonly ask: (...questions: readonly unknown[]) => readonly Answer[];
  /** The same without a rest. */
  readonly askInHaste: (...questions: readonly unknown[]) => readonly Answer[];
  /** Nothing comes until nothing is left to do. */
  readonly rest: () => void;
  readonly database: () => SqliteDatabase;
  /** Nobody asks for a while. Gives how often the memory of what was read was given back meanwhile. */
  readonly pauseWork: () => number;
  /** Transactions committed since the service was opened. */
  readonly commits: () => number;
  readonly ended: () => boolean;
}

/** A service whose ticks are turned by hand, on a new database. */
function bench(driver: () => SqliteDriver = loadDriver): Bench {
  const answers: Answer[] = [];
  const tasks: (() => void)[] = [];
  /** What waits for a moment without requests. */
  const moments = new Set<() => void>();
  /** What waits for a while without requests. */
  const whiles = new Set<() => void>();
  const opened: SqliteDatabase[] = [];
  let shrunk = 0;
  let ended = false;
  let commits = 0;
  const service = new StoreService({
    loadDriver: () => {
      const Driver = driver();
      return class extends Driver {
        constructor(...args: ConstructorParameters<SqliteDriver>) {
          super(...args);
          opened.push(this);
        }

        override exec(sql: string): unknown {
          if (sql === 'COMMIT') commits += 1;
          return super.exec(sql);
        }

        override pragma(...args: Parameters<SqliteDatabase['pragma']>): unknown {
          if (args[0] === 'shrink_memory') shrunk += 1;
          return super.pragma(...args);
        }
      };
    },
    post: (answer) => {
      answers.push(answer);
    },
    ended: () => {
      ended = true;
    },
    soon: (task) => {
      tasks.push(task);
    },
    later: (task) => {
      tasks.push(task);
    },
    inAMoment: (task) => {
      moments.add(task);
      return () => moments.delete(task);
    },
    inAWhile: (task) => {
      whiles.add(task);
      return () => whiles.delete(task);
    },
  });
  onTestFinished(() => {
    service.abandon();
  });
  const askInHaste = (...questions: readonly unknown[]): readonly Answer[] => {
    for (const question of questions) service.accept(question);
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task();
    return answers.splice(0);
  };
  const rest = (): void => {
    while (moments.size > 0) {
      for (const moment of [...moments]) {
        moments.delete(moment);
        moment();
      }
      askInHaste();
    }
  };
  const ask = (...questions: readonly unknown[]): readonly Answer[] => {
    const given = askInHaste(...questions);
    rest();
    return given;
  };
  return {
    ask,
    askInHaste,
    rest,
    database: () => {
      const last = opened.at(-1);
      if (last === undefined) throw new Error('Nothing was opened');
      return last;
    },
    pauseWork: () => {
      const before = shrunk;
      for (const task of whiles) {
        whiles.delete(task);
        task();
      }
      return shrunk - before;
    },
    commits: () => commits,
    ended: () => ended,
  };
}

const openRequest = (id = 1): unknown => ({
  id,
  method: 'open',
  args: [{ path: join(temporaryFolder(), 'messages.db'), key: hexKey(generateDatabaseKey()) }],
});

const accountId = newAccountId();
const problems = (answers: readonly Answer[]): readonly (string | null)[] =>
  answers.map((answer) => (answer.ok ? null : answer.problem));

/** Opens, and makes an account and a conversation, whose id is given. */
function prepare({ ask }: Bench): string {
  const answers = ask(
    openRequest(),
    { id: 2, method: 'saveAccount', args: [sampleAccount({ id: accountId })] },
    { id: 3, method: 'ensureConversation', args: [accountId, bob, 1] },
  );
  const [answer] = ask({ id: 4, method: 'conversations', args: [accountId] });
  expect(problems(answers)).toEqual([null, null, null]);
  if (answer?.ok !== true) throw new Error('No conversations');
  const [conversation] = parseValue('conversations', answer.value);
  if (conversation === undefined) throw new Error('No conversation');
  return conversation.id;
}

const insert = (
  id: number,
  conversationId: string,
  text = `text ${String(id)}`,
  remoteId: string | null = `r${String(id)}`,
): { readonly id: number; readonly method: string; readonly args: readonly unknown[] } => ({
  id,
  method: 'insertIncoming',
  args: [
    {
      id: randomUUID(),
      conversationId,
      sender: { address: alice, displayName: null },
      text,
      at: 1,
      remoteId,
      displayRequested: false,
    },
  ],
});

const texts = (database: SqliteDatabase): readonly string[] =>
  database.prepare<[], string>('SELECT body FROM messages ORDER BY sequence').pluck().all();

describe('requests that come together', () => {
  it('share one transaction, are answered in order, and see each other', () => {
    const service = bench();
    const conversation = prepare(service);
    const before = service.commits();
    const answers = service.ask(
      insert(10, conversation),
      { id: 11, method: 'messages', args: [conversation, null, 10] },
      insert(12, conversation),
      insert(13, conversation),
    );
    expect(answers.map(({ id }) => id)).toEqual([10, 11, 12, 13]);
    expect(answers[1]).toMatchObject({ ok: true, value: { messages: [{ text: 'text 10' }], more: false } });
    expect(service.commits() - before).toBe(1);
  });

  it('do not lose what succeeded to one that fails', () => {
    const service = bench();
    const conversation = prepare(service);
    const answers = service.ask(
      insert(10, conversation),
      insert(11, newConversationId()),
      { id: 12, method: 'nonsense', args: [] },
      insert(13, conversation),
    );
    expect(problems(answers)).toEqual([null, 'refused', 'refused', null]);
    expect(texts(service.database())).toEqual(['text 10', 'text 13']);
  });

  it('undo the part of a failing one that was already done', () => {
    const service = bench();
    const conversation = prepare(service);
    service.database().exec(`CREATE TRIGGER sour AFTER INSERT ON messages WHEN NEW.body = 'sour'
      BEGIN UPDATE conversations SET display_name = 'spoilt'; SELECT RAISE(FAIL, 'sour'); END`);
    const answers = service.ask(
      insert(10, conversation),
      insert(11, conversation, 'sour'),
      insert(12, conversation),
    );
    expect(problems(answers)).toEqual([null, 'refused', null]);
    expect(texts(service.database())).toEqual(['text 10', 'text 12']);
    const name = service
      .database()
      .prepare<[], string | null>('SELECT display_name FROM conversations')
      .pluck();
    expect(name.get()).toBeNull();
  });

  it('keep what fits when the disk fills up, and take more when there is room again', () => {
    const service = bench();
    const conversation = prepare(service);
    const database = service.database();
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${String(pages + 3)}`);
    const answers = service.ask(
      insert(10, conversation, 'first'),
      insert(11, conversation, 'x'.repeat(60_000)),
      insert(12, conversation, 'last'),
    );
    expect(problems(answers)).toEqual([null, 'full', null]);
    expect(texts(database)).toEqual(['first', 'last']);
    database.pragma(`max_page_count = ${String(pages + 1000)}`);
    expect(problems(service.ask(insert(13, conversation, 'x'.repeat(60_000))))).toEqual([null]);
  });

  it('are all tried again alone when the whole transaction is lost', () => {
    const service = bench();
    const conversation = prepare(service);
    // ROLLBACK inside a trigger ends the transaction, as SQLite itself does when a disk is full.
    service.database().exec(`CREATE TRIGGER sour BEFORE INSERT ON messages WHEN NEW.body = 'sour'
      BEGIN SELECT RAISE(ROLLBACK, 'sour'); END`);
    const answers = service.ask(
      insert(10, conversation),
      insert(11, conversation, 'sour'),
      insert(12, conversation),
    );
    expect(problems(answers)).toEqual([null, 'refused', null]);
    expect(texts(service.database())).toEqual(['text 10', 'text 12']);
  });

  it('are worked off in bounded groups', () => {
    const service = bench();
    const conversation = prepare(service);
    const before = service.commits();
    const answers = service.ask(
      ...Array.from({ length: 600 }, (_, index) => insert(index + 10, conversation)),
    );
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 600 }, (_, index) => index + 10));
    expect(service.commits() - before).toBe(3);
  });
});

describe('a request that is asked again after a crash', () => {
  it.each([null, 'r1'])('stores its message once and calls it no repeat (remote id %s)', (remoteId) => {
    const service = bench();
    const conversation = prepare(service);
    const request = insert(10, conversation, 'once', remoteId);
    const [first] = service.ask(request);
    const [again] = service.ask({ ...request, id: 11 });
    expect(first).toMatchObject({ ok: true, value: { repeated: false } });
    expect(again).toEqual({ ...first, id: 11 });
    expect(texts(service.database())).toEqual(['once']);
  });
});

describe('hostile requests', () => {
  it('without an id get no answer', () => {
    const { ask } = bench();
    expect(ask(null, 'open', 7, [], {}, { id: 'x', method: 'open', args: [] }, { id: 1, args: [] })).toEqual(
      [],
    );
  });

  it('are refused by name and shape', () => {
    const service = bench();
    const conversation = prepare(service);
    const answers = service.ask(
      { id: 10, method: 'constructor', args: [] },
      { id: 11, method: '__proto__', args: [] },
      { id: 12, method: 'messages', args: [conversation, null, 1e9] },
      { id: 13, method: 'messages', args: [conversation, null, 10, 'more'] },
      { id: 14, method: 'message', args: ["' OR 1=1 --"] },
      { id: 15, method: 'message', args: { 0: conversation, length: 1 } },
      { id: 16, method: 'insertIncoming', args: [] },
      { id: 17, method: 'open', args: [{ path: '/', key: "'; --" }] },
      { id: 18, method: 'ensureConversation', args: [accountId, 'sip:<script>@x', 1] },
    );
    expect(problems(answers)).toEqual(Array.from({ length: 9 }, () => 'refused'));
    expect(JSON.stringify(answers)).not.toContain('script');
  });

  it('are refused before the store is open, and when another one shall be opened', () => {
    const { ask } = bench();
    expect(problems(ask({ id: 1, method: 'accounts', args: [] }))).toEqual(['refused']);
    expect(problems(ask(openRequest(2), openRequest(3)))).toEqual([null, 'refused']);
  });
});

describe('the life of the service', () => {
  it('says when the runtime cannot carry the driver', () => {
    const { ask } = bench(() => {
      throw new StoreError('no-runtime', 'Too old.');
    });
    expect(ask(openRequest())).toEqual([{ id: 1, ok: false, problem: 'no-runtime', message: 'Too old.' }]);
  });

  it('is open for whoever asks for what was opened ahead', () => {
    const service = bench();
    const { args } = openRequest() as { readonly args: readonly unknown[] };
    const open = (id: number): unknown => ({ id, method: 'open', args });
    expect(problems(service.ask(open(0), { id: 1, method: 'accounts', args: [] }))).toEqual([null, null]);
    const database = service.database();
    expect(problems(service.ask(open(2)))).toEqual([null]);
    expect(service.database()).toBe(database);
  });

  it('closes after what came before, and ends', () => {
    const service = bench();
    const conversation = prepare(service);
    const database = service.database();
    const answers = service.ask(insert(10, conversation), { id: 11, method: 'close', args: [] });
    expect(problems(answers)).toEqual([null, null]);
    expect(database.open).toBe(false);
    expect(service.ended()).toBe(true);
  });
});

describe('the search index', () => {
  const indexedUpTo = (database: SqliteDatabase): number | undefined =>
    database.prepare<[], number>('SELECT indexed_up_to FROM search_state').pluck().get();

  it('waits for a moment without requests, and works between them when it is far behind', () => {
    const service = bench();
    const conversation = prepare(service);
    const begun = indexedUpTo(service.database());
    const insertMany = (from: number, to: number): void => {
      for (let at = from; at < to; at += 100)
        service.askInHaste(...Array.from({ length: 100 }, (_, each) => insert(at + each, conversation)));
    };
    insertMany(100, 1_100);
    expect(indexedUpTo(service.database())).toBe(begun);
    service.rest();
    expect(indexedUpTo(service.database())).toBe(768);
    insertMany(1_100, 3_600);
    expect(indexedUpTo(service.database())).toBeGreaterThan(768);
    service.rest();
    expect(indexedUpTo(service.database())).toBe(3_328);
  });
});

describe('the memory of what was read', () => {
  it('is given back once nobody has asked for a while, and what was asked for is there afterwards', () => {
    const service = bench();
    const conversation = prepare(service);
    service.ask(insert(100, conversation));
    // A while that had requests in it is followed by another one, and that by none.
    expect(service.pauseWork()).toBe(1);
    expect(service.pauseWork()).toBe(0);
    const answers = service.ask({ id: 5, method: 'conversations', args: [accountId] });
    expect(problems(answers)).toEqual([null]);
    expect(service.pauseWork()).toBe(1);
  });

  it('stays while somebody asks, and nothing waits after the end', () => {
    const service = bench();
    prepare(service);
    service.pauseWork();
    service.ask({ id: 5, method: 'conversations', args: [accountId] });
    service.ask({ id: 6, method: 'close', args: [] });
    expect(service.ended()).toBe(true);
    expect(service.pauseWork()).toBe(0);
  });
});
