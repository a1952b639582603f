import * as v from 'valibot';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { StoreError, StoreRefusal } from './interface.ts';
import type { StoreProcess } from './process.ts';
import { Answer, type Method } from './protocol.ts';

/** So many restarts within `restartWindow` milliseconds, then the link gives up. */
const mostRestarts = 3;
const restartWindow = 60_000;
/** How long a process may take to close, in milliseconds, before it is killed. */
const closePatience = 5_000;

interface LinkOptions {
  readonly start: () => StoreProcess;
  /** The arguments of `open`, given to every process that is started. */
  readonly openArgs: unknown;
  readonly clock: Clock;
  readonly log: Log;
}

interface Pending {
  readonly method: Method;
  readonly args: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((resolveIt, rejectIt) => {
    resolve = resolveIt;
    reject = rejectIt;
  });
  return { promise, resolve, reject };
}

type State =
  | { readonly kind: 'starting'; readonly openId: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'ended'; readonly error: Error };

/**
 * Carries requests to the store's process and keeps one running. When it dies, another is started and every request
 * that has no answer yet is asked again, in order: answers come in order too, so what is repeated is always the tail,
 * and all requests are safe to repeat.
 */
export class StoreLink {
  readonly #options: LinkOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #crashed = new TypedEvent<StoreError>();
  readonly #damaged = new TypedEvent<StoreError>();
  readonly #ended = deferred<undefined>();
  #state: State = { kind: 'ended', error: new StoreRefusal('The store is not open.') };
  #process: StoreProcess | null = null;
  #leave: Unsubscribe = () => undefined;
  #opening: Deferred<undefined> | null = null;
  #wasOpen = false;
  #closing = false;
  #lastId = 0;
  #restarts: readonly number[] = [];

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** The process died too often, or what it found at a restart cannot be opened. Requests are rejected from then on. */
  get crashed(): EventSource<StoreError> {
    return this.#crashed;
  }

  /** An answer told of damage. Requests go on. */
  get damaged(): EventSource<StoreError> {
    return this.#damaged;
  }

  /** Starts the process and opens the database. Rejects with StoreError. */
  open(): Promise<undefined> {
    this.#opening ??= deferred<undefined>();
    this.#start();
    return this.#opening.promise;
  }

  /** The answer is as the process gave it: the caller checks it. */
  request(method: Method, args: unknown): Promise<unknown> {
    if (this.#closing) return Promise.reject(new StoreRefusal('The store is closed.'));
    return this.#ask(method, args);
  }

  /** Lets what was asked finish, closes, and waits for the process to end. Never rejects. */
  close(): Promise<undefined> {
    if (this.#closing) return this.#ended.promise;
    this.#closing = true;
    if (this.#state.kind === 'ended') {
      this.#ended.resolve(undefined);
      return this.#ended.promise;
    }
    const stop = this.#options.clock.after(closePatience, () => {
      this.#options.log.warn({ pending: this.#pending.size }, 'The store process did not close in time');
      this.#end(new StoreError('crashed', 'The message store did not close in time.'));
    });
    void this.#ended.promise.then(stop);
    this.#ask('close', []).catch(() => undefined);
    return this.#ended.promise;
  }

  #ask(method: Method, args: unknown): Promise<unknown> {
    if (this.#state.kind === 'ended') return Promise.reject(this.#state.error);
    const id = (this.#lastId += 1);
    const { promise, resolve, reject } = deferred<unknown>();
    this.#pending.set(id, { method, args, resolve, reject });
    if (this.#state.kind === 'open') this.#process?.post({ id, method, args });
    return promise;
  }

  #start(): void {
    const openId = (this.#lastId += 1);
    this.#state = { kind: 'starting', openId };
    let process: StoreProcess;
    try {
      process = this.#options.start();
    } catch (error) {
      this.#giveUp(
        error instanceof StoreError
          ? error
          : new StoreError('no-runtime', "The message store's process does not start.", { cause: error }),
      );
      return;
    }
    this.#process = process;
    const leaveMessages = process.onMessage((message) => {
      this.#receive(message);
    });
    const leaveExit = process.onExit((code) => {
      this.#exited(code);
    });
    this.#leave = () => {
      leaveMessages();
      leaveExit();
    };
    process.post({ id: openId, method: 'open', args: this.#options.openArgs });
  }

  #receive(message: unknown): void {
    const parsed = v.safeParse(Answer, message);
    if (!parsed.success) {
      this.#options.log.error({}, 'The store process gave an answer that is none');
      // Whose answer it was is unknown, so somebody would wait for ever; a new process answers them all.
      this.#process?.kill();
      return;
    }
    const answer = parsed.output;
    if (this.#state.kind === 'starting' && answer.id === this.#state.openId) {
      this.#opened(answer);
      return;
    }
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    this.#pending.delete(answer.id);
    if (answer.ok) {
      pending.resolve(answer.value);
      return;
    }
    const error = toError(answer);
    pending.reject(error);
    if (error instanceof StoreError && error.problem === 'damaged') this.#damaged.raise(error);
  }

  #opened(answer: Answer): void {
    if (!answer.ok) {
      const error = toError(answer);
      this.#giveUp(error instanceof StoreError ? error : new StoreError('crashed', error.message));
      return;
    }
    this.#state = { kind: 'open' };
    for (const [id, { method, args }] of this.#pending) this.#process?.post({ id, method, args });
    this.#wasOpen = true;
    this.#opening?.resolve(undefined);
  }

  #exited(code: number | null): void {
    this.#leave();
    this.#process = null;
    const onlyClose = [...this.#pending.values()].every(({ method }) => method === 'close');
    if (this.#closing && onlyClose && (this.#pending.size === 0 || code === 0)) {
      this.#end(new StoreRefusal('The store is closed.'));
      return;
    }
    const now = this.#options.clock.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < restartWindow), now];
    this.#options.log.warn({ code, pending: this.#pending.size }, 'The store process died');
    if (this.#restarts.length > mostRestarts) {
      this.#giveUp(
        new StoreError('crashed', 'The message store failed again and again. Start Parley again.'),
      );
      return;
    }
    this.#start();
  }

  #giveUp(error: StoreError): void {
    this.#end(error);
    if (this.#wasOpen) this.#crashed.raise(error);
    else this.#opening?.reject(error);
  }

  #end(error: Error): void {
    this.#state = { kind: 'ended', error };
    this.#leave();
    this.#process?.kill();
    this.#process = null;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
    this.#ended.resolve(undefined);
  }
}

function toError(answer: Extract<Answer, { ok: false }>): StoreError | StoreRefusal {
  return answer.problem === 'refused'
    ? new StoreRefusal(answer.message)
    : new StoreError(answer.problem, answer.message);
}
