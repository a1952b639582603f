import type { Clock } from '../../shared/model/clock.ts';

interface Timer {
  at: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that a test turns. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.UTC(2026, 10, 23, 12)) {
    this.#now = now;
  }

  /** Timers that would still run. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, task: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { at: this.#now + Math.max(0, delay), order: this.#order, task };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Turns the time on, timer by timer; what promises set off runs before the next timer. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.task();
      await settled();
    }
    this.#now = end;
  }

  /**
   * Sets the time without any timer having run: back, as a person or the network does, or on, as while the computer
   * slept. Timers count on from where they were.
   */
  set(now: number): void {
    const moved = now - this.#now;
    for (const timer of this.#timers) timer.at += moved;
    this.#now = now;
  }

  #due(end: number): Timer | undefined {
    return [...this.#timers]
      .filter((timer) => timer.at <= end)
      .sort((left, right) => left.at - right.at || left.order - right.order)[0];
  }
}

/** Resolves when everything that promises have set off has run. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
