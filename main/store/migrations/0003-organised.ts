import type { Migration } from '../migrate.ts';

/**
 * What a person does with conversations and messages beyond writing, and what is known of a message's way.
 * `messages.sent_at` is the peer's own time (CPIM DateTime or the Date header), `reply_to` the message answered to.
 * `message_events` is the proof: what happened to a message and when; `detail` is JSON by kind.
 */
export const organised: Migration = {
  version: 3,
  up: (database) => {
    database.exec(`
      ALTER TABLE messages ADD COLUMN sent_at REAL;
      ALTER TABLE messages ADD COLUMN reply_to TEXT;

      ALTER TABLE conversations ADD COLUMN pinned_at REAL;
      ALTER TABLE conversations ADD COLUMN muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1));
      ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
      ALTER TABLE conversations ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1));

      CREATE TABLE drafts (
        conversation INTEGER PRIMARY KEY REFERENCES conversations (key) ON DELETE CASCADE,
        body TEXT NOT NULL,
        caret INTEGER NOT NULL,
        reply_to TEXT,
        updated_at REAL NOT NULL
      ) STRICT;

      CREATE TABLE message_events (
        message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (message, number)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
