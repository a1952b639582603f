import type { AppEvent, EventBatch, Snapshot } from '../../shared/contract/events.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** Where the snapshot and the events after it go, in order and without a gap. */
export interface EventSink {
  snapshot(snapshot: Snapshot): void;
  /** How many messages of the conversation that was open last are of use. */
  wantedMessages(): number;
  /** The events of one batch, at least one. */
  events(events: readonly AppEvent[]): void;
  /** The snapshot was not to be had; it is asked for again. */
  failed(failure: Failure): void;
}

/** More than this while a snapshot is under way is dropped, and a newer snapshot takes its place. */
const mostHeld = 500;
const firstRetry = 500;
const longestRetry = 8_000;

/** Brings snapshot and numbered events together: subscribes first, then asks, and asks again when a number is missing. */
export class EventStream {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #sink: EventSink;
  #last = 0;
  #asking = false;
  #askAgain = false;
  #held: EventBatch[] = [];
  #retryDelay = firstRetry;
  #stopped = false;
  #cancelRetry: Unsubscribe | null = null;

  constructor(bridge: Bridge, clock: Clock, sink: EventSink) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#sink = sink;
  }

  start(): Unsubscribe {
    const unsubscribe = this.#bridge.subscribe((batch) => {
      this.#receive(batch);
    });
    this.refresh();
    return () => {
      this.#stopped = true;
      this.#cancelRetry?.();
      unsubscribe();
    };
  }

  /** Asks for a snapshot; one that is already under way is followed by another. */
  refresh(): void {
    if (this.#asking) this.#askAgain = true;
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const result = await this.#bridge.invoke('snapshot', { newest: this.#sink.wantedMessages() });
    if (this.#stopped) return;
    if (!result.ok) {
      this.#sink.failed(result.failure);
      this.#cancelRetry = this.#clock.after(this.#retryDelay, () => void this.#ask());
      this.#retryDelay = Math.min(this.#retryDelay * 2, longestRetry);
      return;
    }
    this.#retryDelay = firstRetry;
    this.#asking = false;
    this.#last = result.value.sequence;
    this.#sink.snapshot(result.value);
    const held = this.#held;
    this.#held = [];
    for (const batch of held) this.#receive(batch);
    if (this.#askAgain) {
      this.#askAgain = false;
      this.refresh();
    }
  }

  #receive(batch: EventBatch): void {
    if (this.#asking) {
      this.#hold(batch);
      return;
    }
    if (batch.first > this.#last + 1) {
      this.#hold(batch);
      this.refresh();
      return;
    }
    const fresh = batch.events.slice(this.#last + 1 - batch.first);
    if (fresh.length === 0) return;
    this.#last += fresh.length;
    this.#sink.events(fresh);
  }

  #hold(batch: EventBatch): void {
    if (this.#held.length >= mostHeld) {
      this.#held = [];
      this.#askAgain = true;
    }
    this.#held.push(batch);
  }
}
