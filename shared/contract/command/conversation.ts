import * as v from 'valibot';
import { ConversationSummary } from '../../model/conversation.ts';
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
