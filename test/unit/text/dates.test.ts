import { describe, expect, test } from 'vitest';
import { dayName, shortTime, startOfDay } from '../../../renderer/text/dates.ts';

const today = new Date(2026, 10, 23).getTime();
const at = (year: number, month: number, day: number, hour = 9): number =>
  new Date(year, month - 1, day, hour).getTime();

describe('dates', () => {
  test.each([
    [at(2026, 11, 23), 'Today'],
    [at(2026, 11, 22, 23), 'Yesterday'],
    [at(2026, 11, 20), 'Friday'],
  ])('dayName(%i) is %s', (moment, name) => {
    expect(dayName(moment, today)).toBe(name);
  });

  test('a day of another week has its date, one of another year its year', () => {
    expect(dayName(at(2026, 11, 2), today)).toMatch(/Monday.*\b2\b|Monday.*November/);
    expect(dayName(at(2026, 11, 2), today)).not.toContain('2026');
    expect(dayName(at(2025, 11, 2), today)).toContain('2025');
  });

  test('shortTime is a time today, then a day, then a date', () => {
    expect(shortTime(at(2026, 11, 23, 9), today)).toMatch(/9:00/);
    expect(shortTime(at(2026, 11, 22), today)).toBe('Yesterday');
    expect(shortTime(at(2026, 11, 20), today)).toBe('Fri');
    expect(shortTime(at(2026, 11, 2), today)).toMatch(/Nov/);
    expect(shortTime(at(2025, 11, 2), today)).toMatch(/25$/);
  });

  test('a clock that is ahead does not make tomorrow a day of the past', () => {
    expect(shortTime(at(2026, 11, 24, 9), today)).toMatch(/9:00/);
  });

  test('a day of 23 or 25 hours is one day', () => {
    for (let month = 0; month < 12; month += 1) {
      for (const day of [1, 8, 15, 22, 29]) {
        const noon = new Date(2026, month, day, 12).getTime();
        const next = new Date(2026, month, day + 1).getTime();
        expect(dayName(noon, next)).toBe('Yesterday');
        expect(startOfDay(noon)).toBeLessThan(next);
      }
    }
  });
});
