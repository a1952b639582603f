import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Outbox, type DeliveryOutcome } from '../../../main/conversation/outbox.ts';
import { ProofBook } from '../../../main/conversation/proof-book.ts';
import { ReceiptBook } from '../../../main/conversation/receipt-book.ts';
import { silentLog } from '../../../main/log/log.ts';
import { parseAddress, type SipAddress } from '../../../shared/model/address.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import { queuedReceipt, type Receipt } from '../../../shared/model/receipt.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const failure = { code: 'absent', status: 480 } as const;

function address(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

const conversations = [randomUUID(), randomUUID()] as ConversationId[];

function messageOf(conversation: number, sequence: number): Message {
  const conversationId = conversations[conversation];
  if (conversationId === undefined) throw new Error('No such conversation');
  return {
    id: randomUUID() as MessageId,
    conversationId,
    sequence,
    direction: 'outgoing',
    sender: { address: address('alice@example.test'), displayName: null },
    text: `${String(conversation)}/${String(sequence)}`,
    at: 0,
    sentAt: null,
    replyTo: null,
    quote: null,
    receipt: queuedReceipt(0),
  };
}

const hour = 3_600_000;

/** An outbox over a store that is a map, and a peer that answers as the test says. */
function setUp(answer: (message: Message, attempt: number) => Promise<DeliveryOutcome> | DeliveryOutcome) {
  const clock = new FakeClock(0);
  const messages = new Map<MessageId, Message>();
  const attempts: Message[] = [];
  const history: string[] = [];
  const tries = new Map<MessageId, number>();
  const box = { windowHours: 24, storeWorks: true };
  const receipts = new ReceiptBook({
    clock,
    proof: new ProofBook({ addEvents: () => Promise.resolve() }, clock, silentLog),
    store: {
      message: (id) => Promise.resolve(messages.get(id) ?? null),
      setReceipt: (id: MessageId, receipt: Receipt) => {
        const message = messages.get(id);
        if (message === undefined || !box.storeWorks) return Promise.reject(new Error('No'));
        const next = { ...message, receipt };
        messages.set(id, next);
        return Promise.resolve(next);
      },
    },
    failing: () => Promise.resolve(),
    changed: (message) => {
      history.push(`${message.text} ${message.receipt?.state ?? ''}`);
    },
  });
  const start = (): Outbox =>
    new Outbox({
      clock,
      log: silentLog,
      random: () => 0,
      retryWindow: () => box.windowHours * hour,
      receipts,
      deliver: async (message) => {
        attempts.push(message);
        const count = (tries.get(message.id) ?? 0) + 1;
        tries.set(message.id, count);
        return answer(message, count);
      },
    });
  let outbox = start();
  const add = (message: Message): Message => {
    messages.set(message.id, message);
    outbox.add(message);
    return message;
  };
  /** As after an end of the program: another outbox takes up what is stored. */
  const restart = async (): Promise<void> => {
    outbox.stop();
    await settle();
    outbox = start();
    for (const { id, receipt } of [...messages.values()].sort((a, b) => a.sequence - b.sequence)) {
      if (receipt?.state === 'sending')
        await receipts.apply(id, { kind: 'postponed', failure: null, next: null });
      const stored = messages.get(id);
      if (stored?.receipt?.state === 'queued') outbox.add(stored);
    }
  };
  const receiptOf = ({ id }: Message): Receipt | null => messages.get(id)?.receipt ?? null;
  return {
    ...{ clock, messages, attempts, history, add, restart, receipts, receiptOf, box },
    get outbox() {
      return outbox;
    },
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

describe('Outbox', () => {
  it('waits for the connection, then sends in order and tells each step', async () => {
    const box = setUp(() => ({ kind: 'delivered' }));
    box.add(messageOf(0, 1));
    box.add(messageOf(0, 2));
    await settle();
    expect(box.history).toEqual([]);
    box.outbox.setOnline(true);
    await settle();
    expect(box.history).toEqual(['0/1 sending', '0/1 delivered', '0/2 sending', '0/2 delivered']);
  });

  it('keeps the next one back until the first is answered, but not other conversations', async () => {
    let answer: (outcome: DeliveryOutcome) => void = () => undefined;
    const box = setUp((message) =>
      message.text === '0/1'
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : { kind: 'sent' },
    );
    box.outbox.setOnline(true);
    box.add(messageOf(0, 1));
    box.add(messageOf(0, 2));
    box.add(messageOf(1, 3));
    await settle();
    expect(box.attempts.map((each) => each.text)).toEqual(['0/1', '1/3']);
    answer({ kind: 'delivered' });
    await settle();
    expect(box.attempts.map((each) => each.text)).toEqual(['0/1', '1/3', '0/2']);
  });

  it('tries again for a day, keeps the order, and at last says that it failed', async () => {
    const box = setUp((message) =>
      message.text === '0/1' ? { kind: 'again', failure, after: null } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const first = box.add(messageOf(0, 1));
    const second = box.add({ ...messageOf(0, 2), at: hour });
    await settle();
    expect(box.receiptOf(first)).toMatchObject({ state: 'queued', failure, nextAt: 1_000 });
    await box.clock.advance(24 * hour - 1);
    expect(box.receiptOf(first)).toMatchObject({ state: 'queued', failure });
    expect(box.receiptOf(second)?.state).toBe('queued');
    await box.clock.advance(1);
    expect(box.receiptOf(first)).toMatchObject({ state: 'failed', failure });
    expect(box.receiptOf(second)?.state).toBe('delivered');
    expect(box.attempts.length).toBeGreaterThan(280);
    expect(box.attempts.length).toBeLessThan(310);
    expect(box.clock.pending).toBe(0);
  });

  it('gives up in time without any connection, and says so', async () => {
    const box = setUp(() => ({ kind: 'delivered' }));
    const first = box.add(messageOf(0, 1));
    const second = box.add({ ...messageOf(0, 2), at: 500 });
    await box.clock.advance(24 * hour);
    expect(box.receiptOf(first)).toMatchObject({
      state: 'failed',
      failure: { code: 'offline', status: null },
    });
    expect(box.receiptOf(second)?.state).toBe('queued');
    await box.clock.advance(500);
    expect(box.receiptOf(second)?.state).toBe('failed');
    expect(box.attempts).toEqual([]);
    expect(box.clock.pending).toBe(0);
  });

  it('gives up after a restart what had its time meanwhile, and does not send it', async () => {
    const box = setUp(() => ({ kind: 'delivered' }));
    const old = box.add(messageOf(0, 1));
    const young = box.add({ ...messageOf(0, 2), at: 2 * hour });
    box.outbox.stop();
    await box.clock.advance(25 * hour);
    await box.restart();
    box.outbox.setOnline(true);
    await box.clock.advance(0);
    expect(box.receiptOf(old)?.state).toBe('failed');
    expect(box.receiptOf(young)?.state).toBe('delivered');
  });

  it('counts anew when the user asks, across a restart', async () => {
    const box = setUp(() => ({ kind: 'again', failure, after: null }));
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await box.clock.advance(24 * hour);
    expect(box.receiptOf(message)?.state).toBe('failed');
    const queued = await box.receipts.apply(message.id, { kind: 'retried' });
    if (queued !== null) box.outbox.add(queued);
    await box.clock.advance(12 * hour);
    await box.restart();
    await box.clock.advance(12 * hour - 1);
    expect(box.receiptOf(message)?.state).toBe('queued');
    await box.clock.advance(1);
    expect(box.receiptOf(message)?.state).toBe('failed');
  });

  it('follows the setting at once', async () => {
    const box = setUp(() => ({ kind: 'delivered' }));
    const message = box.add(messageOf(0, 1));
    await box.clock.advance(2 * hour);
    box.box.windowHours = 1;
    box.outbox.expire();
    await settle();
    expect(box.receiptOf(message)?.state).toBe('failed');
  });

  it('leaves the server alone for as long as it asked, whatever happens but the user', async () => {
    const box = setUp((_message, attempt) =>
      attempt === 1 ? { kind: 'again', failure, after: 10 * 60_000 } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    expect(box.receiptOf(message)).toMatchObject({ state: 'queued', nextAt: 600_000, held: true });
    box.outbox.setOnline(false);
    box.outbox.setOnline(true);
    box.outbox.peerSeen(message.conversationId);
    await box.clock.advance(300_000);
    await box.restart();
    box.outbox.setOnline(true);
    await box.clock.advance(299_999);
    expect(box.attempts).toHaveLength(1);
    await box.clock.advance(1);
    expect(box.receiptOf(message)?.state).toBe('delivered');
  });

  it('tries at once when the user asks, also against the wish of the server', async () => {
    const box = setUp((_message, attempt) =>
      attempt === 1 ? { kind: 'again', failure, after: 600_000 } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    box.outbox.asked(null);
    await settle();
    expect(box.receiptOf(message)?.state).toBe('delivered');
  });

  it('waits for no attempt that would come too late', async () => {
    const box = setUp(() => ({ kind: 'again', failure, after: 48 * hour }));
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    expect(box.receiptOf(message)).toMatchObject({ state: 'failed', failure });
  });

  it('does not send again what went out and could not be noted', async () => {
    const box = setUp(() => {
      box.box.storeWorks = false;
      return { kind: 'delivered' };
    });
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    expect(box.receiptOf(message)?.state).toBe('sending');
    box.box.storeWorks = true;
    await box.clock.advance(60_000);
    expect(box.receiptOf(message)?.state).toBe('delivered');
    expect(box.attempts).toHaveLength(1);
  });

  it('does not count a lost connection as an attempt', async () => {
    let online = false;
    const box = setUp(() => (online ? { kind: 'delivered' } : { kind: 'wait' }));
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    for (let loss = 0; loss < 30; loss += 1) {
      box.outbox.setOnline(false);
      box.outbox.setOnline(true);
      await settle();
    }
    expect(box.messages.get(message.id)?.receipt?.state).toBe('queued');
    online = true;
    box.outbox.setOnline(true);
    await settle();
    expect(box.messages.get(message.id)?.receipt?.state).toBe('delivered');
  });

  it('tries at once when the peer shows itself', async () => {
    const box = setUp((_message, attempt) =>
      attempt < 3 ? { kind: 'again', failure, after: null } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const message = box.add(messageOf(0, 1));
    await settle();
    box.outbox.peerSeen(message.conversationId);
    await settle();
    box.outbox.peerSeen(message.conversationId);
    await settle();
    expect(box.messages.get(message.id)?.receipt?.state).toBe('delivered');
  });

  it('does not keep the others waiting for one that is deleted while it waits to be tried again', async () => {
    const box = setUp((message) =>
      message.text === '0/1' ? { kind: 'again', failure, after: null } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const first = box.add(messageOf(0, 1));
    const second = box.add(messageOf(0, 2));
    await settle();
    box.messages.delete(first.id);
    box.outbox.forget(first.conversationId, [first.id]);
    await settle();
    expect(box.messages.get(second.id)?.receipt?.state).toBe('delivered');
    expect(box.clock.pending).toBe(0);
  });

  it('goes on when the message is deleted in the moment in which its turn comes', async () => {
    const box = setUp(() => ({ kind: 'delivered' }));
    const first = box.add(messageOf(0, 1));
    const second = box.add(messageOf(0, 2));
    box.messages.delete(first.id);
    box.outbox.setOnline(true);
    await settle();
    expect(box.attempts.map((each) => each.text)).toEqual(['0/2']);
    expect(box.messages.get(second.id)?.receipt?.state).toBe('delivered');
  });

  it('loses none, doubles none and keeps the order, whatever happens', async () => {
    type Step = 'on' | 'off' | 'restart' | 'seen' | 'ask' | 'second' | 'minutes' | 'hours';
    const step = fc.constantFrom<Step>('on', 'off', 'restart', 'seen', 'ask', 'second', 'minutes', 'hours');
    const outcome = fc.constantFrom<DeliveryOutcome>(
      { kind: 'delivered' },
      { kind: 'sent' },
      { kind: 'wait' },
      { kind: 'again', failure, after: null },
      { kind: 'again', failure, after: 90_000 },
      { kind: 'again', failure, after: 30 * hour },
      { kind: 'failed', failure },
    );
    const times = { second: 1_000, minutes: 7 * 60_000, hours: 9 * hour };
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { maxLength: 60 }),
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        async (answers, steps, count) => {
          const running = [0, 0];
          const finished: [number[], number[]] = [[], []];
          const box = setUp(async ({ sequence }) => {
            const lane = sequence % 2;
            running[lane] = (running[lane] ?? 0) + 1;
            expect(running[lane]).toBe(1);
            await Promise.resolve();
            running[lane] = 0;
            const answer = answers.shift() ?? { kind: 'delivered' };
            if (answer.kind === 'delivered' || answer.kind === 'sent')
              finished[lane === 0 ? 0 : 1].push(sequence);
            return answer;
          });
          const all = Array.from({ length: count }, (_unused, index) =>
            box.add(messageOf((index + 1) % 2, index + 1)),
          );
          for (const each of steps) {
            if (each === 'on') box.outbox.setOnline(true);
            else if (each === 'off') box.outbox.setOnline(false);
            else if (each === 'restart') await box.restart();
            else if (each === 'seen') for (const id of conversations) box.outbox.peerSeen(id);
            else if (each === 'ask') box.outbox.asked(null);
            else await box.clock.advance(times[each]);
          }
          await box.clock.advance(25 * hour);
          for (const sent of finished) {
            expect(sent).toEqual([...sent].sort((a, b) => a - b));
            expect(new Set(sent).size).toBe(sent.length);
          }
          for (const message of all) {
            const state = box.receiptOf(message)?.state ?? '';
            expect(['delivered', 'sent', 'failed']).toContain(state);
            const went = finished.flat().includes(message.sequence);
            expect(state === 'failed').toBe(!went);
          }
          expect(box.clock.pending).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
