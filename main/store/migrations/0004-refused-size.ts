import type { Migration } from '../migrate.ts';

/** `conversations.refused_size`: as `refusedSize` in ConversationSummary. */
export const refusedSize: Migration = {
  version: 4,
  up: (database) => {
    database.exec('ALTER TABLE conversations ADD COLUMN refused_size INTEGER');
  },
};
