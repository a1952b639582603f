import * as v from 'valibot';
import { ConversationId, MessageId } from '../../model/ids.ts';
import { Message } from '../../model/message.ts';

/** What one does with a message. */
export const messageCommands = {
  /**
   * Resolves with the stored message; its fate follows as events. `id` is made by the window, so a repeat is harmless.
   * A `replyTo` that is not in the conversation any more counts as none.
   * `fromDraft`: it was the conversation's draft, which is over in the same moment.
   */
  sendMessage: {
    input: v.strictObject({
      id: MessageId,
      conversationId: ConversationId,
      text: v.string(),
      replyTo: v.optional(v.nullable(MessageId), null),
      fromDraft: v.optional(v.boolean(), false),
    }),
    output: Message,
  },
  retryMessage: { input: v.strictObject({ id: MessageId }), output: Message },
} as const;
