import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Size } from '../../../shared/text/utf8-size.ts';

it('counts the bytes that an encoder makes, of halves of characters too', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );
  fc.assert(
    fc.property(any, (text) => {
      expect(utf8Size(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  expect(['a', 'ß', '€', '👋', '\ud800', 'مرحبا'].map(utf8Size)).toEqual([1, 2, 3, 4, 3, 10]);
});
