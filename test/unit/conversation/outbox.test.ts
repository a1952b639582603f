import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Outbox, type DeliveryOutcome } from '../../../main/conversation/outbox.ts';
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

/** An outbox over a store that is a map, and a peer that answers as the test says. */
function setUp(answer: (message: Message, attempt: number) => Promise<DeliveryOutcome> | DeliveryOutcome) {
  const clock = new FakeClock();
  const messages = new Map<MessageId, Message>();
  const attempts: Message[] = [];
  const history: string[] = [];
  const tries = new Map<MessageId, number>();
  const outbox = new Outbox({
    clock,
    log: silentLog,
    receipts: new ReceiptBook({
      clock,
      store: {
        message: (id) => Promise.resolve(messages.get(id) ?? null),
        setReceipt: (id: MessageId, receipt: Receipt) => {
          const message = messages.get(id);
          if (message === undefined) return Promise.reject(new Error('Unknown'));
          const next = { ...message, receipt };
          messages.set(id, next);
          return Promise.resolve(next);
        },
      },
      changed: (message) => {
        history.push(`${message.text} ${message.receipt?.state ?? ''}`);
      },
    }),
    deliver: async (message) => {
      attempts.push(message);
      const count = (tries.get(message.id) ?? 0) + 1;
      tries.set(message.id, count);
      return answer(message, count);
    },
  });
  const add = (message: Message): Message => {
    messages.set(message.id, message);
    outbox.add(message);
    return message;
  };
  return { clock, outbox, messages, attempts, history, add };
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

  it('tries again after a pause, keeps the order, and at last says that it failed', async () => {
    const box = setUp((message) =>
      message.text === '0/1' ? { kind: 'again', failure } : { kind: 'delivered' },
    );
    box.outbox.setOnline(true);
    const first = box.add(messageOf(0, 1));
    const second = box.add(messageOf(0, 2));
    await settle();
    expect(box.messages.get(first.id)?.receipt?.state).toBe('queued');
    expect(box.messages.get(second.id)?.receipt?.state).toBe('queued');
    for (let minute = 0; minute < 5; minute += 1) {
      await box.clock.advance(60_000);
      await settle();
    }
    expect(box.messages.get(first.id)?.receipt).toMatchObject({ state: 'failed', failure });
    expect(box.messages.get(second.id)?.receipt?.state).toBe('delivered');
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
      attempt < 3 ? { kind: 'again', failure } : { kind: 'delivered' },
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
      message.text === '0/1' ? { kind: 'again', failure } : { kind: 'delivered' },
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

  it('loses none, doubles none and keeps the order, whatever the answers are', async () => {
    const outcome = fc.constantFrom<DeliveryOutcome['kind']>('delivered', 'sent', 'wait', 'again', 'failed');
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        async (answers, count) => {
          let running = 0;
          const finished: number[] = [];
          const box = setUp(async (message) => {
            running += 1;
            expect(running).toBe(1);
            await Promise.resolve();
            running -= 1;
            const kind = answers.shift() ?? 'delivered';
            if (kind === 'delivered' || kind === 'sent') finished.push(message.sequence);
            return kind === 'again' || kind === 'failed' ? { kind, failure } : { kind };
          });
          const all = Array.from({ length: count }, (_unused, index) => box.add(messageOf(0, index + 1)));
          for (let turn = 0; turn < 200; turn += 1) {
            box.outbox.setOnline(true);
            await box.clock.advance(70_000);
            await settle();
          }
          expect(finished).toEqual([...finished].sort((a, b) => a - b));
          expect(new Set(finished).size).toBe(finished.length);
          for (const { id } of all) {
            expect(['delivered', 'sent', 'failed']).toContain(box.messages.get(id)?.receipt?.state);
          }
          expect(box.clock.pending).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
