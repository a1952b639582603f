import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { startOfDay } from '../text/dates.ts';

/** Which day it is, so that "Today" becomes "Yesterday" at midnight. */
export class Day {
  readonly #clock: Clock;
  /** The local midnight at which today began, milliseconds since 1970. */
  today = $state(0);
  /** The moment of the last look, at most a minute ago; milliseconds since 1970. */
  minute = $state(0);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#look();
  }

  /** Looks every minute: a timer until midnight would oversleep on a computer that sleeps. */
  start(): Unsubscribe {
    let cancel: Unsubscribe = () => undefined;
    const look = (): void => {
      this.#look();
      cancel = this.#clock.after(60_000, look);
    };
    look();
    return () => {
      cancel();
    };
  }

  #look(): void {
    this.minute = this.#clock.now();
    this.today = startOfDay(this.minute);
  }
}
