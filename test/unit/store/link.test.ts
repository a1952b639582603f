import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { StoreClient } from '../../../main/store/client.ts';
import { StoreError, StoreRefusal } from '../../../main/store/interface.ts';
import { generateDatabaseKey } from '../../../main/store/key.ts';
import type { StoreProcess } from '../../../main/store/process.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { TypedEvent } from '../../../shared/model/event.ts';
import { alice, newConversationId, newMessageId } from '../../support/store.ts';

interface Posted {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** A process that only writes down what it is asked; the test answers, or lets it die. */
class PlayedProcess implements StoreProcess {
  readonly posted: Posted[] = [];
  readonly #messages = new TypedEvent<unknown>();
  readonly #exits = new TypedEvent<number | null>();
  killed = false;

  post(message: unknown): void {
    this.posted.push(message as Posted);
  }

  onMessage(listener: (message: unknown) => void): () => void {
    return this.#messages.subscribe(listener);
  }

  onExit(listener: (code: number | null) => void): () => void {
    return this.#exits.subscribe(listener);
  }

  kill(): void {
    this.killed = true;
  }

  answer(method: string, value: unknown): void {
    const id = this.posted.find((request) => request.method === method)?.id;
    this.say({ id, ok: true, value });
  }

  say(message: unknown): void {
    this.#messages.raise(message);
  }

  exit(code: number | null): void {
    this.#exits.raise(code);
  }

  get methods(): readonly string[] {
    return this.posted.map(({ method }) => method);
  }
}

class HandClock implements Clock {
  time = 1_000_000;
  readonly #tasks = new Set<{ readonly due: number; readonly task: () => void }>();

  now(): number {
    return this.time;
  }

  after(delay: number, task: () => void): () => void {
    const entry = { due: this.time + delay, task };
    this.#tasks.add(entry);
    return () => {
      this.#tasks.delete(entry);
    };
  }

