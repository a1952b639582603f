import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { DeliveryFailure, ReceiptEvent } from '../../shared/model/receipt.ts';
import type { Log } from '../log/log.ts';
import { pauseBefore } from './delivery-policy.ts';
import type { ReceiptBook } from './receipt-book.ts';

/** How one attempt to deliver ended. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'again'; readonly failure: DeliveryFailure }
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };

interface Lane {
  readonly queue: Message[];
  running: boolean;
  attempts: number;
  cancelPause: Unsubscribe | null;
}

export interface OutboxOptions {
  readonly receipts: Pick<ReceiptBook, 'apply'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes one attempt; never rejects for a failure of delivery. */
  readonly deliver: (message: Message) => Promise<DeliveryOutcome>;
}

/**
 * The durable queue of what is still to be sent. Its jobs are the messages whose stored receipt is queued or sending;
 * within a conversation they go out strictly one at a time and in order, conversations go in parallel.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<ConversationId, Lane>();
  #online = false;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  add(message: Message): void {
    const lane = this.#lane(message.conversationId);
    if (lane.queue.some((waiting) => waiting.id === message.id)) return;
    lane.queue.push(message);
    lane.queue.sort((a, b) => a.sequence - b.sequence);
    this.#run(lane);
  }

  /** The server is there (again), or gone. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (!online) return;
    for (const lane of this.#lanes.values()) {
      lane.attempts = 0;
      this.#wake(lane);
    }
  }

  /** The peer has shown itself: what waits for it need not wait longer. */
  peerSeen(id: ConversationId): void {
    const lane = this.#lanes.get(id);
    if (lane !== undefined) this.#wake(lane);
  }

  /** Whatever pauses is tried at once. */
  wakeAll(): void {
    for (const lane of this.#lanes.values()) this.#wake(lane);
  }

  /** They were taken out of the store: none of them is sent any more. */
  forget(id: ConversationId, ids: readonly MessageId[]): void {
    const lane = this.#lanes.get(id);
    const head = lane?.queue[0];
    if (lane === undefined || head === undefined) return;
    for (const gone of ids) this.#remove(lane, gone);
    if (lane.queue[0] === head) return;
    // The pause was the first one's.
    lane.attempts = 0;
    this.#wake(lane);
  }

  /** Starts no further attempt. What is queued stays stored. */
  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) {
      lane.cancelPause?.();
      lane.cancelPause = null;
    }
    this.#lanes.clear();
  }

  #wake(lane: Lane): void {
    lane.cancelPause?.();
    lane.cancelPause = null;
    this.#run(lane);
  }

  #lane(id: ConversationId): Lane {
    let lane = this.#lanes.get(id);
    if (lane === undefined) {
      lane = { queue: [], running: false, attempts: 0, cancelPause: null };
      this.#lanes.set(id, lane);
    }
    return lane;
  }

  #run(lane: Lane): void {
    if (lane.running) return;
    lane.running = true;
    void this.#drain(lane).then(
      () => {
        lane.running = false;
        // Something may have been added between the last look at the queue and now.
        if (this.#mayRun(lane) && lane.queue.length > 0) this.#run(lane);
      },
      (error: unknown) => {
        lane.running = false;
        // The store refused to note a receipt: the message stays in the lane and is tried again with the next wake.
        this.#options.log.error({ error }, 'The outbox could not note a receipt');
      },
    );
  }

  #mayRun(lane: Lane): boolean {
    return this.#online && !this.#stopped && lane.cancelPause === null;
  }

  async #drain(lane: Lane): Promise<void> {
    while (this.#mayRun(lane)) {
      const head = lane.queue[0];
      if (head === undefined) return;
      const sending = await this.#note(head, { kind: 'left' });
      if (sending?.receipt?.state !== 'sending') {
        // It was deleted, or a report that came late has told that an earlier attempt arrived after all.
        this.#remove(lane, head.id);
        continue;
      }
      const outcome = await this.#options.deliver(sending);
      switch (outcome.kind) {
        case 'delivered':
          await this.#finish(lane, sending, { kind: 'delivered' });
          break;
        case 'sent':
          await this.#finish(lane, sending, { kind: 'accepted' });
          break;
        case 'failed':
          await this.#finish(lane, sending, { kind: 'failed', failure: outcome.failure });
          break;
        case 'wait':
          await this.#postpone(lane, sending);
          // The connection may have come back while the attempt was failing; a pause keeps the two from spinning.
          this.#pause(lane, 1_000);
          return;
        case 'again': {
          lane.attempts += 1;
          const pause = pauseBefore(lane.attempts);
          if (pause === null) {
            await this.#finish(lane, sending, { kind: 'failed', failure: outcome.failure });
            break;
          }
          await this.#postpone(lane, sending);
          this.#pause(lane, pause);
          return;
        }
      }
    }
  }

  #pause(lane: Lane, delay: number): void {
    if (this.#stopped) return;
    lane.cancelPause = this.#options.clock.after(delay, () => {
      lane.cancelPause = null;
      this.#run(lane);
    });
  }

  async #finish(lane: Lane, message: Message, event: ReceiptEvent): Promise<void> {
    await this.#note(message, event);
    lane.attempts = 0;
    this.#remove(lane, message.id);
  }

  #remove(lane: Lane, id: MessageId): void {
    const at = lane.queue.findIndex((waiting) => waiting.id === id);
    if (at >= 0) lane.queue.splice(at, 1);
  }

  async #postpone(lane: Lane, message: Message): Promise<void> {
    const queued = await this.#note(message, { kind: 'postponed' });
    // A retried older message may have come in front meanwhile, so the place is looked up.
    const at = lane.queue.findIndex((waiting) => waiting.id === message.id);
    if (at < 0) return;
    if (queued === null) lane.queue.splice(at, 1);
    else lane.queue[at] = queued;
  }

  async #note(message: Message, event: ReceiptEvent): Promise<Message | null> {
    return this.#options.receipts.apply(message.id, event);
  }
}
