import type { AccountSession } from './account-session.ts';
import type { CommandHandlers } from './command-handlers.ts';

/** The commands about what the user keeps of a conversation. `session` throws when nobody is signed in. */
export function conversationCommandHandlers(
  session: () => AccountSession,
): Pick<CommandHandlers, 'organiseConversation' | 'deleteConversation' | 'saveDraft'> {
  return {
    organiseConversation: async ({ conversationId, change }) =>
      session().book.organise(conversationId, change),
    deleteConversation: async ({ conversationId }) => {
      await session().book.delete(conversationId);
      return {};
    },
    saveDraft: async ({ conversationId, draft }) => {
      await session().drafts.save(conversationId, draft);
      return {};
    },
  };
}
