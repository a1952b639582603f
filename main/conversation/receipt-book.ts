import type { Clock } from '../../shared/model/clock.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { toStored, type ProofEvent } from '../../shared/model/proof.ts';
import { receiptReducer, type DeliveryFailure, type ReceiptEvent } from '../../shared/model/receipt.ts';
import { StoreRefusal, type Store } from '../store/interface.ts';

import type { ProofBook } from './proof-book.ts';

export interface ReceiptBookOptions {
  readonly store: Pick<Store, 'message' | 'setReceipt'>;
  readonly proof: Pick<ProofBook, 'note' | 'take' | 'giveBack'>;
  readonly clock: Clock;
  /** Called before it is stored that a message has failed; never rejects. */
  readonly failing: (message: Message, failure: DeliveryFailure) => Promise<void>;
  /** Called after each stored change. */
  readonly changed: (message: Message) => void;
}

/**
 * The one place that changes receipts. What is known comes from several sides at once (the outbox, reports of the
 * peer, the user), so each change is made on the stored receipt and one after the other.
 */
export class ReceiptBook {
  readonly #options: ReceiptBookOptions;
  readonly #turns = new Map<MessageId, Promise<unknown>>();

  constructor(options: ReceiptBookOptions) {
    this.#options = options;
  }

  /**
   * `proof`: what happened, kept whether it changes the receipt or not.
   * Resolves with the message as it is then stored; null where there is no such sent message, or not any more.
   */
  apply(id: MessageId, event: ReceiptEvent, ...proof: readonly ProofEvent[]): Promise<Message | null> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(async () => this.#apply(id, event, proof));
    const settled = turn.catch(() => undefined);
    this.#turns.set(id, settled);
    void settled.then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return turn;
  }

  async #apply(id: MessageId, event: ReceiptEvent, noted: readonly ProofEvent[]): Promise<Message | null> {
    const { store, proof, clock, failing, changed } = this.#options;
    const message = await store.message(id);
    if (message === null || message.receipt === null) return null;
    const receipt = receiptReducer(message.receipt, event, clock.now());
    if (receipt === message.receipt) {
      proof.note(id, ...noted);
      return message;
    }
    if (event.kind === 'failed') await failing(message, event.failure);
    const events = [...proof.take(id), ...noted.map(toStored)];
    try {
      const stored = await store.setReceipt(id, receipt, events);
      changed(stored);
      return stored;
    } catch (error) {
      // It was deleted between the two.
      if (error instanceof StoreRefusal && (await store.message(id)) === null) return null;
      proof.giveBack(id, events);
      throw error;
    }
  }
}
