import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { RequestOutcome } from './ports.ts';
import { neverSent } from './request-queue.ts';

/** What goes first: a text, then a report on one, then typing, of which only the latest is worth sending. */
export type PagerUrgency = 'text' | 'report' | 'typing';

/** How long a text waits for the answer to a report or to typing, in milliseconds: a peer may answer those never. */
export const patienceWithExtras = 1_000;
/** Reports to one address that wait; more are not sent. */
const mostReports = 200;

interface Entry {
  readonly urgency: PagerUrgency;
  readonly task: () => Promise<RequestOutcome>;
  readonly resolve: (outcome: RequestOutcome) => void;
}

interface Lane {
  current: Entry | null;
  waiting: Entry[];
  cancelPatience: Unsubscribe | null;
}

/** Lets one MESSAGE outside dialogs be under way to each address (RFC 3428, 8), whichever flow it comes from. */
export class PagerLanes {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `task` must not reject. Resolves with `neverSent` when its turn does not come. */
  async run(
    peer: SipAddress,
    urgency: PagerUrgency,
    task: () => Promise<RequestOutcome>,
  ): Promise<RequestOutcome> {
    return new Promise((resolve) => {
      const key = addressKey(peer);
      const lane = this.#lanes.get(key) ?? { current: null, waiting: [], cancelPatience: null };
      this.#lanes.set(key, lane);
      this.#add(lane, { urgency, task, resolve });
      this.#next(key, lane);
    });
  }

  #add(lane: Lane, entry: Entry): void {
    if (entry.urgency === 'report') {
      if (lane.waiting.filter(({ urgency }) => urgency === 'report').length >= mostReports) {
        entry.resolve(neverSent);
        return;
      }
    } else {
      // A text says that nobody is typing any more.
      for (const each of lane.waiting) if (each.urgency === 'typing') each.resolve(neverSent);
      lane.waiting = lane.waiting.filter(({ urgency }) => urgency !== 'typing');
    }
    lane.waiting.push(entry);
  }

  #next(key: string, lane: Lane): void {
    const entry = (['text', 'report', 'typing'] as const).flatMap(
      (urgency) => lane.waiting.find((each) => each.urgency === urgency) ?? [],
    )[0];
    if (lane.current !== null) {
      if (entry?.urgency === 'text' && lane.current.urgency !== 'text') this.#loseHold(key, lane);
      return;
    }
    if (entry === undefined) {
      this.#lanes.delete(key);
      return;
    }
    lane.waiting.splice(lane.waiting.indexOf(entry), 1);
    lane.current = entry;
    void entry.task().then((outcome) => {
      entry.resolve(outcome);
      if (lane.current === entry) this.#release(key, lane);
    });
  }

  /** What is under way may go on, but the text does not wait for it much longer. */
  #loseHold(key: string, lane: Lane): void {
    lane.cancelPatience ??= this.#clock.after(patienceWithExtras, () => {
      this.#release(key, lane);
    });
  }

  #release(key: string, lane: Lane): void {
    lane.cancelPatience?.();
    lane.cancelPatience = null;
    lane.current = null;
    this.#next(key, lane);
  }
}
