import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';

/** After a move, a change of size or of the displays it is waited until things are at rest, milliseconds. */
const rest = 500;

export interface PlaceKeeperOptions {
  readonly clock: Clock;
  /** Stores where the window is, for the displays that are there. */
  readonly keep: () => void;
  /** Brings the window where it was on the displays that are there. */
  readonly restore: () => void;
}

/** Decides when the place of the window is kept, and when it is brought back. */
export class PlaceKeeper {
  readonly #options: PlaceKeeperOptions;
  #cancelKeep: Unsubscribe | null = null;
  #cancelRestore: Unsubscribe | null = null;

  constructor(options: PlaceKeeperOptions) {
    this.#options = options;
  }

  /** The window was moved or changed its size. */
  moved(): void {
    // Displays that change have the system move windows about: that is nobody's wish.
    if (this.#cancelRestore !== null) return;
    this.#cancelKeep?.();
    this.#cancelKeep = this.#options.clock.after(rest, () => {
      this.#cancelKeep = null;
      this.#options.keep();
    });
  }

  displaysChanged(): void {
    this.#cancelKeep?.();
    this.#cancelKeep = null;
    this.#cancelRestore?.();
    this.#cancelRestore = this.#options.clock.after(rest, () => {
      this.#cancelRestore = null;
      this.#options.restore();
    });
  }

  /** The window closes: what was not kept yet is kept now. */
  close(): void {
    if (this.#cancelRestore === null) this.#options.keep();
  }

  stop(): void {
    this.#cancelKeep?.();
    this.#cancelRestore?.();
  }
}
