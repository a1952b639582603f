import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { UnsentTally } from '../../../main/conversation/unsent-tally.ts';
import type { MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import type { UnsentCount } from '../../../shared/model/unsent.ts';

const states: readonly ReceiptState[] = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'];
const ids = Array.from({ length: 6 }, () => randomUUID() as MessageId);

it('counts what a list would hold, and tells each other number once', () => {
  const id = fc.constantFrom(...ids);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('note' as const), id, state: fc.constantFrom(...states) }),
    fc.record({ kind: fc.constant('forget' as const), id }),
  );
  fc.assert(
    fc.property(fc.dictionary(id, fc.constantFrom(...states)), fc.array(step), (first, steps) => {
      const told: UnsentCount[] = [];
      const tally = new UnsentTally((count) => told.push(count));
      const known = new Map(Object.entries(first) as [MessageId, ReceiptState][]);
      const expected = (): UnsentCount => {
        const all = [...known.values()];
        return {
          waiting: all.filter((state) => state === 'queued' || state === 'sending').length,
          failed: all.filter((state) => state === 'failed').length,
        };
      };
      tally.take([...known].map(([each, state]) => ({ id: each, state })));
      for (const each of steps) {
        if (each.kind === 'note') {
          known.set(each.id, each.state);
          tally.note({ id: each.id, receipt: { state: each.state, failure: null, updatedAt: 0 } });
        } else {
          known.delete(each.id);
          tally.forget([each.id]);
        }
        expect(tally.count).toEqual(expected());
      }
      const last = told.at(-1);
      if (last !== undefined) expect(last).toEqual(expected());
      for (const [index, count] of told.entries()) expect(count).not.toEqual(told[index - 1]);
    }),
  );
});
