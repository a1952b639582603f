import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBigEmoji } from '../../../renderer/state/big-emoji.ts';
import { completeShortcode, emojiSetOf, findEmoji, inTone } from '../../../renderer/state/emoji/emoji-set.ts';
import { closedShortcode, openShortcode } from '../../../renderer/state/writing/shortcode.ts';

const data = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../node_modules/emojibase-data/${path}`, import.meta.url), 'utf8'));
const shortcodes = data('en/shortcodes/github.json');
const en = emojiSetOf(data('en/compact.json'), shortcodes);
const de = emojiSetOf(data('de/compact.json'), shortcodes);

describe('the emoji', () => {
  it('are found by the beginnings of words in the language of the set, and by shortcodes', () => {
    const first = (set: typeof en, query: string) =>
      findEmoji(set, query, 200).map(({ character }) => character);
    expect(first(en, 'party pop')).toContain('🎉');
    expect(first(de, 'konfetti')).toContain('🎉');
    expect(first(de, 'TADA')).toContain('🎉');
    expect(first(en, 'thumbs up')).toContain('👍');
    expect(first(en, ' ')).toEqual([]);
    expect(findEmoji(en, 'a', 7)).toHaveLength(7);
  });

  it('have five tones or none, and stay as they are without one', () => {
    const wave = en.byShortcode.get('wave');
    const rocket = en.byShortcode.get('rocket');
    if (wave === undefined || rocket === undefined) throw new Error('Not there');
    expect(inTone(wave, 0)).toBe('👋');
    expect(inTone(wave, 5)).toBe('👋🏿');
    expect(inTone(rocket, 3)).toBe('🚀');
    for (const { skins } of en.all) expect([0, 5]).toContain(skins.length);
  });

  it('are as Unicode has them, and shown large alone, in each tone', () => {
    const own = new RegExp('^\\p{RGI_Emoji}$', 'v');
    for (const emoji of en.all) {
      for (const character of [emoji.character, ...emoji.skins]) {
        expect(character, emoji.label).toMatch(own);
        expect(isBigEmoji(character), emoji.label).toBe(true);
      }
    }
    // Other programs put the sign where it is not needed.
    expect(isBigEmoji('👍\uFE0F 🎉\uFE0F')).toBe(true);
    expect(isBigEmoji('1\uFE0F')).toBe(false);
  });

  it('complete a shortcode: the exact one first, none twice', () => {
    expect(completeShortcode(en, 'tada', 5)[0]?.emoji.character).toBe('🎉');
    expect(completeShortcode(en, 'smi', 8).every(({ code }) => code.includes('smi'))).toBe(true);
    for (const query of ['he', 'sm', '+1', 'ca']) {
      const offered = completeShortcode(en, query, 20);
      expect(new Set(offered.map(({ emoji }) => emoji)).size).toBe(offered.length);
      expect(offered.length).toBeGreaterThan(0);
    }
  });
});

describe('a shortcode that is typed', () => {
  it.for([
    ['Done :ta', { start: 5, query: 'ta' }],
    [':+1', { start: 0, query: '+1' }],
    ['(:Smile', { start: 1, query: 'smile' }],
    ['at 10:30', null],
    ['https://x', null],
    [':)', null],
    [':t', null],
    ['a:tada', null],
    [':tada:', null],
  ] as const)('in %j is %j', ([text, expected]) => {
    expect(openShortcode(text, text.length)).toEqual(expected);
  });

  it('ends with its colon', () => {
    expect(closedShortcode('Done :tada:', 11)).toEqual({ start: 5, query: 'tada' });
    expect(closedShortcode('10:30:', 6)).toBeNull();
    expect(closedShortcode('No :X:', 6)).toEqual({ start: 3, query: 'x' });
    expect(closedShortcode('No ::', 5)).toBeNull();
    expect(openShortcode('No :x', 5)).toBeNull();
  });

  it('is where it says, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z_]{2,20}$/), (before, query) => {
        const text = `${before} :${query}`;
        expect(openShortcode(text, text.length)).toEqual({ start: before.length + 1, query });
      }),
    );
  });
});
