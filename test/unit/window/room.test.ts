import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomBehind } from '../../../renderer/state/writing/room.ts';
import { longestText } from '../../../shared/model/message.ts';
import { textOnWire } from '../../../shared/text/reply-quote.ts';

test.each([
  ['', null, null, { characters: longestText, limit: 'own' }],
  ['abc', null, null, { characters: longestText - 3, limit: 'own' }],
  ['abc', null, 1_000_000, { characters: longestText - 3, limit: 'own' }],
  ['', null, 100, { characters: 99, limit: 'peer' }],
  ['a'.repeat(99), null, 100, { characters: 0, limit: 'peer' }],
  ['a'.repeat(100), null, 100, { characters: -1, limit: 'peer' }],
  ['مرحبا', null, 100, { characters: 44, limit: 'peer' }],
  ['م'.repeat(50), null, 100, { characters: -1, limit: 'peer' }],
  ['👋', null, 100, { characters: 47, limit: 'peer' }],
  // "> ", the question, and an empty line.
  ['a', 'q'.repeat(50), 100, { characters: 99 - 54 - 1, limit: 'peer' }],
  ['', 'q'.repeat(120), 100, { characters: -25, limit: 'peer' }],
] as const)('behind %j, an answer to %j, with %j refused, is %j', (text, original, refusedSize, room) => {
  expect(roomBehind(text, original, refusedSize)).toEqual(room);
});

test('is at an end just where as many bytes go out as were refused', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 80 });
  fc.assert(
    fc.property(text, fc.option(text), fc.integer({ min: 1, max: 400 }), (written, original, refusedSize) => {
      const sent = new TextEncoder().encode(textOnWire(written, original)).length;
      expect(roomBehind(written, original, refusedSize).characters < 0).toBe(sent >= refusedSize);
    }),
  );
});
