import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Connection } from './connection.ts';
import type { LoopbackRequest } from './message.ts';

/** `trying`: nothing came back. `proceeding`: a provisional response did. Else what the final response said. */
export type TransactionState = 'trying' | 'proceeding' | 'accepted' | 'refused';

/** One forwarded request that waits for its response, or an INVITE that waits for its ACK (RFC 3261, 16 and 17). */
export interface Transaction {
  /** The branch under which the request left. */
  readonly branch: string;
  readonly upstream: Connection;
  readonly downstream: Connection;
  /** As it came, with the sender's Via on top. */
  readonly request: LoopbackRequest;
  /** As it left, with the proxy's Via on top. */
  readonly forwarded: LoopbackRequest;
  readonly state: TransactionState;
  /** The sender canceled before a provisional response came; CANCEL leaves with that (RFC 3261, 9.1). */
  readonly cancelWanted: boolean;
}

/** 64*T1: how long a side may wait for an answer or an ACK. */
export const transactionLifetime = 32_000;
/** Timer C (RFC 3261, 16.6): how long an INVITE may ring. */
export const ringingLifetime = 180_000;
const maximumTransactions = 4096;

export const isCompleted = ({ state }: Transaction): boolean => state === 'accepted' || state === 'refused';

/** Matches a request of one connection to its ACK or CANCEL. */
export const senderKey = (connection: Connection, transaction: string): string =>
  `${connection.id} ${transaction}`;

export type Expired = (transaction: Transaction) => void;

export class TransactionTable {
  readonly #clock: Clock;
  readonly #byBranch = new Map<string, { transaction: Transaction; key: string; stopTimer: Unsubscribe }>();
  readonly #branchByKey = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get full(): boolean {
    return this.#byBranch.size >= maximumTransactions;
  }

  byBranch(branch: string): Transaction | undefined {
    return this.#byBranch.get(branch)?.transaction;
  }

  bySender(key: string): Transaction | undefined {
    const branch = this.#branchByKey.get(key);
    return branch === undefined ? undefined : this.byBranch(branch);
  }

  /** Every transaction that waits on this connection, on either side. */
  touching(connection: Connection): readonly Transaction[] {
    return [...this.#byBranch.values()]
      .map(({ transaction }) => transaction)
      .filter(({ upstream, downstream }) => upstream === connection || downstream === connection);
  }

  /** Adds a transaction under its sender's key; see `update` for the rest. */
  add(transaction: Transaction, key: string, lifetime: number, expired: Expired): void {
    this.#put(transaction, key, lifetime, expired);
    this.#branchByKey.set(key, transaction.branch);
  }

  /** Replaces a transaction; after `lifetime` milliseconds from now `expired` gets what it has become. */
  update(transaction: Transaction, lifetime: number, expired: Expired): void {
    const entry = this.#byBranch.get(transaction.branch);
    if (entry === undefined) return;
    entry.stopTimer();
    this.#put(transaction, entry.key, lifetime, expired);
  }

  remove(branch: string): void {
    const entry = this.#byBranch.get(branch);
    if (entry === undefined) return;
    entry.stopTimer();
    this.#byBranch.delete(branch);
    if (this.#branchByKey.get(entry.key) === branch) this.#branchByKey.delete(entry.key);
  }

  clear(): void {
    for (const branch of [...this.#byBranch.keys()]) this.remove(branch);
  }

  #put(transaction: Transaction, key: string, lifetime: number, expired: Expired): void {
    const stopTimer = this.#clock.after(lifetime, () => {
      const current = this.byBranch(transaction.branch);
      if (current !== undefined) expired(current);
    });
    this.#byBranch.set(transaction.branch, { transaction, key, stopTimer });
  }
}
