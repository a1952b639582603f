import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { silentLog } from '../../main/log/log.ts';
import { StoreClient, type StoreClientOptions } from '../../main/store/client.ts';
import { loadDriver } from '../../main/store/driver.ts';
import type { StoredAccount } from '../../main/store/interface.ts';
import { generateDatabaseKey } from '../../main/store/key.ts';
import { forkStoreProcess, type StoreProcess } from '../../main/store/process.ts';
import { StoreService } from '../../main/store/service.ts';
import { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent } from '../../shared/model/event.ts';
import { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';

export const storeHost = fileURLToPath(new URL('../../main/store/host.ts', import.meta.url));

/** The system's own clock, for tests that talk to a real process. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A new folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export const address = (text: string): SipAddress => v.parse(SipAddress, text);
export const newAccountId = (): AccountId => v.parse(AccountId, randomUUID());
export const newConversationId = (): ConversationId => v.parse(ConversationId, randomUUID());
export const newMessageId = (): MessageId => v.parse(MessageId, randomUUID());

export const alice = address('sip:alice@example.com');
export const bob = address('sip:bob@example.com');
export const carol = address('sip:carol@example.com');

export const sampleAccount = (over: Partial<StoredAccount> = {}): StoredAccount => ({
  id: newAccountId(),
  address: alice,
  displayName: 'Alice',
  server: { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' },
  kind: 'server',
  imDialogs: false,
  wrappedPassword: null,
  active: true,
  instanceId: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  ...over,
});

/** The store's service in this process, behind the same port as a real one: quick, and a crash is only played. */
function localStoreProcess(): StoreProcess {
  const messages = new TypedEvent<unknown>();
  const exits = new TypedEvent<number | null>();
  let alive = true;
  const leave = (code: number | null): void => {
    if (!alive) return;
    alive = false;
    exits.raise(code);
  };
  const service = new StoreService({
    loadDriver,
    post: (answer) => {
      const copy: unknown = structuredClone(answer);
      setImmediate(() => {
        if (alive) messages.raise(copy);
      });
    },
    ended: () => {
      setImmediate(() => {
        leave(0);
      });
    },
    soon: setImmediate,
    later: setImmediate,
    inAMoment: (task) => {
      const timer = setImmediate(task);
      return () => {
        clearImmediate(timer);
      };
    },
    inAWhile: () => () => undefined,
  });
  return {
    post: (message) => {
      if (alive) service.accept(structuredClone(message));
    },
    onMessage: (listener) => messages.subscribe(listener),
    onExit: (listener) => exits.subscribe(listener),
    kill: () => {
      service.abandon();
      setImmediate(() => {
        leave(null);
      });
    },
  };
}

export const forkedStoreProcess = (): StoreProcess =>
  forkStoreProcess(process.execPath, storeHost, silentLog);

/** A store on a new database, closed and removed when the test ends. */
async function openStore(
  start: () => StoreProcess,
  over: Partial<StoreClientOptions> = {},
): Promise<StoreClient> {
  const store = await StoreClient.open(start, {
    path: over.path ?? join(temporaryFolder(), 'messages.db'),
    key: over.key ?? generateDatabaseKey(),
    clock: over.clock ?? realClock,
    log: over.log ?? silentLog,
  });
  onTestFinished(() => store.close());
  return store;
}

export const openLocalStore = (over?: Partial<StoreClientOptions>): Promise<StoreClient> =>
  openStore(localStoreProcess, over);

export const openForkedStore = (over?: Partial<StoreClientOptions>): Promise<StoreClient> =>
  openStore(forkedStoreProcess, over);
