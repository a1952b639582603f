import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ProofEvent } from '../../shared/model/proof.ts';
import type { DeliveryFailure, ReceiptEvent } from '../../shared/model/receipt.ts';

/** Who may end a pause before its time: `anything` that gives hope, or the `user` alone. */
export type Waker = 'anything' | 'user';

/** What of one conversation is still to be sent, in its order, and the pause before its next attempt. */
export class OutboxLane {
  readonly #clock: Clock;
  readonly #queue: Message[] = [];
  running = false;
  /** Attempts that went wrong since something went right. */
  attempts = 0;
  /** Of the attempt that went wrong last; the messages behind it wait for the same reason. */
  failure: DeliveryFailure | null = null;
  /** The message of which an attempt is being made. */
  current: MessageId | null = null;
  /** What became of an attempt, while it is not stored yet: it is noted before anything else, and not made again. */
  owed: {
    readonly message: Message;
    readonly event: ReceiptEvent;
    readonly proof: readonly ProofEvent[];
  } | null = null;
  #pause: { readonly cancel: Unsubscribe; readonly waker: Waker } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get head(): Message | undefined {
    return this.#queue[0];
  }

  get messages(): readonly Message[] {
    return this.#queue;
  }

  get pausing(): boolean {
    return this.#pause !== null;
  }

  /** Takes it in, or what is newly known of it. */
  put(message: Message): void {
    const at = this.#queue.findIndex((waiting) => waiting.id === message.id);
    if (at >= 0) {
      this.#queue[at] = message;
      return;
    }
    const last = this.#queue.at(-1);
    this.#queue.push(message);
    if (last !== undefined && last.sequence > message.sequence)
      this.#queue.sort((a, b) => a.sequence - b.sequence);
  }

  has(id: MessageId): boolean {
    return this.#queue.some((waiting) => waiting.id === id);
  }

  remove(id: MessageId): void {
    const at = this.#queue.findIndex((waiting) => waiting.id === id);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  /** Takes out what is due and not being sent. */
  removeDue(isDue: (message: Message) => boolean): readonly Message[] {
    const due = this.#queue.filter((each) => each.id !== this.current && isDue(each));
    for (const { id } of due) this.remove(id);
    return due;
  }

  pause(delay: number, waker: Waker, over: () => void): void {
    this.#pause?.cancel();
    const cancel = this.#clock.after(delay, () => {
      this.#pause = null;
      over();
    });
    this.#pause = { cancel, waker };
  }

  /** Ends the pause, if it is theirs to end. */
  endPause(by: Waker): void {
    if (this.#pause === null || (this.#pause.waker === 'user' && by !== 'user')) return;
    this.#pause.cancel();
    this.#pause = null;
  }
}
