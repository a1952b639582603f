import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SipAddress } from '../../../shared/model/address.ts';
import { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { DeliveryFailure, Receipt, ReceiptState } from '../../../shared/model/receipt.ts';
import { compare, setBack, type Direction, type SentText } from '../../support/torture/history.ts';
import { scheduleOf } from '../../support/torture/schedule.ts';

const newId = (): MessageId => v.parse(MessageId, randomUUID());
const sender = { address: v.parse(SipAddress, 'sip:alice@example.test'), displayName: null };
const conversationId = v.parse(ConversationId, randomUUID());
const receiptOf = (state: ReceiptState, failure: DeliveryFailure | null = null): Receipt => ({
  state,
  failure,
  updatedAt: 0,
});
const textOf = (number: number): string => `alice #${String(number)} hello`;

function message(number: number, receipt: Receipt | null): Message {
  return {
    id: newId(),
    conversationId,
    sequence: number,
    direction: receipt === null ? 'incoming' : 'outgoing',
    sender,
    text: textOf(number),
    at: 0,
    sentAt: null,
    replyTo: null,
    quote: null,
    receipt,
  };
}

const sentText = (number: number, over: Partial<SentText> = {}): SentText => ({
  number,
  text: textOf(number),
  acknowledged: true,
  everFailed: false,
  everLeft: true,
  withdrawn: null,
  edited: false,
  ...over,
});

const sent = [sentText(1), sentText(2), sentText(3)];
const atSender = [1, 2, 3].map((number) => message(number, receiptOf('delivered')));
const atReceiver = [1, 2, 3].map((number) => message(number, null));
const good = { sent, atSender, atReceiver, readUpTo: 2 };

describe('the comparison of two histories', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(compare(good)).toEqual([]);
  });

  it('lets go of a text that was never acknowledged', () => {
    expect(compare({ ...good, sent: [...sent, sentText(4, { acknowledged: false })] })).toEqual([]);
  });

  it.each([
    ['an acknowledged text that the sender lost', { ...good, sent: [...sent, sentText(4)] }, 'lost'],
    ['a text doubled at the receiver', { ...good, atReceiver: [...atReceiver, message(3, null)] }, 'doubled'],
    [
      'a text doubled at the sender',
      { ...good, atSender: [...atSender, message(3, receiptOf('delivered'))] },
      'doubled',
    ],
    ['a tick without a message', { ...good, atReceiver: atReceiver.slice(0, 2) }, 'does not have it'],
    [
      'a message that its sender forgot',
      { ...good, sent: [...sent, sentText(4)], atReceiver: [...atReceiver, message(4, null)] },
      'does not know it',
    ],
    ['two that changed places', { ...good, atReceiver: [1, 3, 2].map((n) => message(n, null)) }, 'order'],
    [
      'a tick of reading for what was not read',
      { ...good, atSender: [...atSender.slice(0, 2), message(3, receiptOf('read'))] },
      'has not read it',
    ],
    [
      'a failure without a reason',
      { ...good, atSender: [...atSender.slice(0, 2), message(3, receiptOf('failed'))] },
      'without a reason',
    ],
    [
      'what is still on its way',
      { ...good, atSender: [...atSender.slice(0, 2), message(3, receiptOf('sending'))] },
      'still sending',
    ],
    [
      'a text that changed on its way',
      { ...good, atReceiver: [...atReceiver.slice(0, 2), { ...message(3, null), text: 'alice #3 bye' }] },
      'another text',
    ],
  ])('finds %s', (_name, direction, words) => {
    expect(compare(direction).join('\n')).toContain(words);
  });

  it('promises no place to what failed once', () => {
    const failedOnce = sent.map((each) => (each.number === 2 ? { ...each, everFailed: true } : each));
    const late = { ...good, sent: failedOnce, atReceiver: [1, 3, 2].map((n) => message(n, null)) };
    expect(compare(late)).toEqual([]);
  });
});

describe('texts that were deleted or edited before they went out', () => {
  const withdrawn = (over: Partial<SentText>): readonly SentText[] => [
    ...sent.slice(0, 2),
    sentText(3, { withdrawn: 'done', everLeft: false, ...over }),
  ];
  const gone = { atSender: atSender.slice(0, 2), atReceiver: atReceiver.slice(0, 2) };

  it('are gone on both sides', () => {
    expect(compare({ ...good, ...gone, sent: withdrawn({}) })).toEqual([]);
  });

  it('may be anywhere while nobody knows whether it was done, or when they had left', () => {
    expect(compare({ ...good, ...gone, sent: withdrawn({ withdrawn: 'asked' }) })).toEqual([]);
    expect(compare({ ...good, sent: withdrawn({ withdrawn: 'asked' }) })).toEqual([]);
    const left = { ...good, atSender: gone.atSender, sent: withdrawn({ everLeft: true }) };
    expect(compare(left)).toEqual([]);
  });

  it('are found where they still are', () => {
    expect(compare({ ...good, sent: withdrawn({}) }).join()).toContain('deleted, but still');
    const received = { ...good, atSender: gone.atSender, sent: withdrawn({}) };
    expect(compare(received).join()).toContain('deleted before it left, but received');
  });

  it('stand where their sender has them, whatever their number', () => {
    const edited = [...sent.slice(0, 2), sentText(3, { edited: true })];
    const places = [3, 1, 2];
    const moved = {
      sent: edited,
      atSender: places.map((number) => message(number, receiptOf('delivered'))),
      atReceiver: places.map((number) => message(number, null)),
      readUpTo: 0,
    };
    expect(compare(moved)).toEqual([]);
    expect(compare({ ...moved, atReceiver }).join()).toContain('order at the receiver');
  });
});

