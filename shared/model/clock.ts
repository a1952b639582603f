import type { Unsubscribe } from './event.ts';

/** Time, handed in so that tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `delay` milliseconds, unless the returned function is called first. */
  after(delay: number, task: () => void): Unsubscribe;
}
