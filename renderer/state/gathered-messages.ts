import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';

/** The messages of one batch of events, by conversation, so that each timeline takes them at once. */
export class GatheredMessages {
  readonly #byConversation = new Map<ConversationId, Message[]>();

  add(message: Message): void {
    const known = this.#byConversation.get(message.conversationId);
    if (known === undefined) this.#byConversation.set(message.conversationId, [message]);
    else known.push(message);
  }

  drop(id: ConversationId, gone: ReadonlySet<MessageId>): void {
    const known = this.#byConversation.get(id) ?? [];
    this.#byConversation.set(
      id,
      known.filter((each) => !gone.has(each.id)),
    );
  }

  [Symbol.iterator](): Iterator<[ConversationId, readonly Message[]]> {
    return this.#byConversation.entries();
  }
}
