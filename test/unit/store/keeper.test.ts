import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StoreError, type Store } from '../../../main/store/interface.ts';
import type { StoreKeeper } from '../../../main/store/keeper.ts';
import type { StoreProcess } from '../../../main/store/process.ts';
import { RecoveryError } from '../../../main/store/storage.ts';
import type { StorageState } from '../../../shared/model/storage.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openKeeper, secretStore } from '../../support/keeper.ts';
import {
  alice,
  bob,
  forkedStoreProcess,
  newMessageId,
  sampleAccount,
  temporaryFolder,
} from '../../support/store.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Writes that many messages to bob. */
async function write(store: Store, count: number): Promise<void> {
  const known = (await store.accounts())[0];
  const account = known ?? sampleAccount();
  if (known === undefined) await store.saveAccount(account);
  const { id } = await store.ensureConversation(account.id, bob, 1);
  await Promise.all(
    Array.from({ length: count }, async (_, index) =>
      store.insertOutgoing({
        id: newMessageId(),
        conversationId: id,
        sender: { address: alice, displayName: null },
        text: `text ${String(index)} ${'lorem ipsum '.repeat(20)}`,
        at: index,
      }),
    ),
  );
}

async function textsIn(store: Store): Promise<number> {
  const [account] = await store.accounts();
  if (account === undefined) return 0;
  const { id } = await store.ensureConversation(account.id, bob, 1);
  return (await store.messages(id, null, 1000)).messages.length;
}

const problemOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) =>
      error instanceof StoreError || error instanceof RecoveryError ? error.problem : error,
  );

/** Damages what the database holds from its second half on. */
function spoil(path: string): void {
  const content = readFileSync(path);
  const pages = content.length / 4096;
  for (let page = Math.floor(pages / 2); page < pages; page += 3)
    content.fill(0x5a, page * 4096, page * 4096 + 200);
  writeFileSync(path, content);
}

const states = (keeper: StoreKeeper): StorageState[] => {
  const seen: StorageState[] = [];
  keeper.changed.subscribe((state) => seen.push(state));
  return seen;
};

