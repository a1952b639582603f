import type { Link } from './link.ts';

const full = 64;

/**
 * Deals with messages one at a time, each in its own turn of the event loop: what a message made happen is done before
 * the next one, even if both came in one packet (a MESSAGE right behind its ACK). Holds the link while it is full.
 */
export class Inbox {
  readonly #link: Link;
  readonly #deal: (message: Uint8Array) => void;
  #messages: Uint8Array[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #holding = false;

  constructor(link: Link, deal: (message: Uint8Array) => void) {
    this.#link = link;
    this.#deal = deal;
  }

  put(message: Uint8Array): void {
    this.#messages.push(message);
    if (this.#messages.length >= full && !this.#holding) {
      this.#holding = true;
      this.#link.pause();
    }
    this.#scheduled ??= setImmediate(() => {
      this.#next();
    });
  }

  close(): void {
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#messages = [];
  }

  #next(): void {
    this.#scheduled = null;
    const message = this.#messages.shift();
    if (message === undefined) return;
    if (this.#messages.length > 0) {
      this.#scheduled = setImmediate(() => {
        this.#next();
      });
    } else if (this.#holding) {
      this.#holding = false;
      this.#link.resume();
    }
    this.#deal(message);
  }
}
