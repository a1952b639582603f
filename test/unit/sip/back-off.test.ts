import { expect, it } from 'vitest';
import { backOff } from '../../../main/sip/back-off.ts';

it('doubles from one second to one minute', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((failures) => backOff(failures, () => 0));
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

it('takes up to a quarter off', () => {
  expect(backOff(2, () => 1)).toBe(1500);
  expect(backOff(9, () => 0.5)).toBe(52_500);
});
