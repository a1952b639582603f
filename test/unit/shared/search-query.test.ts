import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmptyQuery, longestQuery, parseSearchQuery } from '../../../shared/model/search-query.ts';

const empty = { terms: [], from: [], in: [], before: null, after: null, hasLink: false };
const date = (year: number, month: number, day: number) => ({ year, month, day });

describe('a search query', () => {
  it.each<readonly [string, Partial<ReturnType<typeof parseSearchQuery>>]>([
    ['', {}],
    ['  \t\n ', {}],
    ['two words', { terms: ['two', 'words'] }],
    ['a "quoted phrase" b', { terms: ['a', 'quoted phrase', 'b'] }],
    ['"not closed', { terms: ['not closed'] }],
    ['""', {}],
    ['say "', { terms: ['say'] }],
    ['from:bob plan', { from: ['bob'], terms: ['plan'] }],
    ['FROM:Bob In:"Carol M"', { from: ['Bob'], in: ['Carol M'] }],
    ['from:a from:b', { from: ['a', 'b'] }],
    ['from: bob', { terms: ['from:', 'bob'] }],
    ['before:2026-11-23', { before: date(2026, 11, 23) }],
    ['after:2026-1-2', { after: date(2026, 1, 2) }],
    ['after:2024-02-29', { after: date(2024, 2, 29) }],
    ['before:2025-02-29', { terms: ['before:2025-02-29'] }],
    ['before:2026-13-01 after:soon', { terms: ['before:2026-13-01', 'after:soon'] }],
    ['before:2026-03-01 before:2025-12-31', { before: date(2025, 12, 31) }],
    ['after:2026-03-01 after:2025-12-31', { after: date(2026, 3, 1) }],
    ['has:link x', { hasLink: true, terms: ['x'] }],
    ['has:cheese', { terms: ['has:cheese'] }],
    ['https://a.example/b?c', { terms: ['https://a.example/b?c'] }],
    ['re:hello 12:30', { terms: ['re:hello', '12:30'] }],
  ])('%j', (text, expected) => {
    expect(parseSearchQuery(text)).toEqual({ ...empty, ...expected });
  });

  it('is read whatever it is, and stays within its bounds', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('from:', 'in:', 'before:', 'after:', 'has:', 'has:link', '"', ' ', ':', '2026-02-3'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const { terms, from, in: places } = parseSearchQuery(text);
          for (const value of [...terms, ...from, ...places]) {
            expect(text).toContain(value.replace(/^"/, ''));
            expect(value.trim()).not.toBe('');
          }
          for (const list of [terms, from, places]) expect(list.length).toBeLessThanOrEqual(32);
        },
      ),
    );
    const huge = parseSearchQuery('word '.repeat(100_000));
    expect(huge.terms).toHaveLength(32);
    expect(parseSearchQuery('x'.repeat(100_000)).terms[0]).toHaveLength(longestQuery);
  });

  it('of words without quotes and colons is those words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\s":]+$/u), { maxLength: 32 }), (words) => {
        expect(parseSearchQuery(words.join(' '))).toEqual({ ...empty, terms: words });
      }),
    );
  });

  it('is empty when there is nothing to look for', () => {
    for (const text of ['', ' ', '""']) expect(isEmptyQuery(parseSearchQuery(text))).toBe(true);
    for (const text of ['x', 'from:x', 'in:x', 'has:link', 'before:2026-01-01', 'after:2026-01-01']) {
      expect(isEmptyQuery(parseSearchQuery(text))).toBe(false);
    }
  });
});
