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
  { kind: 'postponed' },
  { kind: 'retried' },
];

/** One row a state, one column an event in the order above; '-' is no change. */
const table: Record<ReceiptState, string> = {
  queued: 'sending sent delivered read failed - -',
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
            failure: event.kind === 'failed' ? failure : null,
            updatedAt: 2,
          });
        }
      });
    }
  }

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
