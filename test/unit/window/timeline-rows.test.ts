import { describe, expect, test } from 'vitest';
import { timelineRows } from '../../../renderer/state/timeline-rows.ts';
import { conversationWith, messageIn } from '../../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const messages = Array.from({ length: 6 }, (_, index) =>
  messageIn(bob, { text: `Line ${String(index)}`, sequence: index + 1, at: noon + index * 10_000 }),
);

describe('rows of a timeline', () => {
  test('stay the same objects when further ones come, but for the one whose surroundings changed', () => {
    const before = timelineRows(messages.slice(2), null, true);
    const after = timelineRows(messages, null, false);
    expect(after.slice(3).map((row, index) => row === before[index + 1])).toEqual([true, true, true]);
    expect([before[0]?.newDay, after[2]?.newDay]).toEqual([true, false]);
  });

  test('change with the divider', () => {
    const before = timelineRows(messages, null, false);
    const after = timelineRows(messages, 4, false);
    expect(after.map(({ newFromHere }) => newFromHere)).toEqual([false, false, false, true, false, false]);
    expect(after[4]).toBe(before[4]);
  });
});
