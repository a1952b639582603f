import type { Clock } from '../../shared/model/clock.ts';

const shortestInterval = 30_000;
const spread = 30_000;
const answerTime = 10_000;

export interface KeepAliveOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether each server must answer pings. If not, silence counts as a loss only after it has answered one. */
  readonly alwaysAnswered: boolean;
  ping(): void;
  /** No pong within ten seconds (RFC 5626, 4.4.1). Called once. */
  onSilence(): void;
}

/** Pings each 30 to 60 seconds and notices a connection that is dead without having been closed. */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #answers: boolean;
  #cancelTimer: () => void;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#answers = options.alwaysAnswered;
    this.#cancelTimer = this.#schedule();
  }

  pong(): void {
    this.#answers = true;
    this.#cancelTimer();
    this.#cancelTimer = this.#schedule();
  }

  stop(): void {
    this.#cancelTimer();
  }

  #schedule(): () => void {
    const options = this.#options;
    const { clock } = options;
    return clock.after(shortestInterval + spread * options.random(), () => {
      this.#cancelTimer = clock.after(answerTime, () => {
        if (this.#answers) options.onSilence();
        else this.#cancelTimer = this.#schedule();
      });
      options.ping();
    });
  }
}
