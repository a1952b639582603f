import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ReceiptState } from '../../shared/model/receipt.ts';
import type { UnsentCount } from '../../shared/model/unsent.ts';

/**
 * Counts what has not gone out. Begins with what the store holds and is told of every change, so that the number is
 * exact without asking the store at each of them.
 */
export class UnsentTally {
  readonly #changed: (count: UnsentCount) => void;
  readonly #waiting = new Set<MessageId>();
  readonly #failed = new Set<MessageId>();

  /** @param changed called with each other number */
  constructor(changed: (count: UnsentCount) => void) {
    this.#changed = changed;
  }

  get count(): UnsentCount {
    return { waiting: this.#waiting.size, failed: this.#failed.size };
  }

  /** Begins anew with these. */
  take(states: Iterable<{ readonly id: MessageId; readonly state: ReceiptState }>): void {
    this.#change(() => {
      this.#waiting.clear();
      this.#failed.clear();
      for (const { id, state } of states) this.#put(id, state);
    });
  }

  /** A message is new, or its receipt is another. */
  note({ id, receipt }: Pick<Message, 'id' | 'receipt'>): void {
    if (receipt === null) return;
    this.#change(() => {
      this.#put(id, receipt.state);
    });
  }

  /** They are not there any more. */
  forget(ids: Iterable<MessageId>): void {
    this.#change(() => {
      for (const id of ids) {
        this.#waiting.delete(id);
        this.#failed.delete(id);
      }
    });
  }

  #put(id: MessageId, state: ReceiptState): void {
    if (state === 'queued' || state === 'sending') this.#waiting.add(id);
    else this.#waiting.delete(id);
    if (state === 'failed') this.#failed.add(id);
    else this.#failed.delete(id);
  }

  #change(change: () => void): void {
    const before = this.count;
    change();
    const after = this.count;
    if (before.waiting !== after.waiting || before.failed !== after.failed) this.#changed(after);
  }
}