describe('a build that breaks the promise', () => {
  /** Histories of both sides that keep the promise. */
  const kept: fc.Arbitrary<Direction> = fc
    .array(fc.constantFrom<ReceiptState[]>('sent', 'delivered', 'read'), { minLength: 2, maxLength: 30 })
    .map((states) => ({
      sent: states.map((_, index) => sentText(index + 1)),
      atSender: states.map((state, index) => message(index + 1, receiptOf(state))),
      atReceiver: states.map((_, index) => message(index + 1, null)),
      readUpTo: states.length,
    }));

  const without = <T>(items: readonly T[], at: number): readonly T[] => items.toSpliced(at, 1);
  const twice = (items: readonly Message[], at: number): readonly Message[] =>
    items.flatMap((each, index) => (index === at ? [each, { ...each, id: newId() }] : [each]));
  const swapped = (items: readonly Message[], at: number): readonly Message[] => {
    const [one, other] = [items[at], items[at + 1]];
    return one === undefined || other === undefined ? items : items.toSpliced(at, 2, other, one);
  };
  const withReceipt = (items: readonly Message[], at: number, receipt: Receipt): readonly Message[] =>
    items.map((each, index) => (index === at ? { ...each, receipt } : each));

  const faults: { readonly [name: string]: (history: Direction, at: number) => Direction } = {
    'loses what it acknowledged': (history, at) => ({
      ...history,
      atSender: without(history.atSender, at),
      atReceiver: without(history.atReceiver, at),
    }),
    'loses it at its sender alone': (history, at) => ({
      ...history,
      atSender: without(history.atSender, at),
    }),
    'ticks what did not arrive': (history, at) => ({
      ...history,
      atReceiver: without(history.atReceiver, at),
    }),
    'shows it twice': (history, at) => ({ ...history, atReceiver: twice(history.atReceiver, at) }),
    'keeps it twice': (history, at) => ({ ...history, atSender: twice(history.atSender, at) }),
    'shows it before the one that came first': (history, at) => ({
      ...history,
      atReceiver: swapped(history.atReceiver, Math.min(at, history.sent.length - 2)),
    }),
    'keeps it before the one that was sent first': (history, at) => ({
      ...history,
      atSender: swapped(history.atSender, Math.min(at, history.sent.length - 2)),
    }),
    'calls read what was not': (history, at) => ({
      ...history,
      atSender: withReceipt(history.atSender, at, receiptOf('read')),
      readUpTo: at,
    }),
    'never says what became of it': (history, at) => ({
      ...history,
      atSender: withReceipt(history.atSender, at, receiptOf('queued')),
    }),
    'changes its text': (history, at) => ({
      ...history,
      atReceiver: history.atReceiver.map((each, index) =>
        index === at ? { ...each, text: each.text.replace('hello', 'hallo') } : each,
      ),
    }),
  };

  it('is not found where there is none', () => {
    fc.assert(
      fc.property(kept, (history) => {
        expect(compare(history)).toEqual([]);
      }),
    );
  });

  it.each(Object.entries(faults))('is found when it %s', (_name, fault) => {
    fc.assert(
      fc.property(kept, fc.nat(), (history, place) => {
        expect(compare(fault(history, place % history.sent.length))).not.toEqual([]);
      }),
    );
  });
});

describe('receipts that follow each other', () => {
  const interrupted = receiptOf('failed', { code: 'interrupted', status: null });
  it.each([
    ['queued', 'sending', false, false, true],
    ['sending', 'queued', false, false, true],
    ['delivered', 'sent', false, false, false],
    ['delivered', 'queued', true, true, false],
    ['sent', 'failed', false, false, false],
    ['failed', 'queued', true, false, true],
    ['failed', 'queued', false, false, false],
    ['failed', 'sending', true, true, true],
    ['failed', 'delivered', false, false, true],
  ] as const)('%s, then %s (retried %s, gap %s): %s', (before, after, retried, gap, allowed) => {
    const earlier = before === 'failed' ? interrupted : receiptOf(before);
    expect(setBack(earlier, receiptOf(after), { retried, gap }) === null).toBe(allowed);
  });
});

it('makes the same schedule of the same seed, and others of others', () => {
  expect(scheduleOf(42, 7)).toEqual(scheduleOf(42, 7));
  expect(scheduleOf(42, 7)).not.toEqual(scheduleOf(43, 7));
  expect(scheduleOf(42, 7)).not.toEqual(scheduleOf(42, 8));
});
