import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundPlaces } from '../../../renderer/state/found-places.ts';

const found = (text: string, ...terms: readonly string[]): readonly string[] =>
  foundPlaces(text, terms).map(([from, to]) => text.slice(from, to));

describe('the places of what is looked for', () => {
  it('are those of the search: without regard to case and accents', () => {
    expect(found('Zürich, zurich, ZU\u0308RICH', 'zurich')).toEqual(['Zürich', 'zurich', 'ZU\u0308RICH']);
    expect(found('Die Straße', 'strasse')).toEqual(['Straße']);
    expect(found('今日は会議があります', '会議')).toEqual(['会議']);
  });

  it('are none unless all terms are there', () => {
    expect(found('one two', 'one', 'three')).toEqual([]);
    expect(found('one two', 'two', 'one')).toEqual(['one', 'two']);
    expect(found('anything')).toEqual([]);
    expect(found('anything', ' ')).toEqual([]);
  });

  it('are at the beginning of words for one and two letters', () => {
    expect(found('an ant and a banana', 'an')).toEqual(['an', 'an', 'an']);
    expect(found('会議', '議')).toEqual(['議']);
  });

  it('join where they touch', () => {
    expect(found('needless', 'needle', 'less')).toEqual(['needless']);
  });

  it('lie within the text, in order, and do not overlap', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 3 })),
        (text, terms) => {
          let end = -1;
          for (const [from, to] of foundPlaces(text, terms)) {
            expect(from).toBeGreaterThan(end);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(text.length);
            end = to;
          }
        },
      ),
    );
  });
});
