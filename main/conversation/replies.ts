import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { textOnWire, withoutQuote } from '../../shared/text/reply-quote.ts';
import { isMessageId } from '../flow/headers.ts';
import type { Store } from '../store/interface.ts';
import type { WireMessage } from './peer-link.ts';

/**
 * Answers to messages. On the wire they begin with a quote, which every program shows; a Parley is told the id of the
 * message besides, takes the quote off and shows the message itself.
 */
export class Replies {
  readonly #store: Pick<Store, 'message' | 'namedMessage' | 'replyTarget'>;

  constructor(store: Pick<Store, 'message' | 'namedMessage' | 'replyTarget'>) {
    this.#store = store;
  }

  /** The id if that message is in the conversation: it may have been deleted while the answer was written. */
  async within(conversationId: ConversationId, replyTo: MessageId | null): Promise<MessageId | null> {
    if (replyTo === null) return null;
    return (await this.#store.message(replyTo))?.conversationId === conversationId ? replyTo : null;
  }

  async toWire({ id, text, at, replyTo }: Message): Promise<WireMessage> {
    const target = replyTo === null ? null : await this.#store.replyTarget(replyTo);
    const quoted = textOnWire(text, target?.text ?? null);
    // What goes without its quote names no message either.
    if (target === null || quoted === text) return { id, text, replyTo: null, writtenAt: at };
    const name = target.name !== null && isMessageId(target.name) ? target.name : null;
    return { id, text: quoted, replyTo: name, writtenAt: at };
  }

  /** What does not name a message that is here keeps its quote. @param name as in InstantMessageReceivedEventArgs */
  async fromWire(
    conversationId: ConversationId,
    text: string,
    name: string | null,
  ): Promise<{ readonly text: string; readonly replyTo: MessageId | null }> {
    const replyTo = name === null ? null : await this.#store.namedMessage(conversationId, name);
    return { text: replyTo === null ? text : withoutQuote(text), replyTo };
  }
}
