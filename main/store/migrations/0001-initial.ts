import type { Migration } from '../migrate.ts';

/**
 * Times are milliseconds since 1970. Keys that end in `_key` are addresses in lower case, for comparison.
 * `messages.sequence` is the order of local arrival and is never used twice (AUTOINCREMENT).
 * A receipt has one row for each recipient: today that is the peer of the conversation alone.
 */
export const initial: Migration = {
  version: 1,
  up: (database) => {
    database.exec(`
      CREATE TABLE accounts (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        address TEXT NOT NULL,
        display_name TEXT,
        transport TEXT NOT NULL,
        host TEXT NOT NULL,
        port INTEGER NOT NULL,
        path TEXT NOT NULL,
        kind TEXT NOT NULL,
        im_dialogs INTEGER NOT NULL CHECK (im_dialogs IN (0, 1)),
        wrapped_password TEXT,
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        instance_id TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX accounts_one_active ON accounts (active) WHERE active = 1;

      CREATE TABLE conversations (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
        peer TEXT NOT NULL,
        peer_key TEXT NOT NULL,
        display_name TEXT,
        peer_capabilities TEXT,
        read_up_to INTEGER NOT NULL DEFAULT 0,
        last_sequence INTEGER,
        created_at REAL NOT NULL,
        UNIQUE (account, peer_key)
      ) STRICT;

      CREATE TABLE messages (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
        direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing')),
        sender TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        sender_name TEXT,
        body TEXT NOT NULL,
        at REAL NOT NULL,
        remote_id TEXT,
        display_requested INTEGER NOT NULL DEFAULT 0 CHECK (display_requested IN (0, 1))
      ) STRICT;
      CREATE INDEX messages_timeline ON messages (conversation, sequence);
      CREATE INDEX messages_unread ON messages (conversation, sequence) WHERE direction = 'incoming';
      CREATE UNIQUE INDEX messages_repeats ON messages (conversation, sender_key, remote_id)
        WHERE remote_id IS NOT NULL;

      CREATE TABLE receipts (
        message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
        recipient_key TEXT NOT NULL,
        state TEXT NOT NULL,
        failure_code TEXT,
        failure_status INTEGER,
        updated_at REAL NOT NULL,
        PRIMARY KEY (message, recipient_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX receipts_unsent ON receipts (message) WHERE state IN ('queued', 'sending');
    `);
  },
};
