import type { CommandHandlers } from './command-handlers.ts';
import type { KeptMessages } from './kept-messages.ts';

type Handled =
  | 'retryMessage'
  | 'retryAll'
  | 'replaceUnsent'
  | 'unsentMessages'
  | 'lastUnsent'
  | 'messageProof'
  | 'deleteMessages';

/** The commands about messages that are stored. @param messages throws while nobody is signed in */
export function messageCommandHandlers(messages: () => KeptMessages): Pick<CommandHandlers, Handled> {
  return {
    retryMessage: async ({ id }) => messages().retry(id),
    retryAll: async () => {
      await messages().retryAll();
      return {};
    },
    replaceUnsent: async ({ id, newId, text }) => messages().replace(id, newId, text),
    unsentMessages: async () => ({ messages: await messages().unsent() }),
    lastUnsent: async ({ conversationId }) => ({ message: await messages().lastUnsent(conversationId) }),
    messageProof: async ({ id }) => messages().proof(id),
    deleteMessages: async ({ ids }) => {
      await messages().delete(ids);
      return {};
    },
  };
}
