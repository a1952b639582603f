/** Durations of many equal steps, summed up. Times in milliseconds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

const rounded = (value: number): number => Number(value.toFixed(3));

/** `elapsed`: of all steps together, where some of them ran at the same time. */
export function figures(
  durations: readonly number[],
  elapsed = durations.reduce((sum, each) => sum + each, 0),
): Figures {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return {
    perSecond: Math.round((durations.length / elapsed) * 1000),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: at(1),
  };
}

export async function timed(durations: number[], step: () => unknown): Promise<void> {
  const before = performance.now();
  await step();
  durations.push(performance.now() - before);
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One line of a table for people: a name, then columns. */
export const line = (name: string, columns: readonly string[]): string =>
  `${name.padEnd(34)}${columns.map((column) => column.padEnd(14)).join('')}\n`;
