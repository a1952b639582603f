import type { AppEvent, EventBatch } from '../../shared/contract/events.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';

/** Long enough to gather a burst, short enough that nobody sees it. */
const gatheringTime = 8;
/** A batch beyond this is cut: one IPC message of a megabyte blocks both sides (PERFORMANCE.md). */
const largestBatch = 100;

/** Numbers the events, gathers bursts into batches and hands them to the window. */
export class EventOutlet {
  readonly #clock: Clock;
  readonly #deliver: (batch: EventBatch) => void;
  #last = 0;
  #waiting: AppEvent[] = [];
  #cancelTimer: Unsubscribe | null = null;

  constructor(clock: Clock, deliver: (batch: EventBatch) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  /** Number of the last event; a snapshot that is begun now contains everything up to it. */
  get sequence(): number {
    return this.#last;
  }

  push(event: AppEvent): void {
    this.#last += 1;
    this.#waiting.push(event);
    if (this.#waiting.length >= largestBatch) this.#flush();
    else
      this.#cancelTimer ??= this.#clock.after(gatheringTime, () => {
        this.#flush();
      });
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const events = this.#waiting;
    if (events.length === 0) return;
    this.#waiting = [];
    this.#deliver({ first: this.#last - events.length + 1, events });
  }
}
