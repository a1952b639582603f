import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SipAddress } from '../../../shared/model/address.ts';
import { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { DeliveryFailure, Receipt, ReceiptState } from '../../../shared/model/receipt.ts';
import { compare, setBack, type SentText } from '../../support/torture/history.ts';
import { scheduleOf } from '../../support/torture/schedule.ts';

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
    id: v.parse(MessageId, randomUUID()),
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
