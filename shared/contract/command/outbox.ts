import * as v from 'valibot';
import { ConversationId, MessageId } from '../../model/ids.ts';
import { SipAddress } from '../../model/address.ts';
import { Message } from '../../model/message.ts';
import { ProofEvent } from '../../model/proof.ts';
import { nothing } from './inputs.ts';

/** What one does with messages that have not gone out, and what is known of how others did. */
export const outboxCommands = {
  retryMessage: { input: v.strictObject({ id: MessageId }), output: Message },
  /** Tries everything that failed once more, and what waits for its next attempt at once. */
  retryAll: { input: nothing, output: nothing },
  /**
   * Edit and resend: in one step the unsent message goes and a new one is stored at the end of its conversation and
   * queued. `newId` is made by the window, so a repeat is harmless. Answers `being-sent`, `already-sent` or
   * `legal-hold` where that cannot be; then nothing has changed.
   */
  replaceUnsent: {
    input: v.strictObject({ id: MessageId, newId: MessageId, text: v.string() }),
    output: Message,
  },
  /** Everything that is queued, being sent or failed, by conversation and in order; of the failed the newest 1000. */
  unsentMessages: { input: nothing, output: v.strictObject({ messages: v.array(Message) }) },
  /** The newest message of a conversation that is queued or failed, however far back it is; null when there is none. */
  lastUnsent: {
    input: v.strictObject({ conversationId: ConversationId }),
    output: v.strictObject({ message: v.nullable(Message) }),
  },
  /** What is known of a message's way, sent or received, in the order of time. */
  messageProof: {
    input: v.strictObject({ id: MessageId }),
    output: v.strictObject({
      message: Message,
      /** With whom the conversation is. */
      peer: SipAddress,
      /** Of a received message the id that its sender gave it; null where it gave none. */
      remoteId: v.nullable(v.string()),
      events: v.array(ProofEvent),
      /** Some of what happened in between is not kept. */
      leftOut: v.boolean(),
    }),
  },
} as const;