describe('the keeper of the store', () => {
  it('checks and backs up by itself, once a day and only what has changed', async () => {
    const folder = temporaryFolder();
    const clock = new FakeClock(Date.now());
    const started: string[] = [];
    const startProcess = (): StoreProcess => {
      const process = forkedStoreProcess();
      return {
        ...process,
        post: (message) => {
          if (typeof message === 'object' && message !== null && 'task' in message)
            started.push(String(message.task));
          process.post(message);
        },
      };
    };
    const keeper = openKeeper(folder, { clock, startProcess });
    const store = await keeper.open();
    await write(store, 3);
    expect(keeper.state.backup).toEqual({ at: null, problem: null });
    await clock.advance(minute);
    await vi.waitFor(() => {
      expect(keeper.state.backup.at).toBe(clock.now());
    }, 30_000);
    expect(started).toEqual(['check', 'back-up']);
    expect(readdirSync(join(folder, 'backups')).toSorted()).toEqual([
      'key.json',
      expect.stringMatching(/^messages-.*\.db$/),
    ]);
    await clock.advance(day / 2);
    expect(started).toHaveLength(2);
    await clock.advance(day / 2 + 31 * minute);
    await vi.waitFor(() => {
      expect(started.filter((task) => task === 'check')).toHaveLength(2);
    }, 30_000);
  });

  it('tells of damage that the check finds, and repairs it with the backup; the damaged file is kept', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'messages.db');
    const secrets = secretStore();
    const keeper = openKeeper(folder, { secrets });
    await write(await keeper.open(), 400);
    await keeper.backUp();
    await write((await keeper.close(), await keeper.open()), 5);
    await keeper.close();
    spoil(path);
    const damaged = readFileSync(path);

    expect(await problemOf(keeper.open())).toBe('damaged');
    const seen = states(keeper);
    await keeper.repair();
    const stages = seen.map(({ repairing }) => repairing?.stage);
    expect(stages[0]).toBe('checking');
    expect(stages).toContain('finishing');
    expect(stages.at(-1)).toBeUndefined();
    const { repaired } = keeper.state;
    expect(repaired?.messages).toBe(405 - (repaired?.missing ?? 0));
    expect(repaired?.fromBackup).toBeGreaterThan(0);
    expect(readFileSync(repaired?.keptAt ?? '').equals(damaged)).toBe(true);
    const store = await keeper.open();
    expect(await textsIn(store)).toBe(repaired?.messages);
    await keeper.close();

    // It is told until it was read, over starts too.
    const next = openKeeper(folder, { secrets });
    expect(next.state.repaired).toEqual(repaired);
    next.dismissRepair();
    expect(openKeeper(folder, { secrets }).state.repaired).toBeNull();
  });

  it('tells of damage that a request meets, and goes on', async () => {
    const folder = temporaryFolder();
    const secrets = secretStore();
    let answers: (message: unknown) => void = () => undefined;
    const startProcess = (): StoreProcess => {
      const process = forkedStoreProcess();
      return {
        ...process,
        onMessage: (listener) => {
          answers = listener;
          return process.onMessage(listener);
        },
        post: (message) => {
          const request = message as { readonly id: number; readonly method: string };
          if (request.method === 'drafts')
            answers({ id: request.id, ok: false, problem: 'damaged', message: 'A page.' });
          else process.post(message);
        },
      };
    };
    const keeper = openKeeper(folder, { secrets, startProcess });
    const store = await keeper.open();
    await write(store, 2);
    const [account] = await store.accounts();
    if (account === undefined) throw new Error('No account');
    expect(await problemOf(store.drafts(account.id))).toBe('damaged');
    expect(keeper.state.damaged).toBe(true);
    expect(await textsIn(store)).toBe(2);
    await keeper.close();
    expect(openKeeper(folder, { secrets }).state.damaged).toBe(true);
  });

  it('does not begin with nothing where a database was: a backup takes its place', async () => {
    const folder = temporaryFolder();
    const secrets = secretStore();
    const keeper = openKeeper(folder, { secrets });
    await write(await keeper.open(), 7);
    await keeper.backUp();
    await keeper.close();
    rmSync(join(folder, 'messages.db'));
    expect(await problemOf(keeper.open())).toBe('damaged');
    await keeper.repair();
    expect(await textsIn(await keeper.open())).toBe(7);
  });

  it('takes the copy beside the backups when the key file is gone', async () => {
    const folder = temporaryFolder();
    const secrets = secretStore();
    const keeper = openKeeper(folder, { secrets });
    await write(await keeper.open(), 2);
    await keeper.backUp();
    await keeper.close();
    writeFileSync(join(folder, 'key.json'), '{"version":1');
    expect(await textsIn(await keeper.open())).toBe(2);
    await keeper.close();
    rmSync(join(folder, 'key.json'));
    rmSync(join(folder, 'backups', 'key.json'));
    expect(await problemOf(keeper.open())).toBe('wrong-key');
    expect(existsSync(join(folder, 'key.json'))).toBe(false);
  });
});

