import * as v from 'valibot';
import { ConversationId, MessageId } from '../../model/ids.ts';
import { Message } from '../../model/message.ts';
import { nothing } from './inputs.ts';

/** What one does with a message. */
export const messageCommands = {
  /**
   * Resolves with the stored message; its fate follows as events. `id` is made by the window, so a repeat is harmless.
   * A `replyTo` that is not in the conversation any more counts as none.
   * `pressedAt`: when the key was pressed, milliseconds since 1970. `fromDraft`: it was the conversation's draft, which is over in the same moment.
   */
  sendMessage: {
    input: v.strictObject({
      id: MessageId,
      conversationId: ConversationId,
      text: v.string(),
      replyTo: v.optional(v.nullable(MessageId), null),
      fromDraft: v.optional(v.boolean(), false),
      pressedAt: v.optional(v.pipe(v.number(), v.finite())),
    }),
    output: Message,
  },
  /**
   * Deletes them here and for nobody else; what waits to be sent is not sent then. The event `messages-deleted` tells
   * which went; ids that are not there are passed over. Answers `being-sent` while one of them is being sent, and
   * `legal-hold` where nothing may be deleted; then none is.
   */
  deleteMessages: {
    input: v.strictObject({ ids: v.pipe(v.array(MessageId), v.minLength(1), v.maxLength(1000)) }),
    output: nothing,
  },
} as const;
