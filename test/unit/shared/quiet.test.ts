import { expect, it } from 'vitest';
import { isQuiet, quietForAnHour, quietUntilTomorrow, untilTurnedOff } from '../../../shared/model/quiet.ts';

const at = (...parts: [number, number, number, number, number?]): number => new Date(...parts).getTime();

it('lasts until a moment, an hour, the next morning, or until it is turned off', () => {
  const now = at(2026, 10, 25, 23, 30);
  expect(isQuiet(0, now)).toBe(false);
  expect(isQuiet(now, now)).toBe(false);
  expect(isQuiet(now + 1, now)).toBe(true);
  expect(quietForAnHour(now)).toBe(at(2026, 10, 26, 0, 30));
  expect(isQuiet(untilTurnedOff, Date.UTC(9999, 0))).toBe(true);
});

it.each([
  [at(2026, 10, 25, 3), at(2026, 10, 26, 8)],
  [at(2026, 10, 25, 23, 59), at(2026, 10, 26, 8)],
  [at(2026, 11, 31, 12), at(2027, 0, 1, 8)],
])('ends at eight in the morning of the next day', (now, end) => {
  expect(quietUntilTomorrow(now)).toBe(end);
});
