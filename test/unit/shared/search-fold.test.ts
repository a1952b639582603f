import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, foldWithPlaces } from '../../../shared/model/search-fold.ts';

describe('folded text', () => {
  it.each([
    ['HELLO', 'hello'],
    ['Zürich', 'zurich'],
    ['Zu\u0308rich', 'zurich'],
    ['Straße, STRASSE, ẞ', 'strasse, strasse, ss'],
    ['Łódź Århus Ærø Œuvre', 'lodz arhus aero oeuvre'],
    ['İstanbul ısı', 'istanbul isi'],
    ['ёлка Ёж', 'елка еж'],
    ['йод и ўсё', 'йод и ўсе'],
    ['Ὀδυσσεύς', 'οδυσσευσ'],
    ['ＡＢＣ　１２', 'abc 12'],
    ['ﬁne ½', 'fine 1⁄2'],
    ['ｶﾞ が か\u3099', 'ガ が が'],
    ['\u1112\u1161\u11ab 한', '한 한'],
    ['हिन्दी', 'हिन्दी'],
    ['שָׁלוֹם مَرْحَبًا', 'שלום مرحبا'],
    ['👍🏽 ❤️ 👩‍👧', '👍 ❤ 👩👧'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['“quoted” – it’s', '"quoted" - it\'s'],
    ['a \t\r\n\u00a0 b', 'a b'],
  ])('of %j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  const text = fc
    .array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })))
    .map((all) => all.join(''));

  it('tells where each unit comes from, in order', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { folded, starts, ends } = foldWithPlaces(original);
        expect(folded).toBe(foldText(original));
        expect(starts).toHaveLength(folded.length);
        expect(ends).toHaveLength(folded.length);
        let before = 0;
        for (const [index, start] of starts.entries()) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(ends[index]).toBeGreaterThan(start);
          expect(ends[index]).toBeLessThanOrEqual(original.length);
          before = start;
        }
      }),
    );
  });

  it('does not change with the form in which accents are written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', 'ü', 'ñ', 'ç', 'Ł', 'й', 'ё', 'ΐ', '한', 'が') }),
        (original) => {
          expect(foldText(original.normalize('NFD'))).toBe(foldText(original.normalize('NFC')));
        },
      ),
    );
  });
});
