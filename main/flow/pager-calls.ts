import { addressKey } from '../../shared/model/address.ts';
import type { Participant } from './ports.ts';

/** What the directory needs to know of a call. */
export interface PagerCall {
  readonly peer: Participant;
  terminate(): Promise<void>;
}

/** The established calls in the pager dialect, in order of their last use. */
export class PagerCalls<C extends PagerCall> {
  /** A Set keeps the order of insertion: the first is the one that was not used for the longest time. */
  readonly #calls = new Set<C>();
  readonly #most: number;
  readonly #isBusy: (call: C) => boolean;

  constructor(most: number, isBusy: (call: C) => boolean) {
    this.#most = most;
    this.#isBusy = isBusy;
  }

  /** The peer's call that was used last. */
  find(peer: Participant): C | null {
    const key = addressKey(peer.address);
    return [...this.#calls].findLast((call) => addressKey(call.peer.address) === key) ?? null;
  }

  add(call: C): void {
    this.#calls.add(call);
    if (this.#calls.size <= this.#most) return;
    for (const each of this.#calls) {
      if (each === call || this.#isBusy(each)) continue;
      void each.terminate();
      return;
    }
  }

  touch(call: C): void {
    if (this.#calls.delete(call)) this.#calls.add(call);
  }

  remove(call: C): void {
    this.#calls.delete(call);
  }
}
