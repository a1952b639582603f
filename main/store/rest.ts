import type { Unsubscribe } from '../../shared/model/event.ts';

/** Has something done once whenever everything has rested for a while. Nothing waits meanwhile. */
export class Rest {
  readonly #task: () => void;
  readonly #inAWhile: (task: () => void) => Unsubscribe;
  #stirred = false;
  #stopWaiting: Unsubscribe | null = null;

  constructor(task: () => void, inAWhile: (task: () => void) => Unsubscribe) {
    this.#task = task;
    this.#inAWhile = inAWhile;
  }

  /** Something happens: the rest begins anew. Costs nothing more when it happens often. */
  stir(): void {
    this.#stirred = true;
    if (this.#stopWaiting === null) this.#wait();
  }

  end(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }

  #wait(): void {
    this.#stirred = false;
    this.#stopWaiting = this.#inAWhile(() => {
      this.#stopWaiting = null;
      if (this.#stirred) this.#wait();
      else this.#task();
    });
  }
}
