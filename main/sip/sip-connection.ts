import type { ConnectionFailure, ConnectionState } from '../../shared/model/connection.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Signaling } from '../flow/ports.ts';
import { AccountSignaling } from './account-signaling.ts';
import { backOff } from './back-off.ts';
import { connectionReducer, type ConnectionEvent } from './connection-state.ts';
import type { SipConnection, SipConnectionOptions } from './interface.ts';
import type { ServerSession } from './server-session.ts';

/** A registration that lasted so long, in milliseconds, ends a row of failures. */
const steadyTime = 10_000;

/** What speaks SIP over a connection to a server. It takes longer to load than all else that an account needs. */
interface SipStack {
  readonly ServerSession: typeof ServerSession;
}

export interface SipConnectionParts {
  /** Gives [0, 1) and spreads attempts and keep-alives. */
  readonly random?: () => number;
  /** Loads the stack when the first connection is to be opened. */
  readonly loadStack?: () => Promise<SipStack>;
}

export function createSipConnection(
  options: SipConnectionOptions,
  { random = Math.random, loadStack = () => import('./server-session.ts') }: SipConnectionParts = {},
): SipConnection {
  return new AccountConnection(options, random, loadStack);
}

class AccountConnection implements SipConnection {
  readonly #options: SipConnectionOptions;
  readonly #random: () => number;
  readonly #signaling: AccountSignaling;
  readonly #stateChanged = new TypedEvent<ConnectionState>();
  #state: ConnectionState = { kind: 'offline' };
  readonly #loadStack: () => Promise<SipStack>;
  #stack: SipStack | null = null;
  /** Changes with each attempt to connect, and when none is wanted any more. */
  #attempt = 0;
  #session: ServerSession | null = null;
  #stopping: Promise<void> | null = null;
  #cancelRetry: () => void = () => undefined;
  #failures = 0;
  #registeredAt: number | null = null;
  #registrar: string | null = null;

  constructor(options: SipConnectionOptions, random: () => number, loadStack: () => Promise<SipStack>) {
    this.#options = options;
    this.#random = random;
    this.#loadStack = loadStack;
    const { address, displayName, log } = options;
    this.#signaling = new AccountSignaling({ address, displayName }, log);
  }

  get signaling(): Signaling {
    return this.#signaling;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get registrar(): string | null {
    return this.#registrar;
  }

  get stateChanged(): EventSource<ConnectionState> {
    return this.#stateChanged;
  }

  start(): void {
    if (this.#state.kind === 'offline') this.#connect();
  }

  retry(): void {
    if (this.#state.kind === 'failed') this.#connect();
  }

  check(): void {
    const session = this.#session;
    if (session === null) {
      this.retry();
      return;
    }
    session.answers().then(
      (alive) => {
        if (!alive && this.#session === session) this.restart();
      },
      (error: unknown) => {
        this.#options.log.error({ reason: String(error) }, 'The connection could not be checked');
      },
    );
  }

  restart(): void {
    if (this.#state.kind === 'offline') return;
    const session = this.#session;
    this.#session = null;
    this.#signaling.detach();
    this.#registeredAt = null;
    this.#failures = 0;
    session?.abandon();
    this.#connect();
  }

  stop(): Promise<void> {
    this.#cancelRetry();
    this.#attempt += 1;
    const session = this.#session;
    this.#session = null;
    if (session !== null) {
      this.#stopping = session.leave();
      this.#signaling.detach();
    }
    this.#failures = 0;
    this.#registeredAt = null;
    this.#apply({ kind: 'stopped' });
    return this.#stopping ?? Promise.resolve();
  }

  #connect(): void {
    this.#cancelRetry();
    const attempt = (this.#attempt += 1);
    this.#apply({ kind: 'connecting' });
    // A listener may have stopped the connection meanwhile, and so may anybody while the stack loads.
    if (this.#attempt !== attempt) return;
    if (this.#stack !== null) {
      this.#open(this.#stack);
      return;
    }
    this.#loadStack().then(
      (stack) => {
        this.#stack = stack;
        if (this.#attempt === attempt) this.#open(stack);
      },
      (error: unknown) => {
        if (this.#attempt === attempt)
          this.#fail({ code: 'unreachable', status: null, detail: String(error) });
      },
    );
  }

  #open({ ServerSession: Session }: SipStack): void {
    const session: ServerSession = new Session(this.#options, this.#random, this.#signaling, {
      onRegistered: (carrier, server) => {
        if (this.#session !== session) return;
        this.#registrar = server;
        this.#registeredAt = this.#options.clock.now();
        this.#signaling.attach(carrier);
        this.#apply({ kind: 'registered' });
      },
      onFailed: (failure) => {
        if (this.#session === session) this.#fail(failure);
      },
    });
    this.#session = session;
    session.begin();
  }

  #fail(failure: ConnectionFailure): void {
    const { clock, log } = this.#options;
    this.#session = null;
    this.#signaling.detach();
    const now = clock.now();
    if (this.#registeredAt !== null && now - this.#registeredAt >= steadyTime) this.#failures = 0;
    this.#registeredAt = null;
    this.#failures += 1;
    const delay = failure.code === 'wrong-password' ? null : backOff(this.#failures, this.#random);
    log.info({ code: failure.code, status: failure.status, detail: failure.detail, delay }, 'Not connected');
    if (delay !== null) {
      this.#cancelRetry = clock.after(delay, () => {
        if (this.#state.kind === 'failed') this.#connect();
      });
    }
    this.#apply({ kind: 'failed', failure, retryAt: delay === null ? null : now + delay });
  }

  #apply(event: ConnectionEvent): void {
    const next = connectionReducer(this.#state, event, this.#options.server);
    if (next === this.#state) return;
    this.#state = next;
    try {
      this.#stateChanged.raise(next);
    } catch (error) {
      this.#options.log.error({ reason: String(error) }, 'A listener of the connection state failed');
    }
  }
}
