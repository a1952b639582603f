import type { Clock } from '../../../shared/model/clock.ts';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A clock for the window's tests, turned by hand; it needs nothing that a browser lacks. */
export class HandClock implements Clock {
  #now = new Date(2026, 10, 23, 12).getTime();
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delay: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + delay, task };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.task();
    }
    this.#now = end;
  }
}
