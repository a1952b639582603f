import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { InvalidOperationError } from './errors.ts';

/** The answer to one message, given once: when all that it waits for is done, one of them failed, or time is up. */
export class HeldAnswer {
  readonly #give: (stored: boolean) => void;
  readonly #cancelLimit: Unsubscribe;
  /** The raising of the event counts as one. */
  #awaited = 1;
  #given = false;

  /** @param limit milliseconds since 1970; null: whoever holds it gives up in time */
  constructor(clock: Clock, limit: number | null, give: (stored: boolean) => void) {
    this.#give = give;
    this.#cancelLimit =
      limit === null
        ? (): void => undefined
        : clock.after(Math.max(0, limit - clock.now()), () => {
            this.fail();
          });
  }

  waitFor(promise: Promise<unknown>): void {
    if (this.#given) {
      throw new InvalidOperationError('waitUntil', 'the message must not have been answered yet');
    }
    this.#awaited += 1;
    promise.then(
      () => {
        this.done();
      },
      () => {
        this.fail();
      },
    );
  }

  /** One of those that were awaited is done. */
  done(): void {
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#finish(true);
  }

  fail(): void {
    this.#finish(false);
  }

  #finish(stored: boolean): void {
    if (this.#given) return;
    this.#given = true;
    this.#cancelLimit();
    this.#give(stored);
  }
}
