import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Message } from '../../shared/model/message.ts';

/** A computer that sleeps stops its timers but not its clock, so it is looked at the clock at least this often. */
const longestWait = 60_000;

/**
 * For how long a message is tried: counted from when it was written, or from when the user last asked, both of which are
 * stored, so that a restart changes nothing.
 */
export class RetryWindow {
  readonly #clock: Clock;
  readonly #length: () => number;
  readonly #look: () => void;
  #timer: { readonly at: number; readonly cancel: Unsubscribe } | null = null;

  /**
   * @param length in milliseconds, as it is set now
   * @param look called when something may be due; it calls `watch` for what is left
   */
  constructor(clock: Clock, length: () => number, look: () => void) {
    this.#clock = clock;
    this.#length = length;
    this.#look = look;
  }

  /** When the message is given up, milliseconds since 1970. */
  endOf({ at, receipt }: Message): number {
    return (receipt?.askedAt ?? at) + this.#length();
  }

  isOver(message: Message): boolean {
    return this.#clock.now() >= this.endOf(message);
  }

  /** Looks when this message's time is over, if not before. */
  watch(message: Message): void {
    const now = this.#clock.now();
    const at = Math.min(this.endOf(message), now + longestWait);
    if (this.#timer !== null) {
      if (this.#timer.at <= at) return;
      this.#timer.cancel();
    }
    const cancel = this.#clock.after(Math.max(0, at - now), () => {
      this.#timer = null;
      this.#look();
    });
    this.#timer = { at, cancel };
  }

  /** Nothing is watched any more. */
  rest(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
