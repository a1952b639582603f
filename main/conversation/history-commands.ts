import type { CommandHandlers } from './command-handlers.ts';
import type { HistorySearch } from './search.ts';

/** The commands that read what is stored, but for the newest page. `history` throws when nobody is signed in. */
export function historyCommandHandlers(
  history: () => HistorySearch,
): Pick<CommandHandlers, 'messagesAfter' | 'messagesAround' | 'sequenceAt' | 'search' | 'countSearch'> {
  return {
    messagesAfter: async ({ conversationId, after, limit }) => history().after(conversationId, after, limit),
    messagesAround: async ({ conversationId, sequence, limit }) =>
      history().around(conversationId, sequence, limit),
    sequenceAt: async ({ conversationId, at }) => ({
      sequence: await history().sequenceAt(conversationId, at),
    }),
    search: async ({ query, conversationId, before, limit }) =>
      history().search(query, conversationId, before, limit),
    countSearch: async ({ query, conversationId }) => history().count(query, conversationId),
  };
}