  turn(by: number): void {
    this.time += by;
    for (const entry of [...this.#tasks]) {
      if (entry.due > this.time) continue;
      this.#tasks.delete(entry);
      entry.task();
    }
  }

  get waiting(): number {
    return this.#tasks.size;
  }
}

function play() {
  const processes: PlayedProcess[] = [];
  const clock = new HandClock();
  const opening = StoreClient.open(
    () => {
      const process = new PlayedProcess();
      processes.push(process);
      return process;
    },
    { path: '/there/messages.db', key: generateDatabaseKey(), clock, log: silentLog },
  );
  const last = (): PlayedProcess => {
    const process = processes.at(-1);
    if (process === undefined) throw new Error('Nothing was started');
    return process;
  };
  return { processes, clock, opening, last };
}

async function playOpen() {
  const played = play();
  played.last().answer('open', null);
  const store = await played.opening;
  const given: StoreError[] = [];
  store.crashed.subscribe((error) => given.push(error));
  return { ...played, store, given };
}

const incoming = (remoteId: string | null) => ({
  conversationId: newConversationId(),
  sender: { address: alice, displayName: null },
  text: 'hello',
  at: 1,
  remoteId,
  displayRequested: false,
});

describe('a process that dies', () => {
  it('is started again, and asked everything that has no answer, in order and with the same ids', async () => {
    const { store, last, processes, given } = await playOpen();
    const first = last();
    const done = store.accounts();
    first.answer('accounts', []);
    const one = store.insertIncoming(incoming(null));
    const two = store.message(newMessageId());
    first.exit(null);
    const three = store.setDisplayName(newConversationId(), 'Bob');
    const second = last();
    expect(processes).toHaveLength(2);
    expect(second.methods).toEqual(['open']);
    expect(second.posted[0]?.args).toEqual(first.posted[0]?.args);
    second.answer('open', null);
    expect(second.methods).toEqual(['open', 'insertIncoming', 'message', 'setDisplayName']);
    expect(second.posted[1]).toEqual(first.posted[2]);
    second.answer('message', null);
    second.answer('setDisplayName', null);
    second.say({ id: second.posted[1]?.id, ok: false, problem: 'full', message: 'Full.' });
    expect(await done).toEqual([]);
    expect(await two).toBeNull();
    await three;
    await expect(one).rejects.toMatchObject({ problem: 'full', message: 'Full.' });
    expect(given).toEqual([]);
  });

  it('while it opens is started again too', async () => {
    const { opening, last, processes } = play();
    last().exit(1);
    last().answer('open', null);
    expect(await opening).toBeInstanceOf(StoreClient);
    expect(processes).toHaveLength(2);
  });

  it('for the fourth time within a minute is given up', async () => {
    const { store, last, processes, given, clock } = await playOpen();
    const waiting = store.accounts();
    const rejected = expect(waiting).rejects.toMatchObject({ problem: 'crashed' });
    for (let deaths = 0; deaths < 4; deaths += 1) {
      clock.turn(10_000);
      last().exit(null);
      if (deaths < 3) last().answer('open', null);
    }
    await rejected;
    expect(processes).toHaveLength(4);
    expect(given.map(({ problem }) => problem)).toEqual(['crashed']);
    await expect(store.accounts()).rejects.toBe(given[0]);
    await store.close();
  });

  it('now and then is started again for ever', async () => {
    const { last, processes, given, clock } = await playOpen();
    for (let deaths = 0; deaths < 10; deaths += 1) {
      clock.turn(20_000);
      last().exit(null);
      last().answer('open', null);
    }
    expect(processes).toHaveLength(11);
    expect(given).toEqual([]);
  });

  it('and leaves a database that cannot be opened again is given up with that problem', async () => {
    const { store, last, given } = await playOpen();
    const rejected = expect(store.accounts()).rejects.toMatchObject({ problem: 'damaged' });
    last().exit(null);
    last().say({ id: last().posted[0]?.id, ok: false, problem: 'damaged', message: 'Damaged.' });
    await rejected;
    expect(given.map(({ problem }) => problem)).toEqual(['damaged']);
    expect(last().killed).toBe(true);
  });
});

describe('opening', () => {
  it('rejects with what the process found, and ends it', async () => {
    const { opening, last } = play();
    const rejected = expect(opening).rejects.toMatchObject({ name: 'StoreError', problem: 'wrong-key' });
    last().say({ id: last().posted[0]?.id, ok: false, problem: 'wrong-key', message: 'Another key.' });
    await rejected;
    expect(last().killed).toBe(true);
  });

  it('rejects when no process can be started', async () => {
    const options = { path: '/x', key: generateDatabaseKey(), clock: new HandClock(), log: silentLog };
    const error = new StoreError('no-runtime', 'None.');
    const opening = StoreClient.open(() => {
      throw error;
    }, options);
    await expect(opening).rejects.toBe(error);
  });
});

describe('answers', () => {
  it.each<{ readonly what: string; readonly answer: unknown }>([
    { what: 'nothing', answer: null },
    { what: 'an unknown problem', answer: { id: 2, ok: false, problem: 'tired', message: '' } },
    { what: 'no id', answer: { ok: true, value: [] } },
  ])('that are $what end the process, and the next one is asked', async ({ answer }) => {
    const { store, last, processes } = await playOpen();
    const accounts = store.accounts();
    last().say(answer);
    expect(last().killed).toBe(true);
    last().exit(null);
    last().answer('open', null);
    last().answer('accounts', []);
    expect(await accounts).toEqual([]);
    expect(processes).toHaveLength(2);
  });

  it('with a value that breaks the schema are rejected, without telling the value', async () => {
    const { store, last } = await playOpen();
    const accounts = store.accounts();
    last().answer('accounts', [{ id: 'secret words' }]);
    const error: unknown = await accounts.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'StoreError', problem: 'damaged' });
    expect(String(error)).not.toContain('secret words');
  });

  it('to nobody are ignored', async () => {
    const { store, last } = await playOpen();
    last().say({ id: 4711, ok: true, value: null });
    const accounts = store.accounts();
    last().answer('accounts', []);
    last().answer('accounts', []);
    expect(await accounts).toEqual([]);
  });
});

describe('closing', () => {
  it('waits for what was asked, then for the end of the process', async () => {
    const { store, last, clock, processes } = await playOpen();
    const accounts = store.accounts();
    const closed = store.close();
    expect(store.close()).toBeInstanceOf(Promise);
    await expect(store.accounts()).rejects.toBeInstanceOf(StoreRefusal);
    last().answer('accounts', []);
    last().answer('close', null);
    last().exit(0);
    await closed;
    expect(await accounts).toEqual([]);
    expect(processes).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('outlives a crash in the middle', async () => {
    const { store, last } = await playOpen();
    const accounts = store.accounts();
    const closed = store.close();
    last().exit(null);
    last().answer('open', null);
    expect(last().methods).toEqual(['open', 'accounts', 'close']);
    last().answer('accounts', []);
    last().exit(0);
    await closed;
    expect(await accounts).toEqual([]);
  });

  it('takes five seconds at most', async () => {
    const { store, last, clock, given } = await playOpen();
    const rejected = expect(store.accounts()).rejects.toMatchObject({ problem: 'crashed' });
    const closed = store.close();
    clock.turn(4_999);
    expect(last().killed).toBe(false);
    clock.turn(1);
    expect(last().killed).toBe(true);
    await closed;
    await rejected;
    expect(given).toEqual([]);
  });
});
