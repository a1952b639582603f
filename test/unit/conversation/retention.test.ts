import { beforeEach, expect, it } from 'vitest';
import { Retention } from '../../../main/conversation/retention.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { StoreClient } from '../../../main/store/client.ts';
import type { StoredAccount } from '../../../main/store/interface.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import { settingsWith } from '../../support/settings.ts';
import { address, alice, bob, newMessageId, openLocalStore, sampleAccount } from '../../support/store.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 1);
const carol = address('sip:carol@example.com');

/** Breaths pass at once; looks come when the test turns to the next day. */
class DayClock implements Clock {
  days = 0;
  #looks: (() => void)[] = [];

  now(): number {
    return start + this.days * day;
  }

  after(delay: number, task: () => void): () => void {
    if (delay < 1000) {
      setImmediate(task);
      return () => undefined;
    }
    this.#looks.push(task);
    return () => {
      this.#looks = this.#looks.filter((each) => each !== task);
    };
  }

  turn(days: number): void {
    this.days = days;
    for (const look of [...this.#looks]) look();
  }
}

let store: StoreClient;
let account: StoredAccount;
let clock: DayClock;
let expired: { readonly id: MessageId; readonly conversationId: ConversationId }[];

beforeEach(async () => {
  store = await openLocalStore();
  account = sampleAccount();
  await store.saveAccount(account);
  clock = new DayClock();
  expired = [];
});

const retention = (settings = settingsWith({ 'messages.retentionDays': 30 })): Retention =>
  new Retention({
    settings,
    clock,
    log: silentLog,
    expired: (deleted) => {
      expired.push(...deleted);
    },
  });

async function hear(text: string, onDay: number, from = bob): Promise<ConversationId> {
  const { id } = await store.ensureConversation(account.id, from, start);
  await store.insertIncoming({
    conversationId: id,
    sender: { address: from, displayName: null },
    text,
    at: start + onDay * day,
    remoteId: `remote ${text}`,
    displayRequested: false,
  });
  return id;
}

async function say(text: string, onDay: number, state: ReceiptState): Promise<void> {
  const { id: conversationId } = await store.ensureConversation(account.id, bob, start);
  const id = newMessageId();
  await store.insertOutgoing({
    id,
    conversationId,
    sender: { address: alice, displayName: null },
    text,
    at: start + onDay * day,
  });
  const failure = state === 'failed' ? { code: 'busy' as const, status: 486 } : null;
  await store.setReceipt(id, { state, failure, updatedAt: start });
}

async function timeline(of = bob): Promise<readonly string[]> {
  const { id } = await store.ensureConversation(account.id, of, start);
  return (await store.messages(id, null, 1000)).messages.map(({ text }) => text);
}

/** One day after the other, as while Parley runs. */
async function live(running: Retention, from: number, to: number): Promise<void> {
  for (let each = from; each <= to; each += 1) {
    clock.turn(each);
    await idle();
  }
  await running.stop();
}

/** Requests are answered in order, so what was asked before this has been answered. */
async function idle(): Promise<void> {
  for (let count = 0; count < 12; count += 1) await store.accounts();
}

it('deletes what is older than the period, and keeps what is not sent', async () => {
  const id = await hear('old', 0);
  await say('delivered', 0, 'delivered');
  await say('queued', 0, 'queued');
  await say('failed', 0, 'failed');
  await hear('young', 20);
  await hear('alone', 1, carol);
  const running = retention();
  running.begin(store);
  await live(running, 0, 32);
  expect(await timeline()).toEqual(['queued', 'failed', 'young']);
  expect(await timeline(carol)).toEqual([]);
  expect(expired).toHaveLength(3);
  expect(await store.conversation(id)).toMatchObject({ unread: 1, lastMessage: { text: 'young' } });
  expect(await store.conversations(account.id)).toHaveLength(2);
  const wanted = { accountId: account.id, from: [], in: [], hasLink: false, since: null, until: null };
  expect(await store.countSearch({ ...wanted, terms: ['old'] })).toMatchObject({ count: 0 });
  expect(await store.countSearch({ ...wanted, terms: ['young'] })).toMatchObject({ count: 1 });
});

it('does not take a deleted message in again when its sender repeats it', async () => {
  await hear('old', 0);
  const running = retention(settingsWith({ 'messages.retentionDays': 2 }));
  running.begin(store);
  await live(running, 0, 4);
  expect(await timeline()).toEqual([]);
  await hear('old', 4);
  expect(await timeline()).toEqual([]);
});

it('deletes many in batches, and counts exactly what stays', async () => {
  for (let index = 0; index < 450; index += 1) void hear(`old ${String(index)}`, 0);
  const id = await hear('last of the old', 0);
  for (let index = 0; index < 30; index += 1) void hear(`young ${String(index)}`, 25);
  await hear('last', 25);
  await store.markRead(id, 440);
  const running = retention();
  running.begin(store);
  await live(running, 20, 31);
  expect(await timeline()).toHaveLength(31);
  expect(expired).toHaveLength(451);
  expect(await store.conversation(id)).toMatchObject({ unread: 31, lastMessage: { text: 'last' } });
});

it('deletes nothing without a period or under a legal hold, and begins when the setting changes', async () => {
  await hear('old', 0);
  const settings = settingsWith({ 'messages.legalHold': true, 'messages.retentionDays': 1 });
  const running = retention(settings);
  running.begin(store);
  for (let each = 1; each <= 10; each += 1) {
    clock.turn(each);
    await idle();
  }
  expect(await timeline()).toEqual(['old']);
  settings.change({ 'messages.legalHold': false });
  await idle();
  expect(await timeline()).toEqual([]);
  await running.stop();
});

it('obeys a period and a hold that the organisation has fixed, whatever the user sets', async () => {
  await hear('old', 0);
  const hold = { values: { 'messages.legalHold': true }, managedBy: 'Example Ltd' };
  const held = settingsWith({ 'messages.retentionDays': 1, 'messages.legalHold': false }, hold);
  expect(() => {
    held.change({ 'messages.legalHold': false });
  }).toThrow();
  const keeping = retention(held);
  keeping.begin(store);
  clock.turn(10);
  await idle();
  await keeping.stop();
  expect(await timeline()).toEqual(['old']);

  const period = { values: { 'messages.retentionDays': 5 }, managedBy: 'Example Ltd' };
  const deleting = retention(settingsWith({ 'messages.retentionDays': 0 }, period));
  deleting.begin(store);
  await live(deleting, 10, 11);
  expect(await timeline()).toEqual([]);
});

it('does not delete everything because the clock is wrong by years', async () => {
  await hear('today', 0);
  const running = retention();
  running.begin(store);
  await idle();
  for (const days of [3650, 3650.5, 3651, 3652, 1, 2]) {
    clock.turn(days);
    await idle();
  }
  expect(await timeline()).toEqual(['today']);
  // The doubt outlives a restart.
  await running.stop();
  for (const days of [4000, 4001]) {
    clock.days = days;
    const again = retention();
    again.begin(store);
    await idle();
    await again.stop();
  }
  expect(await timeline()).toEqual(['today']);
});

it('looks after nothing when it was stopped before it began', async () => {
  await hear('old', 0);
  clock.days = 100;
  const running = retention();
  await running.stop();
  running.begin(store);
  await idle();
  expect(await timeline()).toEqual(['old']);
});
