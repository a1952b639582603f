import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptReducer, queuedReceipt, type ReceiptEvent } from '../../shared/model/receipt.ts';
import type { Message } from '../../shared/model/message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeNetwork, type Fate } from '../support/fake-signaling.ts';
import { settingsWith } from '../support/settings.ts';
import { newMessageId, openLocalStore } from '../support/store.ts';
import { alice, bob } from './party.ts';
import { receiptOf, sendTo, sessionParty, texts, type SessionParty } from './session-party.ts';

/** A busy machine is slow, not wrong. */
const patience = { timeout: 30_000, interval: 10 };
const minute = 60_000;
const hour = 60 * minute;

const answered = (statusCode: number, retryAfter?: number): Fate => ({
  kind: 'answer',
  statusCode,
  ...(retryAfter === undefined ? {} : { headers: [['Retry-After', String(retryAfter)]] }),
});

const storedReceipt = async (owner: SessionParty, { id }: Message): Promise<Message['receipt']> =>
  (await owner.store.message(id))?.receipt ?? null;

const sentTo = (network: FakeNetwork): number =>
  network.wire.filter(({ method, from }) => method === 'MESSAGE' && from === alice).length;

/** Turns the clock on in steps that let the store answer in between. */
async function pass(clock: FakeClock, milliseconds: number, step = milliseconds): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += step) {
    await clock.advance(Math.min(step, milliseconds - gone));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('what time may mend', () => {
  it.each([408, 430, 477, 480, 481, 500, 502, 503])(
    '%i to a peer that recognises repeats',
    async (status) => {
      const network = new FakeNetwork();
      const clock = new FakeClock();
      const a = await sessionParty(network, alice, undefined, clock);
      const b = await sessionParty(network, bob, undefined, clock);
      const first = await sendTo(a, bob, 'First');
      await expect.poll(async () => receiptOf(a, first), patience).toBe('delivered');
      let refusals = 3;
      network.fate = ({ method, from }) =>
        from === alice && (method === 'MESSAGE' || method === 'INVITE') && (refusals -= 1) >= 0
          ? answered(status)
          : null;
      const second = await sendTo(a, bob, 'Second');
      await expect
        .poll(async () => {
          await clock.advance(5_000);
          return receiptOf(a, second);
        })
        .toBe('delivered');
      expect(await texts(b, alice)).toEqual(['First', 'Second']);
    },
  );

  it('says meanwhile why, and when it is tried next', async () => {
    const network = new FakeNetwork();
    const clock = new FakeClock();
    const a = await sessionParty(network, alice, undefined, clock);
    network.add(bob);
    network.fate = () => answered(480);
    const message = await sendTo(a, bob, 'Hello');
    await expect
      .poll(async () => storedReceipt(a, message), patience)
      .toMatchObject({ state: 'queued', failure: { code: 'absent', status: 480 } });
    const next = (await storedReceipt(a, message))?.nextAt ?? 0;
    expect(next).toBeGreaterThan(clock.now());
    expect(next).toBeLessThanOrEqual(clock.now() + 1_000);
  });

  it.each([403, 404, 415, 486, 603])('%i is none of it', async (status) => {
    const network = new FakeNetwork();
    const a = await sessionParty(network, alice);
    network.add(bob);
    network.fate = () => answered(status);
    const message = await sendTo(a, bob, 'Hello');
    await expect
      .poll(async () => storedReceipt(a, message), patience)
      .toMatchObject({ state: 'failed', failure: { status } });
  });

  it('is left alone for as long as was asked, over a restart, but not against the user', async () => {
    const network = new FakeNetwork();
    const clock = new FakeClock();
    const store = await openLocalStore();
    const a = await sessionParty(network, alice, store, clock);
    network.add(bob);
    network.fate = () => answered(486, 600);
    const message = await sendTo(a, bob, 'Hello');
    await expect
      .poll(async () => storedReceipt(a, message), patience)
      .toMatchObject({ state: 'queued', held: true });
    const before = sentTo(network);
    await a.session.stop();
    const again = await sessionParty(network, alice, store, clock);
    await pass(clock, 9 * minute, minute);
    expect(sentTo(network)).toBe(before);
    network.fate = () => answered(200);
    await again.session.kept.retryAll();
    await expect.poll(async () => receiptOf(again, message), patience).toBe('delivered');
  });
});

describe('for how long', () => {
  it('until the time that is set is over, also without any connection', async () => {
    const network = new FakeNetwork();
    const clock = new FakeClock();
    const settings = settingsWith({ 'messages.retryHours': 2 });
    const a = await sessionParty(network, alice, undefined, clock, settings);
    a.connection.lose();
    const message = await sendTo(a, bob, 'Hello');
    await pass(clock, 2 * hour - 1_000, hour / 4);
    expect(await receiptOf(a, message)).toBe('queued');
    await pass(clock, 1_000);
    await expect
      .poll(async () => storedReceipt(a, message), patience)
      .toMatchObject({ state: 'failed', failure: { code: 'offline', status: null } });
    expect(a.session.unsent).toEqual({ waiting: 0, failed: 1 });
  });

  it('counted from when it was written, over a restart, and anew when the user asks', async () => {
    const network = new FakeNetwork();
    const clock = new FakeClock();
    const store = await openLocalStore();
    const settings = settingsWith({ 'messages.retryHours': 2 });
    const a = await sessionParty(network, alice, store, clock, settings);
    network.add(bob);
    network.fate = () => answered(503);
    const message = await sendTo(a, bob, 'Hello');
    await expect
      .poll(async () => storedReceipt(a, message), patience)
      .toMatchObject({ failure: { status: 503 } });
    await a.session.stop();
    await pass(clock, hour);
    const again = await sessionParty(network, alice, store, clock, settings);
    await pass(clock, hour - minute, minute);
    expect(['queued', 'sending']).toContain(await receiptOf(again, message));
    await expect
      .poll(async () => {
        await clock.advance(minute);
        return storedReceipt(again, message);
      }, patience)
      .toMatchObject({ state: 'failed', failure: { code: 'server-error', status: 503 } });
    await again.session.kept.retry(message.id);
    await pass(clock, hour, minute);
    expect(['queued', 'sending']).toContain(await receiptOf(again, message));
  });

  it('follows the setting at once', async () => {
    const clock = new FakeClock();
    const settings = settingsWith({ 'messages.retryHours': 48 });
    const a = await sessionParty(new FakeNetwork(), alice, undefined, clock, settings);
    a.connection.lose();
    const message = await sendTo(a, bob, 'Hello');
    await pass(clock, 2 * hour, hour);
    settings.change({ 'messages.retryHours': 1 });
    await expect.poll(async () => receiptOf(a, message), patience).toBe('failed');
  });
});

describe('an answer to a message', () => {
  it('proves that this one was delivered, and no other', async () => {
    const network = new FakeNetwork();
    const a = await sessionParty(network, alice);
    const b = await sessionParty(network, bob);
    // A store on the way takes them on, and what it does with them is not known here.
    network.fate = ({ method, from }) => (method === 'MESSAGE' && from === alice ? answered(202) : null);
    const first = await sendTo(a, bob, 'First');
    const second = await sendTo(a, bob, 'Second');
    await expect.poll(async () => receiptOf(a, second), patience).toBe('sent');
    expect(await receiptOf(a, first)).toBe('sent');
    // The second one reached one of his devices.
    const { id: theirs } = await b.session.startConversation(alice);
    const { message: received } = await b.store.insertIncoming({
      conversationId: theirs,
      sender: { address: alice, displayName: null },
      text: 'Second',
      at: Date.now(),
      remoteId: second.id,
      displayRequested: false,
    });
    await b.session.send(newMessageId(), theirs, 'Yes', { replyTo: received.id });
    await expect.poll(async () => receiptOf(a, second), patience).toBe('delivered');
    expect(await receiptOf(a, first)).toBe('sent');
    const { events } = await a.session.kept.proof(second.id);
    expect(events.at(-1)).toMatchObject({ kind: 'answered' });
  });

  it('that names none, and typing, prove nothing', async () => {
    const network = new FakeNetwork();
    const a = await sessionParty(network, alice);
    const b = await sessionParty(network, bob);
    network.fate = ({ method, from }) => (method === 'MESSAGE' && from === alice ? answered(202) : null);
    const message = await sendTo(a, bob, 'First');
    await expect.poll(async () => receiptOf(a, message), patience).toBe('sent');
    const { id } = await b.session.startConversation(alice);
    await b.session.setComposing(id, true);
    const crossing = await sendTo(b, alice, 'Are you there?');
    await expect.poll(async () => receiptOf(b, crossing), patience).toBe('delivered');
    await expect.poll(async () => texts(a, bob), patience).toContain('Are you there?');
    expect(await receiptOf(a, message)).toBe('sent');
  });

  it('repairs what may have arrived, and is never taken back', () => {
    const failure = { code: 'interrupted', status: null } as const;
    const any = fc.constantFrom<ReceiptEvent>(
      { kind: 'left' },
      { kind: 'accepted' },
      { kind: 'delivered' },
      { kind: 'failed', failure },
      { kind: 'postponed', failure, next: null },
      { kind: 'retried' },
    );
    fc.assert(
      fc.property(fc.array(any), fc.array(any), (before, after) => {
        let receipt = before.reduce((each, event) => receiptReducer(each, event, 1), queuedReceipt(0));
        receipt = receiptReducer(receipt, { kind: 'delivered' }, 2);
        expect(receipt.state).toBe('delivered');
        expect(receiptReducer(receipt, { kind: 'delivered' }, 3)).toBe(receipt);
        for (const event of after) receipt = receiptReducer(receipt, event, 4);
        expect(receipt.state).toBe('delivered');
      }),
    );
  });
});

it('leaves out of "try all again" what may have arrived, and sends it with the same id when the user decides', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  network.add(bob);
  network.fate = () => ({ kind: 'transport-lost', left: true });
  const message = await sendTo(a, bob, 'Hello');
  await expect
    .poll(async () => storedReceipt(a, message), patience)
    .toMatchObject({ state: 'failed', failure: { code: 'interrupted' } });
  const before = sentTo(network);
  network.fate = () => answered(200);
  await a.session.kept.retryAll();
  expect(await receiptOf(a, message)).toBe('failed');
  expect(sentTo(network)).toBe(before);
  await a.session.kept.retry(message.id);
  await expect.poll(async () => receiptOf(a, message), patience).toBe('delivered');
  const ids = network.wire
    .filter(({ method, from }) => method === 'MESSAGE' && from === alice)
    .map(({ headers }) => headers.find(([name]) => name === 'Parley-Message-ID')?.[1]);
  expect(new Set(ids)).toEqual(new Set([message.id]));
});
