import type { Account } from '../../shared/model/account.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { mentionNames, mentionsAny } from '../../shared/text/mentions.ts';
import type { InstantMessageReceivedEventArgs } from '../flow/im-flow.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/interface.ts';
import type { Dialect } from './peer-link.ts';
import type { ProofBook } from './proof-book.ts';
import type { ReceiptBook } from './receipt-book.ts';
import type { Replies } from './replies.ts';
import { arrivalOf } from './sip-exchange.ts';

export interface ArrivalsOptions {
  readonly account: Pick<Account, 'address' | 'displayName'>;
  readonly store: Pick<Store, 'insertIncoming' | 'conversation' | 'setDisplayName'>;
  readonly replies: Replies;
  readonly receipts: Pick<ReceiptBook, 'apply'>;
  readonly proof: ProofBook;
  readonly clock: Clock;
  readonly log: Log;
  /** Called once for each message, as soon as it is stored. */
  readonly stored: (message: Message) => void;
  /** Called after that, when the peer's name is stored too. */
  readonly told: (message: Message) => Promise<void>;
}

/** Names that a peer gives itself are cut to what a list can show. */
const longestName = 120;

/** Takes in what peers send. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #ownNames: readonly string[];

  constructor(options: ArrivalsOptions) {
    this.#options = options;
    this.#ownNames = mentionNames(options.account.address, options.account.displayName);
  }

  /** Store first; the flow answers 200 when this resolves and an error when it rejects. */
  async take(
    conversationId: ConversationId,
    event: InstantMessageReceivedEventArgs,
    dialect: Dialect,
  ): Promise<void> {
    const { store, clock, replies, proof } = this.#options;
    const arrivedAt = clock.now();
    if (event.textBody === null) throw new Error('A message without text came through a text-only flow');
    const displayName = event.sender.displayName?.trim().slice(0, longestName) ?? '';
    const reply = await replies.fromWire(conversationId, event.textBody, event.replyTo);
    const { message, repeated } = await store.insertIncoming({
      conversationId,
      sender: { address: event.sender.address, displayName: displayName === '' ? null : displayName },
      text: reply.text,
      at: clock.now(),
      sentAt: event.sentAt,
      replyTo: reply.replyTo,
      remoteId: event.remoteMessageId,
      displayRequested: event.dispositionRequested.display,
      mentioned: mentionsAny(reply.text, this.#ownNames),
    });
    if (reply.replyTo !== null) void this.#concludeFrom(reply.replyTo, message.id);
    if (repeated) return;
    proof.note(message.id, arrivalOf(event, dialect, arrivedAt, clock.now()));
    this.#options.stored(message);
    void this.#afterwards(message, displayName);
  }

  /** Who answers a message has it (README.md). */
  async #concludeFrom(answered: MessageId, by: MessageId): Promise<void> {
    const { receipts, clock, log } = this.#options;
    try {
      await receipts.apply(answered, { kind: 'delivered' }, { kind: 'answered', at: clock.now(), by });
    } catch (error) {
      log.warn({ error }, 'That a message was answered could not be noted');
    }
  }

  async #afterwards(message: Message, displayName: string): Promise<void> {
    const { store, log } = this.#options;
    const id = message.conversationId;
    try {
      if (displayName !== '' && (await store.conversation(id))?.displayName !== displayName)
        await store.setDisplayName(id, displayName);
    } catch (error) {
      log.warn({ error }, 'The name of a peer could not be stored');
    }
    await this.#options.told(message);
  }
}
