import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ProofEvent } from '../../shared/model/proof.ts';
import type { DeliveryFailure, ReceiptEvent } from '../../shared/model/receipt.ts';
import type { Log } from '../log/log.ts';
import { pauseBefore } from './delivery-policy.ts';
import { OutboxLane, type Waker } from './outbox-lane.ts';
import type { ReceiptBook } from './receipt-book.ts';
import { answersOf, type TimedExchange } from './sip-exchange.ts';
import { RetryWindow } from './retry-window.ts';

/** How one attempt to deliver ended. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'wait' }
  /** `after`: milliseconds for which the server or the peer asked; null: it did not. */
  | { readonly kind: 'again'; readonly failure: DeliveryFailure; readonly after: number | null }
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };

/** With what went over the wire, for the proof. */
export type Delivery = DeliveryOutcome & { readonly exchanges?: readonly TimedExchange[] };

export interface OutboxOptions {
  readonly receipts: Pick<ReceiptBook, 'apply'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives [0, 1). */
  readonly random: () => number;
  /** For how long a message is tried, in milliseconds. */
  readonly retryWindow: () => number;
  /** Makes one attempt; never rejects for a failure of delivery. */
  readonly deliver: (message: Message) => Promise<Delivery>;
}

/** Before what broke for a reason of our own is tried again, in milliseconds. */
const pauseAfterTrouble = 5_000;

