import type { ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { DeliveryFailure } from '../../shared/model/receipt.ts';
import { utf8Size } from '../../shared/text/utf8-size.ts';
import type { Log } from '../log/log.ts';
import type { Store, StoredConversation } from '../store/interface.ts';
import type { Delivery } from './outbox.ts';
import type { PeerLink } from './peer-link.ts';
import type { Replies } from './replies.ts';

export interface DeliveriesOptions {
  readonly store: Pick<Store, 'noteSize'>;
  readonly replies: Pick<Replies, 'toWire'>;
  readonly log: Log;
  /** Rejects where there is no such conversation of the account. */
  readonly conversation: (id: ConversationId) => Promise<StoredConversation>;
  readonly link: (conversation: StoredConversation) => Pick<PeerLink, 'deliver'>;
}

/** Attempts to deliver, and what they tell of the size that a peer takes. */
export class Deliveries {
  readonly #options: DeliveriesOptions;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** One attempt; never rejects. */
  async attempt(message: Message): Promise<Delivery> {
    const { conversation, link, log, replies } = this.#options;
    try {
      const stored = await conversation(message.conversationId);
      const wire = await replies.toWire(message);
      const delivery = await link(stored).deliver(wire);
      const taken = delivery.kind === 'delivered' || delivery.kind === 'sent';
      if (taken) await this.#taken(stored, wire.text);
      return delivery;
    } catch (error) {
      log.error({ error }, 'An attempt to deliver failed in an unforeseen way');
      return { kind: 'failed', failure: { code: 'interrupted', status: null } };
    }
  }

  /** It lifts a limit that does not hold any more; most peers have none. What cannot be noted has gone out all the same. */
  async #taken({ id, refusedSize }: StoredConversation, text: string): Promise<void> {
    const { log, store } = this.#options;
    const size = utf8Size(text);
    if (refusedSize === null || size < refusedSize) return;
    await store.noteSize(id, size, true).catch((error: unknown) => {
      log.warn({ error }, 'The size that a peer took could not be stored');
    });
  }

  /** A message has failed: at the attempt, by a report, or because its time is over. */
  async failed(message: Message, { code }: DeliveryFailure): Promise<void> {
    if (code !== 'too-large') return;
    const { log, replies, store } = this.#options;
    try {
      const { text } = await replies.toWire(message);
      await store.noteSize(message.conversationId, utf8Size(text), false);
    } catch (error) {
      log.warn({ error }, 'The size that a peer refused could not be stored');
    }
  }
}
