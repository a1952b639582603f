import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { RequestOutcome } from './ports.ts';

/** Asked right before a request is handed to the connection. False: nobody wants it any more, it must not be sent. */
export interface Turn {
  begin(): boolean;
}

/** Sends one request when its turn has begun. Never rejects. */
export type Transmit = (turn: Turn) => Promise<RequestOutcome>;

interface Entry {
  readonly transmit: Transmit;
  /** A composing notification: the next one or a message makes it pointless while it waits. */
  readonly passing: boolean;
  readonly resolve: (outcome: RequestOutcome) => void;
  readonly reject: (error: Error) => void;
  begun: boolean;
  settled: boolean;
}

/** The outcome of a request whose turn never came. */
export const neverSent: RequestOutcome = { kind: 'transport-lost', left: false };

/**
 * The requests of one flow: in order, one at a time, because a later CSeq that overtakes an earlier one is refused by
 * the peer (RFC 3261, 12.2.2).
 */
export class RequestQueue {
  readonly #clock: Clock;
  readonly #inspect: (outcome: RequestOutcome, passing: boolean) => void;
  #waiting: Entry[] = [];
  #current: Entry | null = null;
  #endReason: ((left: boolean) => Error) | null = null;
  #cancelPatience: Unsubscribe | null = null;

  /** @param inspect sees every outcome before the next request goes; it may end the queue */
  constructor(clock: Clock, inspect: (outcome: RequestOutcome, passing: boolean) => void) {
    this.#clock = clock;
    this.#inspect = inspect;
  }

  get busy(): boolean {
    return this.#current !== null || this.#waiting.length > 0;
  }

  /** Rejects with the error of `end`, if that comes first. */
  async send(transmit: Transmit): Promise<RequestOutcome> {
    return new Promise((resolve, reject) => {
      this.#add({ transmit, passing: false, resolve, reject, begun: false, settled: false });
    });
  }

  /** Sends it when its turn comes, unless a message or another one of its kind is queued before that. */
  sendPassing(transmit: Transmit): void {
    const ignore = (): void => undefined;
    this.#add({ transmit, passing: true, resolve: ignore, reject: ignore, begun: false, settled: false });
  }

  /**
   * Rejects what waits. The request whose answer is awaited keeps its chance for `patience` milliseconds.
   * @param reason makes the error; `left` tells whether the request had been sent
   */
  end(reason: (left: boolean) => Error, patience: number): void {
    if (this.#endReason !== null) return;
    this.#endReason = reason;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const entry of waiting) this.#reject(entry);
    const current = this.#current;
    if (current === null) return;
    if (!current.begun || patience === 0) {
      this.#reject(current);
      return;
    }
    this.#cancelPatience = this.#clock.after(patience, () => {
      this.#reject(current);
    });
  }

  #add(entry: Entry): void {
    if (this.#endReason !== null) {
      this.#reject(entry);
      return;
    }
    this.#waiting = this.#waiting.filter((each) => !each.passing);
    this.#waiting.push(entry);
    this.#next();
  }

  #next(): void {
    if (this.#current !== null) return;
    const entry = this.#waiting.shift();
    if (entry === undefined) return;
    this.#current = entry;
    const turn: Turn = {
      begin: () => {
        if (!entry.settled) entry.begun = true;
        return !entry.settled;
      },
    };
    void entry.transmit(turn).then((outcome) => {
      this.#answered(entry, outcome);
    });
  }

  #answered(entry: Entry, outcome: RequestOutcome): void {
    this.#current = null;
    if (!entry.settled) {
      entry.settled = true;
      this.#cancelPatience?.();
      entry.resolve(outcome);
      if (this.#endReason === null) this.#inspect(outcome, entry.passing);
    }
    this.#next();
  }

  #reject(entry: Entry): void {
    if (entry.settled || this.#endReason === null) return;
    entry.settled = true;
    entry.reject(this.#endReason(entry.begun));
  }
}
