import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  queuedReceipt,
  receiptReducer,
  type Receipt,
  type ReceiptEvent,
  type ReceiptState,
} from '../../../shared/model/receipt.ts';

const failure = { code: 'absent', status: 480 } as const;
const states: readonly ReceiptState[] = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'];
const events: readonly ReceiptEvent[] = [
  { kind: 'left' },
  { kind: 'accepted' },
  { kind: 'delivered' },
  { kind: 'read' },
  { kind: 'failed', failure },
  { kind: 'postponed', failure, next: { at: 5, held: false } },
  { kind: 'retried' },
];

/** One row a state, one column an event in the order above; '-' is no change. */
const table: Record<ReceiptState, string> = {
  queued: 'sending sent delivered read failed - queued',
  sending: '- sent delivered read failed queued -',
  sent: '- - delivered read failed - -',
  delivered: '- - - read - - -',
  read: '- - - - - - -',
  failed: '- sent delivered read - - queued',
};

const receiptIn = (state: ReceiptState): Receipt => ({
  state,
  failure: state === 'failed' ? failure : null,
  updatedAt: 1,
});

describe('receiptReducer', () => {
  for (const state of states) {
    const row = table[state].split(' ');
    for (const [column, event] of events.entries()) {
      const expected = row[column] ?? '';
      it(`${state} + ${event.kind} → ${expected}`, () => {
        const before = receiptIn(state);
        const after = receiptReducer(before, event, 2);
        if (expected === '-') {
          expect(after).toBe(before);
        } else {
          expect(after).toEqual({
            state: expected,
            failure: event.kind === 'failed' || event.kind === 'postponed' ? failure : null,
            updatedAt: 2,
            ...(event.kind === 'postponed' ? { nextAt: 5 } : {}),
            ...(event.kind === 'retried' ? { askedAt: 2 } : {}),
          });
        }
      });
    }
  }

  it('keeps why the attempt before went wrong while it waits and is tried again', () => {
    const waits = receiptReducer(
      receiptReducer(queuedReceipt(0), { kind: 'left' }, 1),
      { kind: 'postponed', failure, next: { at: 9, held: true } },
      2,
    );
    expect(waits).toEqual({ state: 'queued', failure, updatedAt: 2, nextAt: 9, held: true });
    const again = receiptReducer(waits, { kind: 'left' }, 9);
    expect(again).toEqual({ state: 'sending', failure, updatedAt: 9 });
    // A lost connection says nothing new of it.
    expect(receiptReducer(again, { kind: 'postponed', failure: null, next: null }, 10)).toEqual({
      state: 'queued',
      failure,
      updatedAt: 10,
    });
    expect(receiptReducer(again, { kind: 'accepted' }, 10).failure).toBeNull();
  });

  it('remembers when the user asked for it', () => {
    let receipt = receiptReducer({ ...receiptIn('failed') }, { kind: 'retried' }, 7);
    for (const event of events.slice(0, 6)) {
      receipt = receiptReducer(receipt, event, 8);
      expect(receipt.askedAt).toBe(7);
    }
  });

  it('never goes backwards without being told to send again', () => {
    const rank: Record<ReceiptState, number> = {
      queued: 0,
      sending: 1,
      failed: 1,
      sent: 2,
      delivered: 3,
      read: 4,
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (sequence) => {
        let receipt = queuedReceipt(0);
        for (const event of sequence) {
          const next = receiptReducer(receipt, event, 0);
          const repeats = event.kind === 'postponed' || event.kind === 'retried' || event.kind === 'failed';
          if (!repeats) expect(rank[next.state]).toBeGreaterThanOrEqual(rank[receipt.state]);
          if (receipt.state === 'delivered' || receipt.state === 'read') {
            expect(rank[next.state]).toBeGreaterThanOrEqual(rank[receipt.state]);
          }
          receipt = next;
        }
      }),
    );
  });
});
