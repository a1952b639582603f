import * as v from 'valibot';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { closeDatabase, forgetPages, openDatabase } from './database.ts';
import type { SqliteDatabase, SqliteDriver } from './driver.ts';
import { StoreError, StoreRefusal } from './interface.ts';
import { createOperations } from './operations.ts';
import { toStoreError } from './problem.ts';
import { parseArgs, RequestEnvelope, requests, type Answer, type Method } from './protocol.ts';
import { Rest } from './rest.ts';
import { SearchIndex } from './search/search-index.ts';

/** The most requests that share one transaction. */
const largestGroup = 256;
/** After so many requests it is asked again whether the index is far behind: asking each time would delay each. */
const urgencyLook = 64;

interface ServiceOptions {
  readonly loadDriver: () => SqliteDriver;
  readonly post: (answer: Answer) => void;
  /** Called once the database is closed and the last answer posted. */
  readonly ended: () => void;
  /** Runs the task after the messages that have already come were accepted. */
  readonly soon: (task: () => void) => void;
  /** Runs the task when the start is long over. */
  readonly later: (task: () => void) => void;
  /** Runs the task after a moment that is long for a computer and short for a person, unless it is called off. */
  readonly inAMoment: (task: () => void) => Unsubscribe;
  /** Runs the task after a time in which somebody who works would have asked for something, unless it is called off. */
  readonly inAWhile: (task: () => void) => Unsubscribe;
}

interface OpenStore {
  readonly path: string;
  readonly key: string;
  readonly database: SqliteDatabase;
  readonly operations: ReturnType<typeof createOperations>;
  readonly index: SearchIndex;
}

type Outcome = { readonly value: unknown } | { readonly error: StoreError | StoreRefusal };

const isMethod = (name: string): name is Method => Object.hasOwn(requests, name);
const writes = ({ method }: RequestEnvelope): boolean => isMethod(method) && requests[method].writes;
const isAlone = ({ method }: RequestEnvelope): boolean => method === 'open' || method === 'close';

/**
 * Answers requests in the order in which they come. Those that have come by the time that the first is looked at share
 * one transaction, since a durable commit costs far more than what it holds; one that fails takes no other with it.
 * An answer leaves after its commit.
 */
