import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFit, fit, ranked, termsOf } from '../../../renderer/state/palette/match.ts';
import { foldText } from '../../../shared/model/search-fold.ts';

const fitOf = (query: string, name: string): number => fit(termsOf(query), foldText(name));

describe('what fits into a name', () => {
  it('is better the nearer to its beginning', () => {
    const best = ['anna', 'annabel', 'Eva Anna', 'Joanna'].map((name) => fitOf('anna', name));
    expect(best).toEqual([4, 3, 2, 1]);
    expect(fitOf('anna', 'Bob')).toBe(0);
  });

  it('does not ask for case, accents or the order of words', () => {
    expect(fitOf('zur', 'Zürich')).toBe(3);
    expect(fitOf('елка', 'Ёлка')).toBe(4);
    expect(fitOf('svens anna', 'Anna Svensson')).toBeGreaterThan(0);
    expect(fitOf('會', '會議')).toBe(3);
  });

  it('knows the parts of an address', () => {
    expect(fitOf('becker', 'jonas.becker@example.com')).toBe(2);
    expect(fitOf('example', 'jonas.becker@example.com')).toBe(2);
  });

  it('asks for all words', () => {
    expect(fitOf('anna bob', 'Anna Svensson')).toBe(0);
  });

  it('is everything when nothing is asked, and never more than the whole', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, name) => {
        const value = fitOf(query, name);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(4);
        if (query.trim() === '') expect(value).toBe(4);
      }),
    );
  });

  it('has every part of a name fit into it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/),
        fc.nat(),
        fc.nat(),
        (name, from, length) => {
          const start = from % name.length;
          const part = name.slice(start, start + 1 + (length % (name.length - start)));
          expect(fitOf(part, name)).toBeGreaterThan(0);
          expect(fitOf(part, name)).toBeLessThanOrEqual(fitOf(name, name));
        },
      ),
    );
  });
});

describe('what is ranked', () => {
  it('stands by how well it fits, and in its own order where that is equal', () => {
    const names = ['Joanna', 'Anna B', 'Anna A', 'Bob', 'anna'];
    const found = ranked(names, (name) => fitOf('anna', name), 3);
    expect(found.map(({ entry }) => entry)).toEqual(['anna', 'Anna B', 'Anna A']);
  });

  it('weighs several names', () => {
    const terms = termsOf('anna');
    expect(
      bestFit(terms, [
        ['bob', 1],
        ['anna@example.com', 0.9],
      ]),
    ).toBeCloseTo(2.7);
    expect(bestFit(terms, [])).toBe(0);
  });

  it('is part of what there is, each once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -5, max: 5 })), fc.nat(5), (entries, most) => {
        const found = ranked(entries, (each) => each, most);
        expect(found.length).toBeLessThanOrEqual(most);
        expect(new Set(found.map(({ entry }) => entry)).size).toBe(found.length);
        for (const { entry, rank } of found) {
          expect(entries).toContain(entry);
          expect(rank).toBeGreaterThan(0);
        }
      }),
    );
  });
});