describe('a recovery key', () => {
  async function lockedOut(): Promise<{ folder: string; recoveryKey: string; keeper: StoreKeeper }> {
    const folder = temporaryFolder();
    const first = openKeeper(folder);
    await write(await first.open(), 4);
    const recoveryKey = await first.makeRecoveryKey();
    expect(first.state.recoveryKey).toBe('due');
    first.keepRecoveryKey();
    expect(first.state.recoveryKey).toBe('kept');
    await first.close();
    // Another secret store: as after the keyring was reset.
    const keeper = openKeeper(folder, { secrets: secretStore() });
    expect(await problemOf(keeper.open())).toBe('wrong-key');
    return { folder, recoveryKey, keeper };
  }

  it('opens the messages when the secret store does not, and wraps their key anew', async () => {
    const { folder, recoveryKey, keeper } = await lockedOut();
    await keeper.recover(recoveryKey.toLowerCase());
    expect(await textsIn(await keeper.open())).toBe(4);
    expect(readdirSync(folder).filter((name) => /^key-.*Z\.json$/.test(name))).toHaveLength(1);
  });

  it('that is another one changes nothing, however often it is tried', async () => {
    const { folder, recoveryKey, keeper } = await lockedOut();
    const before = readFileSync(join(folder, 'key.json'));
    expect(await problemOf(keeper.recover('ABC'))).toBe('mistyped');
    expect(await problemOf(keeper.recover(`${recoveryKey.slice(0, -1)}*`))).toBe('mistyped');
    const other = openKeeper(temporaryFolder());
    await other.open();
    expect(await problemOf(keeper.recover(await other.makeRecoveryKey()))).toBe('wrong');
    expect(readFileSync(join(folder, 'key.json')).equals(before)).toBe(true);
    await keeper.recover(recoveryKey);
    expect(await textsIn(await keeper.open())).toBe(4);
  });

  it('is replaced by a new one, and not by one that was never kept', async () => {
    const folder = temporaryFolder();
    const keeper = openKeeper(folder);
    await keeper.open();
    const first = await keeper.makeRecoveryKey();
    keeper.keepRecoveryKey();
    await keeper.makeRecoveryKey();
    keeper.postponeRecoveryKey();
    expect(keeper.state.recoveryKey).toBe('kept');
    await keeper.close();
    await keeper.recover(first);
    await keeper.open();
    const second = await keeper.makeRecoveryKey();
    keeper.keepRecoveryKey();
    await keeper.close();
    expect(await problemOf(keeper.recover(first))).toBe('wrong');
    await keeper.recover(second);
  });

  it('that is put off is not offered again', async () => {
    const folder = temporaryFolder();
    const secrets = secretStore();
    const keeper = openKeeper(folder, { secrets });
    expect(keeper.state.recoveryKey).toBe('due');
    await keeper.open();
    keeper.postponeRecoveryKey();
    expect(openKeeper(folder, { secrets }).state.recoveryKey).toBe('later');
  });
});

it('starting anew puts everything aside, from where it can be put back', async () => {
  const folder = temporaryFolder();
  const lost = secretStore();
  const first = openKeeper(folder, { secrets: lost });
  await write(await first.open(), 3);
  await first.backUp();
  await first.makeRecoveryKey();
  first.keepRecoveryKey();
  await first.close();
  const keeper = openKeeper(folder);
  expect(await problemOf(keeper.open())).toBe('wrong-key');
  await keeper.startAnew();
  expect(keeper.state).toMatchObject({ recoveryKey: 'due', backup: { at: null } });
  expect(await textsIn(await keeper.open())).toBe(0);
  await keeper.close();
  const [aside = ''] = readdirSync(folder).filter((name) => name.startsWith('set-aside-'));
  expect(readdirSync(join(folder, aside)).toSorted()).toEqual([
    'backups',
    'care.json',
    'key.json',
    'messages.db',
    'recovery.json',
  ]);
  expect(await textsIn(await openKeeper(join(folder, aside), { secrets: lost }).open())).toBe(3);
});

it('a key that was guarded by nothing is wrapped by a secret store once there is one', async () => {
  const folder = temporaryFolder();
  const strong = secretStore();
  const weak = secretStore('weak');
  const first = openKeeper(folder, { secrets: weak });
  await first.open();
  await first.close();
  // As on Linux: what was wrapped without a keyring opens with one too.
  const both = {
    ...strong,
    unwrap: async (text: string) => strong.unwrap(text).catch(() => weak.unwrap(text)),
  };
  const second = openKeeper(folder, { secrets: both });
  await second.open();
  await second.close();
  await openKeeper(folder, { secrets: strong }).open();
});
