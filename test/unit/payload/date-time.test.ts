import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatDateTime,
  formatSipDate,
  parseDateTime,
  parseSipDate,
} from '../../../main/payload/date-time.ts';

const at = Date.UTC(2026, 10, 23, 6, 50);

test('to the second and in UTC', () => {
  expect(formatDateTime(at + 789)).toBe('2026-11-23T06:50:00Z');
});

test.each([
  ['2026-11-23T06:50:00Z', at],
  ['2026-11-23t06:50:00z', at],
  ['2026-11-23 06:50:00Z', at],
  ['2026-11-23T06:50:00.5Z', at + 500],
  ['2026-11-23T06:50:00.123456789Z', at + 123],
  ['2026-11-23T07:50:00+01:00', at],
  ['2026-11-23T07:50:00+0100', at],
  ['2026-11-22T22:50:00-08:00', at],
  [' 2026-11-23T06:50:00Z ', at],
  ['2016-12-31T23:59:60Z', Date.UTC(2016, 11, 31, 23, 59, 59)],
  ['2026-11-23T06:50:00', null],
  ['2026-13-23T06:50:00Z', null],
  ['2026-11-23', null],
  ['Mon, 23 Nov 2026 06:50:00 GMT', null],
  ['', null],
])('%s', (text, expected) => {
  expect(parseDateTime(text)).toBe(expected);
});

test.each([
  ['Mon, 23 Nov 2026 06:50:00 GMT', at],
  ['23 Nov 2026 06:50:00 GMT', at],
  ['Mon, 23 Nov 2026 06:50:00 UTC', at],
  ['Mon, 23 Nov 2026 06:50:00 +0100', null],
  ['Mon, 23 Nov 2026 06:50 GMT', null],
  ['Mon, 99 Nov 2026 06:50:00 GMT', null],
  ['2026-11-23T06:50:00Z', null],
  ['', null],
])('the header Date: %s', (text, expected) => {
  expect(parseSipDate(text)).toBe(expected);
});

test('what is written reads back the same, and any text is read without throwing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), fc.string(), (seconds, text) => {
      expect(parseDateTime(formatDateTime(seconds * 1_000))).toBe(seconds * 1_000);
      expect(parseSipDate(formatSipDate(seconds * 1_000))).toBe(seconds * 1_000);
      parseDateTime(text);
      parseSipDate(text);
    }),
  );
});
