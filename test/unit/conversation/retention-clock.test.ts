import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeTime, type RetentionClock } from '../../../main/conversation/retention-clock.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 23);
const unknown: RetentionClock = { trusted: null, doubtedSince: null };

/** What is believed after looks on those days; a clock that is doubted gives the day that was believed last. */
function believed(days: readonly number[], newest: number | null = 0): readonly number[] {
  let clock = unknown;
  return days.map((each) => {
    const judged = judgeTime(clock, newest === null ? null : start + newest * day, start + each * day);
    clock = judged;
    return (judged.trusted - start) / day;
  });
}

it('believes a clock that goes on, with pauses of a fortnight', () => {
  expect(believed([0, 1, 2, 5, 12, 26])).toEqual([0, 1, 2, 5, 12, 26]);
});

it('does not believe a jump of years, and forgets it when the clock is set right', () => {
  expect(believed([0, 1, 3651, 3651.2, 3652, 2, 3, 4])).toEqual([0, 1, 1, 1, 1, 2, 3, 4]);
});

it('believes a long absence when the clock has gone on for three days from then', () => {
  expect(believed([0, 60, 61, 62.9, 63, 64])).toEqual([0, 0, 0, 0, 63, 64]);
});

it('believes somebody who comes once a month at every second visit', () => {
  expect(believed([0, 31, 62, 93, 124])).toEqual([0, 0, 62, 62, 124]);
});

it('doubts anew what jumps again', () => {
  expect(believed([0, 1000, 9000, 9001, 9004])).toEqual([0, 0, 0, 0, 9004]);
});

it('judges a first look by the newest message, and believes any clock that is behind', () => {
  expect(believed([4000, 4001, 4003])).toEqual([0, 0, 4003]);
  expect(believed([-900, -899, 0])).toEqual([-900, -899, -899]);
  expect(believed([4000], null)).toEqual([4000]);
});

it('never goes further at one look than what was believed by a fortnight, unless the clock was doubted for days', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 30 }), (days) => {
      let clock: RetentionClock = { trusted: start, doubtedSince: null };
      for (const each of days) {
        const now = start + each * day;
        const next = judgeTime(clock, start, now);
        expect(next.trusted).toBeLessThanOrEqual(Math.max(now, clock.trusted ?? start));
        const ahead = next.trusted - (clock.trusted ?? start);
        if (ahead > 14 * day) {
          expect(clock.doubtedSince).not.toBeNull();
          expect(now - (clock.doubtedSince ?? now)).toBeGreaterThanOrEqual(3 * day);
        }
        clock = next;
      }
    }),
  );
});
