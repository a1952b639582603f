const longestDelay = 60_000;

/**
 * Milliseconds before the attempt that follows `failures` failed ones in a row (1 or more): 1, 2, 4, … 60 s, less up to
 * a quarter, so that a server that comes back is not met by all its clients at once. `random` gives [0, 1).
 */
export function backOff(failures: number, random: () => number): number {
  const full = Math.min(longestDelay, 1000 * 2 ** Math.min(failures - 1, 16));
  return Math.round(full * (1 - random() / 4));
}
