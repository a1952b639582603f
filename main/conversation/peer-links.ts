import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { DeliveryFailure } from '../../shared/model/receipt.ts';
import type { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import type { InstantMessageReceivedEventArgs } from '../flow/im-flow.ts';
import type { Log } from '../log/log.ts';
import type { StoredConversation } from '../store/interface.ts';
import { PeerLink, type Dialect } from './peer-link.ts';

export interface PeerLinksOptions {
  readonly endpoint: InstantMessagingEndpoint;
  readonly clock: Clock;
  readonly log: Log;
  /** The message is answered 200 when this resolves, and refused when it rejects. */
  readonly receive: (
    conversation: StoredConversation,
    event: InstantMessageReceivedEventArgs,
    dialect: Dialect,
  ) => Promise<void>;
  readonly composingChanged: (id: ConversationId, composing: boolean) => void;
  /** What a peer that had taken a message on says of its fate; null: it was delivered. */
  readonly reported: (id: MessageId, failure: DeliveryFailure | null) => void;
}

/** The links of one account to its peers, made when they are needed. */
export class PeerLinks {
  readonly #options: PeerLinksOptions;
  readonly #links = new Map<ConversationId, PeerLink>();
  readonly #composing = new Set<ConversationId>();

  constructor(options: PeerLinksOptions) {
    this.#options = options;
  }

  /** The conversations whose peer is writing. */
  get composing(): readonly ConversationId[] {
    return [...this.#composing];
  }

  of(conversation: StoredConversation): PeerLink {
    let link = this.#links.get(conversation.id);
    if (link === undefined) {
      link = this.#make(conversation);
      this.#links.set(conversation.id, link);
    }
    return link;
  }

  part(id: ConversationId): void {
    void this.#links.get(id)?.close();
    this.#links.delete(id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.values()].map(async (link) => link.close()));
  }

  #make(conversation: StoredConversation): PeerLink {
    const { endpoint, clock, log, receive, reported, composingChanged } = this.#options;
    return new PeerLink({
      endpoint,
      conversation,
      clock,
      log,
      messageReceived: (event, dialect) => {
        event.waitUntil(receive(conversation, event, dialect));
      },
      reported,
      composingChanged: (composing) => {
        if (composing) this.#composing.add(conversation.id);
        else this.#composing.delete(conversation.id);
        composingChanged(conversation.id, composing);
      },
    });
  }
}
