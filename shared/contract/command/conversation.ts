import * as v from 'valibot';
import { ConversationChange, ConversationSummary } from '../../model/conversation.ts';
import { NewDraft } from '../../model/draft.ts';
import { ConversationId } from '../../model/ids.ts';
import { line, nothing } from './inputs.ts';

/** What one does with a conversation. */
export const conversationCommands = {
  /** Finds or makes the conversation with an address that a person typed. */
  startConversation: { input: v.strictObject({ address: line }), output: ConversationSummary },
  /** The conversation that is open, for the next start; null when none is. */
  rememberOpen: { input: v.strictObject({ conversationId: v.nullable(ConversationId) }), output: nothing },
  markRead: {
    input: v.strictObject({ conversationId: ConversationId, upTo: v.pipe(v.number(), v.integer()) }),
    output: nothing,
  },
  /** Pins, mutes, archives, blocks, marks as unread, or the opposite. */
  organiseConversation: {
    input: v.strictObject({ conversationId: ConversationId, change: ConversationChange }),
    output: ConversationSummary,
  },
  /**
   * Deletes it here and for nobody else: the messages that are there now, what waits to be sent, the draft. The event
   * `conversation-deleted` tells when it is gone; one that is blocked stays without messages, so that the block does.
   * Answers `legal-hold` where nothing may be deleted.
   */
  deleteConversation: { input: v.strictObject({ conversationId: ConversationId }), output: nothing },
  /** Keeps what is being written; null: nothing is any more. */
  saveDraft: {
    input: v.strictObject({ conversationId: ConversationId, draft: v.nullable(NewDraft) }),
    output: nothing,
  },
  /** Call with true at each keystroke and with false when the composer is emptied. */
  setComposing: {
    input: v.strictObject({ conversationId: ConversationId, composing: v.boolean() }),
    output: nothing,
  },
} as const;
