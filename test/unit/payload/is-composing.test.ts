import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIsComposing, writeIsComposing } from '../../../main/payload/is-composing.ts';
import { encodeText } from '../../../main/payload/text.ts';
import { crlf, entityBomb, hostileBytes, textOf, truncations, xmlPieces } from './hostile.ts';

const active = crlf(`<?xml version="1.0" encoding="UTF-8"?>
<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing">
<state>active</state>
<contenttype>text/plain</contenttype>
<refresh>60</refresh>
</isComposing>`);

const read = (text: string): ReturnType<typeof readIsComposing> => readIsComposing(encodeText(text));
const document = (inner: string): string => `<isComposing>${inner}</isComposing>`;

describe('writing', () => {
  test('the example, byte for byte', () => {
    const bytes = writeIsComposing({ state: 'active', refresh: 60, contentType: 'text/plain' });
    expect(textOf(bytes)).toBe(active);
    expect(bytes).toHaveLength(200);
  });

  test('idle, without the optional elements', () => {
    expect(textOf(writeIsComposing({ state: 'idle' }))).toBe(
      crlf(`<?xml version="1.0" encoding="UTF-8"?>
<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing">
<state>idle</state>
</isComposing>`),
    );
  });

  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('active', 'idle'),
        fc.integer({ min: 10, max: 300 }),
        fc.string({ unit: 'grapheme-ascii' }).map((text) => `a/${text}z`),
        (state, refresh, contentType) => {
          expect(readIsComposing(writeIsComposing({ state, refresh, contentType }))).toEqual({
            state,
            refresh,
            contentType,
            lastActive: null,
          });
        },
      ),
    );
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a refresh of %d is refused', (refresh) => {
    expect(() => writeIsComposing({ state: 'active', refresh })).toThrow(RangeError);
  });
});

describe('reading', () => {
  test('the example', () => {
    expect(read(active)).toEqual({
      state: 'active',
      refresh: 60,
      contentType: 'text/plain',
      lastActive: null,
    });
  });

  test.each([
    ['active', 'active'],
    [' Active\r\n', 'active'],
    ['idle', 'idle'],
    ['asleep', 'idle'],
  ])('the state %j is %s', (state, expected) => {
    expect(read(document(`<state>${state}</state>`))?.state).toBe(expected);
  });

  test.each([
    ['', 120],
    ['<refresh/>', 120],
    ['<refresh>soon</refresh>', 120],
    ['<refresh>-5</refresh>', 120],
    ['<refresh>1e9</refresh>', 120],
    ['<refresh>0</refresh>', 10],
    ['<refresh>9</refresh>', 10],
    ['<refresh> 60 </refresh>', 60],
    ['<refresh>301</refresh>', 300],
    ['<refresh>999999999999999</refresh>', 300],
    ['<refresh>99999999999999999999</refresh>', 120],
  ])('%s means %d s', (refresh, seconds) => {
    expect(read(document(`<state>active</state>${refresh}`))?.refresh).toBe(seconds);
  });

  test('the time of the last input, and a prefix that nobody declared', () => {
    const text =
      '<im:isComposing><im:state>idle</im:state><im:lastactive>2026-11-23T06:50:00Z</im:lastactive></im:isComposing>';
    expect(read(text)).toMatchObject({ state: 'idle', lastActive: Date.UTC(2026, 10, 23, 6, 50) });
    expect(read(document('<state>idle</state><lastactive>never</lastactive>'))?.lastActive).toBeNull();
  });

  test.each([
    ['no state', document('<refresh>60</refresh>')],
    ['an empty state', document('<state/>')],
    ['another document', '<KeyboardActivity><state>active</state></KeyboardActivity>'],
    ['not closed', '<isComposing><state>active</state>'],
    ['nothing', ''],
    ['too large', document(`<state>active</state>${' '.repeat(70_000)}`)],
  ])('%s is none', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('an entity bomb is refused', () => {
    expect(readIsComposing(entityBomb('isComposing', document('<state>$</state>')))).toBeNull();
  });

  test('no beginning of a document is one', () => {
    expect(truncations(encodeText(active)).filter((part) => readIsComposing(part) !== null)).toEqual([]);
  });

  test('any bytes are read without throwing', () => {
    const pieces = ['<isComposing>', '</isComposing>', '<state>', '</state>', 'active', '<refresh>', '60'];
    fc.assert(
      fc.property(hostileBytes([...xmlPieces, ...pieces]), (body) => {
        readIsComposing(body);
      }),
    );
  });
});
