import * as v from 'valibot';
import { expect, it } from 'vitest';
import { MessageId } from '../../../shared/model/ids.ts';
import { newMessageId } from '../../../shared/model/new-message-id.ts';

it('makes ids that are UUIDs of version 7, in the order of time, and never twice', () => {
  const ids = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000].map(newMessageId);
  for (const id of ids) {
    expect(v.is(MessageId, id)).toBe(true);
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  }
  expect(ids.toSorted()).toEqual(ids);
  // The example of RFC 9562, appendix A.6.
  expect(newMessageId(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7/);
  expect(new Set(Array.from({ length: 1000 }, () => newMessageId(7))).size).toBe(1000);
});
