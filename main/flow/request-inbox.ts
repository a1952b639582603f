import type { IncomingRequest } from './ports.ts';

const mostHeld = 100;

/** Holds the peer's requests until the application has had its chance to listen. */
export class RequestInbox {
  readonly #now: () => number;
  #held: { readonly request: IncomingRequest; readonly arrivedAt: number }[] = [];
  #taker: ((request: IncomingRequest, arrivedAt: number) => void) | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  receive(request: IncomingRequest): void {
    if (this.#taker !== null) this.#taker(request, this.#now());
    else if (this.#held.length < mostHeld) this.#held.push({ request, arrivedAt: this.#now() });
    else request.respond(503, 'Service Unavailable', [['Retry-After', '5']]);
  }

  /** Gives what is held, and all that follows, to the taker. */
  open(taker: (request: IncomingRequest, arrivedAt: number) => void): void {
    if (this.#taker !== null) return;
    this.#taker = taker;
    const held = this.#held;
    this.#held = [];
    for (const { request, arrivedAt } of held) taker(request, arrivedAt);
  }

  /** Answers what is held, and all that follows, with a failure. */
  refuse(statusCode: number, reasonPhrase: string): void {
    this.#taker = (request) => {
      request.respond(statusCode, reasonPhrase);
    };
    const held = this.#held;
    this.#held = [];
    for (const { request } of held) request.respond(statusCode, reasonPhrase);
  }
}
