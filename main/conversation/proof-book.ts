import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import { toStored, type ProofEvent, type StoredProofEvent } from '../../shared/model/proof.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/interface.ts';

/** How long events wait for a change of the receipt that takes them along, in milliseconds. */
const patience = 1_000;
/** The most messages whose events one request carries. */
const mostAtOnce = 500;
/** The most events of one message that wait. */
const mostKept = 50;

/**
 * Collects what happens to messages, and has it stored along with what is stored anyway: proof must not make sending or
 * receiving slower. What nothing takes along is stored by itself a second later.
 */
export class ProofBook {
  readonly #store: Pick<Store, 'addEvents'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #pending = new Map<MessageId, StoredProofEvent[]>();
  #cancel: Unsubscribe | null = null;

  constructor(store: Pick<Store, 'addEvents'>, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  note(id: MessageId, ...events: readonly ProofEvent[]): void {
    this.#wait(id, [...(this.#pending.get(id) ?? []), ...events.map(toStored)]);
  }

  /** What is to be stored along with a change of this message. Give it back if that fails. */
  take(id: MessageId): readonly StoredProofEvent[] {
    const events = this.#pending.get(id) ?? [];
    this.#pending.delete(id);
    if (this.#pending.size === 0) {
      this.#cancel?.();
      this.#cancel = null;
    }
    return events;
  }

  giveBack(id: MessageId, events: readonly StoredProofEvent[]): void {
    this.#wait(id, [...events, ...(this.#pending.get(id) ?? [])]);
  }

  /** Stores what waits. Never rejects: a message is worth more than its proof. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    const all = [...this.#pending].map(([id, events]) => ({ id, events }));
    this.#pending.clear();
    try {
      for (let at = 0; at < all.length; at += mostAtOnce)
        await this.#store.addEvents(all.slice(at, at + mostAtOnce));
    } catch (error) {
      this.#log.warn({ error }, 'The proof of some messages could not be stored');
    }
  }

  #wait(id: MessageId, events: StoredProofEvent[]): void {
    if (events.length === 0) return;
    // More than a message ever has at once; a store that takes none must not fill the memory.
    this.#pending.set(id, events.slice(-mostKept));
    this.#cancel ??= this.#clock.after(patience, () => {
      void this.flush();
    });
  }
}