export class StoreService {
  readonly #options: ServiceOptions;
  #queue: RequestEnvelope[] = [];
  #scheduled = false;
  #store: OpenStore | null = null;
  /** Whether there may be something to do for the search index. */
  #upkeep = false;
  /** Whether nothing has come for a moment. */
  #quiet = false;
  /** Whether the index was far behind when that was asked last, and the requests since. */
  #urgent = false;
  #sinceLook = 0;
  #stopWaiting: Unsubscribe = () => undefined;
  readonly #rest: Rest;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#rest = new Rest(() => {
      if (this.#store !== null) forgetPages(this.#store.database);
    }, options.inAWhile);
  }

  /** Takes one message from the parent, whatever it is. What carries no id cannot be answered and is dropped. */
  accept(message: unknown): void {
    const parsed = v.safeParse(RequestEnvelope, message);
    if (!parsed.success) return;
    this.#queue.push(parsed.output);
    this.#quiet = false;
    this.#schedule();
  }

  /** Closes the database without an answer: the parent is gone. */
  abandon(): void {
    this.#queue = [];
    this.#stopWaiting();
    this.#rest.end();
    if (this.#store !== null) closeDatabase(this.#store.database);
    this.#store = null;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    if (this.#queue.length === 0 && !this.#mayTend()) {
      this.#awaitQuiet();
      return;
    }
    this.#scheduled = true;
    this.#options.soon(() => {
      this.#scheduled = false;
      this.#rest.stir();
      if (this.#queue.length > 0) this.#runGroup(this.#nextGroup());
      this.#tendIndex();
      this.#schedule();
    });
  }

  /**
   * When nobody has asked for a moment, so that one message after the other does not wait for the index in between;
   * a search looks through what is not in it yet. When it is far behind, between any two requests.
   */
  #mayTend(): boolean {
    if (!this.#upkeep || this.#store === null) return false;
    if (this.#sinceLook >= urgencyLook) {
      this.#urgent = this.#store.index.isUrgent;
      this.#sinceLook = 0;
    }
    return this.#quiet || this.#urgent;
  }

  #tendIndex(): void {
    if (!this.#mayTend()) return;
    this.#upkeep = this.#store?.index.step() ?? false;
    this.#sinceLook = urgencyLook;
  }

  #awaitQuiet(): void {
    this.#stopWaiting();
    if (!this.#upkeep || this.#store === null) return;
    this.#stopWaiting = this.#options.inAMoment(() => {
      this.#quiet = true;
      this.#schedule();
    });
  }

  #nextGroup(): readonly RequestEnvelope[] {
    const lone = this.#queue.findIndex(isAlone);
    const length = lone === 0 ? 1 : Math.min(lone < 0 ? this.#queue.length : lone, largestGroup);
    return this.#queue.splice(0, length);
  }

  #runGroup(group: readonly RequestEnvelope[]): void {
    this.#sinceLook += group.length;
    const together = group.length > 1 && group.some(writes) ? this.#runTogether(group) : null;
    const outcomes = together ?? group.map((request) => this.#attempt(() => this.#runAlone(request)));
    for (const [index, request] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) this.#options.post(toAnswer(request.id, outcome));
    }
    if (group.some(({ method }) => method === 'open' || method === 'search') || group.some(writes))
      this.#upkeep = true;
    if (group.some(({ method }) => method === 'close')) this.#options.ended();
  }

  /** Null when the transaction as a whole failed: nothing of it is stored, and each request is to be tried alone. */
  #runTogether(group: readonly RequestEnvelope[]): readonly Outcome[] | null {
    const database = this.#store?.database;
    if (database === undefined) return null;
    try {
      database.exec('BEGIN IMMEDIATE');
      const outcomes: Outcome[] = [];
      for (const request of group) {
        // Inside a transaction the driver makes a savepoint of this.
        const run = database.transaction(() => this.#operate(request));
        outcomes.push(this.#attempt(run));
        // SQLite ends the whole transaction by itself after some failures, such as a full disk.
        if (!database.inTransaction) return null;
      }
      database.exec('COMMIT');
      return outcomes;
    } catch {
      if (database.inTransaction) database.exec('ROLLBACK');
      return null;
    }
  }

  #runAlone(request: RequestEnvelope): unknown {
    if (request.method === 'open') return this.#open(request.args);
    if (request.method === 'close') {
      parseArgs('close', request.args);
      this.#stopWaiting();
      this.#rest.end();
      const store = this.#store;
      this.#store = null;
      if (store !== null) closeDatabase(store.database);
      return null;
    }
    if (!writes(request) || this.#store === null) return this.#operate(request);
    return this.#store.database.transaction(() => this.#operate(request)).immediate();
  }

  #open(args: unknown): null {
    const [options] = parseArgs('open', args);
    if (this.#store !== null) {
      // It was opened ahead of whoever asks for it.
      if (this.#store.path === options.path && this.#store.key === options.key) return null;
      throw new StoreRefusal('The store is already open.');
    }
    const database = openDatabase(this.#options.loadDriver(), options);
    const index = new SearchIndex(database);
    this.#store = { ...options, database, operations: createOperations(database, index), index };
    this.#options.later(() => {
      if (this.#store?.index !== index) return;
      index.beginSampling();
      this.#upkeep = true;
      this.#schedule();
    });
    return null;
  }

  #operate({ method, args }: RequestEnvelope): unknown {
    if (this.#store === null) throw new StoreRefusal('The store is not open.');
    const operation = this.#store.operations.get(method);
    if (operation === undefined) throw new StoreRefusal('The store knows no such request.');
    return operation(args);
  }

  #attempt(run: () => unknown): Outcome {
    try {
      return { value: run() };
    } catch (error) {
      return { error: toStoreError(error) };
    }
  }
}

function toAnswer(id: number, outcome: Outcome): Answer {
  if ('value' in outcome) return { id, ok: true, value: outcome.value };
  const { error } = outcome;
  return {
    id,
    ok: false,
    problem: error instanceof StoreError ? error.problem : 'refused',
    message: error.message,
  };
}