/**
 * The durable queue of what is still to be sent. Its jobs are the messages whose stored receipt is queued or sending;
 * within a conversation they go out strictly one at a time and in order, conversations go in parallel. What does not go
 * out within its time has failed, whether there was a connection or not (README.md).
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<ConversationId, OutboxLane>();
  readonly #window: RetryWindow;
  #online = false;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#window = new RetryWindow(options.clock, options.retryWindow, () => {
      this.expire();
    });
  }

  /** Takes a queued message in, or what is newly known of one that is in it. */
  add(message: Message): void {
    if (this.#stopped) return;
    const lane = this.#lane(message.conversationId);
    lane.put(message);
    lane.failure ??= message.receipt?.failure ?? null;
    this.#window.watch(message);
    this.#keepPause(lane, message);
    this.#run(lane);
  }

  /** The server is there (again), or gone. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (!online) return;
    this.expire();
    for (const lane of this.#lanes.values()) {
      lane.attempts = 0;
      this.#wake(lane, 'anything');
    }
  }

  /** The peer has shown itself: what waits for it need not wait longer. */
  peerSeen(id: ConversationId): void {
    const lane = this.#lanes.get(id);
    if (lane !== undefined) this.#wake(lane, 'anything');
  }

  /** The user asks for another attempt at once, in one conversation or in all. */
  asked(id: ConversationId | null): void {
    const wanted = id === null ? [...this.#lanes.values()] : [this.#lanes.get(id)];
    for (const lane of wanted) {
      if (lane === undefined) continue;
      lane.attempts = 0;
      this.#wake(lane, 'user');
    }
  }

  /** They were taken out of the store: none of them is sent any more. */
  forget(id: ConversationId, ids: readonly MessageId[]): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return;
    this.#take(lane, () => {
      for (const gone of ids) lane.remove(gone);
    });
  }

  /** Gives up what has had its time. Called by itself; call it when the length of the window is another. */
  expire(): void {
    for (const lane of this.#lanes.values()) {
      this.#take(lane, () => {
        for (const message of lane.removeDue((each) => this.#window.isOver(each)))
          this.#giveUp(lane, message);
      });
      for (const message of lane.messages) this.#window.watch(message);
    }
  }

  /** Starts no further attempt. What is queued stays stored. */
  stop(): void {
    this.#stopped = true;
    this.#window.rest();
    for (const lane of this.#lanes.values()) lane.endPause('user');
    this.#lanes.clear();
  }

  #lane(id: ConversationId): OutboxLane {
    let lane = this.#lanes.get(id);
    if (lane === undefined) {
      lane = new OutboxLane(this.#options.clock);
      this.#lanes.set(id, lane);
    }
    return lane;
  }

  /** A pause that the server asked for in an earlier run still holds. */
  #keepPause(lane: OutboxLane, { id, receipt }: Message): void {
    const left = (receipt?.nextAt ?? 0) - this.#options.clock.now();
    if (receipt?.held === true && lane.head?.id === id && !lane.running && left > 0)
      this.#pause(lane, left, 'user');
  }

  /** The pause was the first one's: the next one does not wait for it. */
  #take(lane: OutboxLane, take: () => void): void {
    const { head } = lane;
    take();
    if (head === undefined || lane.head === head) return;
    lane.attempts = 0;
    this.#wake(lane, 'user');
    this.#restIfEmpty();
  }

  #giveUp(lane: OutboxLane, message: Message): void {
    const failure = message.receipt?.failure ?? lane.failure ?? { code: 'offline', status: null };
    this.#note(
      message,
      { kind: 'failed', failure },
      { kind: 'expired', at: this.#options.clock.now(), code: failure.code },
    ).catch((error: unknown) => {
      this.#options.log.error({ error }, 'It could not be noted that the time of a message is over');
      // It stands where it was, and its time is looked at again.
      if (this.#stopped) return;
      lane.put(message);
      this.#options.clock.after(pauseAfterTrouble, () => {
        if (!this.#stopped) this.expire();
      });
    });
  }

  #wake(lane: OutboxLane, by: Waker): void {
    lane.endPause(by);
    this.#run(lane);
  }

  #run(lane: OutboxLane): void {
    if (lane.running) return;
    lane.running = true;
    void this.#drain(lane).then(
      () => {
        lane.running = false;
        // Something may have been added between the last look at the queue and now.
        if (this.#mayRun(lane) && lane.head !== undefined) this.#run(lane);
        this.#restIfEmpty();
      },
      (error: unknown) => {
        lane.running = false;
        lane.current = null;
        this.#options.log.error({ error }, 'The outbox could not note a receipt');
        this.#pause(lane, pauseAfterTrouble, 'anything');
      },
    );
  }

  #mayRun(lane: OutboxLane): boolean {
    return this.#online && !this.#stopped && !lane.pausing;
  }

  async #drain(lane: OutboxLane): Promise<void> {
    if (lane.owed !== null) await this.#finish(lane, lane.owed.message, lane.owed.event, lane.owed.proof);
    while (this.#mayRun(lane)) {
      const { head } = lane;
      if (head === undefined) return;
      if (this.#window.isOver(head)) {
        lane.remove(head.id);
        this.#giveUp(lane, head);
        continue;
      }
      lane.current = head.id;
      const at = this.#options.clock.now();
      const sending = await this.#note(head, { kind: 'left' }, { kind: 'attempt', at });
      if (sending?.receipt?.state === 'sending') {
        // Nothing of it has left.
        if (this.#stopped) await this.#note(sending, { kind: 'postponed', failure: null, next: null });
        else await this.#attempt(lane, sending);
      }
      // It was deleted, or a report that came late has told that an earlier attempt arrived after all.
      else lane.remove(head.id);
      lane.current = null;
    }
  }

  async #attempt(lane: OutboxLane, message: Message): Promise<void> {
    const outcome = await this.#options.deliver(message);
    const proof = answersOf(outcome.exchanges ?? [], outcome.kind, null);
    switch (outcome.kind) {
      case 'delivered':
        return this.#finish(lane, message, { kind: 'delivered' }, proof);
      case 'sent':
        return this.#finish(lane, message, { kind: 'accepted' }, proof);
      case 'failed':
        return this.#finish(lane, message, { kind: 'failed', failure: outcome.failure }, proof);
      case 'wait':
        await this.#postpone(lane, message, { kind: 'postponed', failure: null, next: null }, proof);
        // The connection may have come back while the attempt was failing; a pause keeps the two from spinning.
        this.#pause(lane, 1_000, 'anything');
        return;
      case 'again':
        return this.#tryAgain(lane, message, outcome);
    }
  }

  async #tryAgain(
    lane: OutboxLane,
    message: Message,
    { failure, after, exchanges = [] }: Extract<Delivery, { kind: 'again' }>,
  ): Promise<void> {
    const { clock, random } = this.#options;
    lane.attempts += 1;
    lane.failure = failure;
    const held = after !== null;
    const delay = after ?? pauseBefore(lane.attempts, random);
    const at = clock.now() + delay;
    const end = this.#window.endOf(message);
    // No attempt would be left, so there is nothing to wait for.
    if (clock.now() >= end || (held && at >= end)) {
      await this.#finish(lane, message, { kind: 'failed', failure }, answersOf(exchanges, 'failed', null));
      return;
    }
    const next = at < end ? { at, held } : null;
    const proof = answersOf(exchanges, 'again', next?.at ?? null);
    await this.#postpone(lane, message, { kind: 'postponed', failure, next }, proof);
    this.#pause(lane, delay, held ? 'user' : 'anything');
  }

  #pause(lane: OutboxLane, delay: number, waker: Waker): void {
    if (this.#stopped) return;
    lane.pause(delay, waker, () => {
      this.#run(lane);
    });
  }

  async #finish(
    lane: OutboxLane,
    message: Message,
    event: ReceiptEvent,
    proof: readonly ProofEvent[],
  ): Promise<void> {
    lane.owed = { message, event, proof };
    await this.#note(message, event, ...proof);
    lane.owed = null;
    lane.attempts = 0;
    if (event.kind !== 'failed') lane.failure = null;
    lane.remove(message.id);
  }

  async #postpone(
    lane: OutboxLane,
    message: Message,
    event: ReceiptEvent,
    proof: readonly ProofEvent[],
  ): Promise<void> {
    const queued = await this.#note(message, event, ...proof);
    if (queued === null) lane.remove(message.id);
    // It may have been forgotten meanwhile.
    else if (lane.has(message.id)) lane.put(queued);
  }

  #restIfEmpty(): void {
    if ([...this.#lanes.values()].every((lane) => lane.head === undefined)) this.#window.rest();
  }

  async #note(
    message: Message,
    event: ReceiptEvent,
    ...proof: readonly ProofEvent[]
  ): Promise<Message | null> {
    return this.#options.receipts.apply(message.id, event, ...proof);
  }
}
