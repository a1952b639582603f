import * as v from 'valibot';
import { ConversationId, MessageId } from './ids.ts';
import { Message } from './message.ts';

/** The longest draft that is kept, in UTF-16 code units: more than may be sent, so that a text can be cut down. */
export const longestDraft = 1024 * 1024;

const written = {
  text: v.pipe(v.string(), v.maxLength(longestDraft)),
  /** Where the caret stands in the text, in UTF-16 code units. */
  caret: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
};

/** What somebody is writing in a conversation and has not sent, as it is kept. */
export const NewDraft = v.strictObject({
  ...written,
  /** The message that it answers. */
  replyTo: v.nullable(MessageId),
});
export type NewDraft = v.InferOutput<typeof NewDraft>;

/** A kept draft as it comes back, with the message that it answers if that is still there. */
export const Draft = v.object({ conversationId: ConversationId, ...written, replyTo: v.nullable(Message) });
export type Draft = v.InferOutput<typeof Draft>;
