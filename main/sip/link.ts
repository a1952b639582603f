import type { Clock } from '../../shared/model/clock.ts';
import type { ServerLocation } from '../../shared/model/connection.ts';
import { ConnectionClosed, ConnectTimeout } from './connect-failure.ts';

/** One connection to the server: whole SIP messages in and out. */
export interface Link {
  /** As Via names it. */
  readonly protocol: 'TCP' | 'TLS' | 'WS' | 'WSS';
  readonly localAddress: string;
  readonly localPort: number;
  /** Hands a message to the connection. False when it is closed. */
  send(message: Uint8Array): boolean;
  /** Stops reading until `resume`, for a peer that sends faster than its messages are dealt with. */
  pause(): void;
  resume(): void;
  /** Sends what is pending, then closes. */
  close(): void;
}

export interface LinkHandlers {
  onMessage(message: Uint8Array): void;
  /** Once, whoever closed it; null after `close`. */
  onClosed(error: Error | null): void;
}

export interface LinkOptions {
  readonly server: ServerLocation;
  /** Certificates to trust in PEM; undefined: the runtime's. */
  readonly ca: readonly string[] | undefined;
  readonly clock: Clock;
  /** [0, 1), for spreading the keep-alives of many clients. */
  readonly random: () => number;
}

/** An attempt that can be given up. `opened` rejects with the network's error, or `ConnectTimeout`. */
export interface LinkAttempt {
  readonly opened: Promise<Link>;
  abandon(): void;
}

const connectTimeout = 10_000;
/** What may wait in the connection's buffer before a server that reads nothing counts as lost, in bytes. */
export const longestBacklog = 8 * 1024 * 1024;
/** How long a closed connection may take to say goodbye, in milliseconds. */
export const lingerTime = 500;

/** Settles `opened` once: by success, by an error, or after `connectTimeout`. */
export class Opening {
  readonly opened: Promise<Link>;
  readonly #stopTimer: () => void;
  #resolve: (link: Link) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #settled = false;

  constructor(clock: Clock, destroy: () => void) {
    this.opened = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#stopTimer = clock.after(connectTimeout, () => {
      this.fail(new ConnectTimeout(`No connection after ${String(connectTimeout / 1000)} seconds`));
      destroy();
    });
  }

  get settled(): boolean {
    return this.#settled;
  }

  succeed(link: Link): void {
    if (this.#settle()) this.#resolve(link);
  }

  fail(error: Error | null): void {
    if (this.#settle()) this.#reject(error ?? new ConnectionClosed('The server closed the connection'));
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#stopTimer();
    return true;
  }
}
