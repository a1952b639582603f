import type { Migration } from '../migrate.ts';

/**
 * What a person does with conversations and messages beyond writing, and what is known of a message's way.
 * `messages.sent_at` is the peer's own time (CPIM DateTime or the Date header), `reply_to` the message answered to.
 * `receipts.asked_at` is when the user last asked for a message to be sent once more, `next_at` when it is tried again,
 * `held` that the server or the peer asked for that pause. `deleted_repeats` keeps the peers'
 * ids of messages that were deleted, so that one that comes again does not come back.
 * `accounts.last_open` is the conversation that was open last.
 * `message_events` is the proof: what happened to a message and when; `detail` is JSON by kind.
 * `conversations.last_sequence`, `unread` and `mentions` are kept by triggers: counting at every look costs more with
 * every message, and an index for it one more page with every insert. An archived conversation comes back with a new
 * message, a muted one only with one's own.
 * Messages that are imported get sequences below 0, each source (`import_sources`) a slot of its own, so that they come
 * before everything that arrived here; the triggers make no difference between a message at the end and one before it.
 * `deleted_messages` tells a repair what must not come back from a backup.
 * `retention_clock` is the time by which messages are deleted for their age (main/conversation/retention-clock.ts).
 */
export const organised: Migration = {
  version: 3,
  up: (database) => {
    database.exec(`
      ALTER TABLE messages ADD COLUMN sent_at REAL;
      ALTER TABLE messages ADD COLUMN reply_to TEXT;
      ALTER TABLE messages ADD COLUMN mentioned INTEGER NOT NULL DEFAULT 0 CHECK (mentioned IN (0, 1));

      ALTER TABLE conversations ADD COLUMN pinned_at REAL;
      ALTER TABLE conversations ADD COLUMN muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1));
      ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
      ALTER TABLE conversations ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1));
      ALTER TABLE conversations ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0 CHECK (marked_unread IN (0, 1));

      ALTER TABLE accounts ADD COLUMN last_open TEXT;

      CREATE TABLE drafts (
        conversation INTEGER PRIMARY KEY REFERENCES conversations (key) ON DELETE CASCADE,
        body TEXT NOT NULL,
        caret INTEGER NOT NULL,
        reply_to TEXT,
        updated_at REAL NOT NULL
      ) STRICT;

      ALTER TABLE receipts ADD COLUMN asked_at REAL;
      ALTER TABLE receipts ADD COLUMN next_at REAL;
      ALTER TABLE receipts ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
      CREATE INDEX receipts_failed ON receipts (message) WHERE state = 'failed';

      CREATE TABLE deleted_repeats (
        conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
        sender_key TEXT NOT NULL,
        remote_id TEXT NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (conversation, sender_key, remote_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE message_events (
        message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (message, number)
      ) STRICT, WITHOUT ROWID;

      DROP INDEX messages_unread;
      ALTER TABLE conversations ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversations ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;
      UPDATE conversations SET unread = (SELECT count(*) FROM messages
        WHERE conversation = conversations.key AND direction = 'incoming' AND sequence > read_up_to);
      CREATE TRIGGER conversations_newest AFTER INSERT ON messages BEGIN
        UPDATE conversations SET last_sequence = max(coalesce(last_sequence, new.sequence), new.sequence),
          unread = unread + (new.direction = 'incoming' AND new.sequence > read_up_to),
          mentions = mentions + (new.mentioned AND new.sequence > read_up_to),
          archived = archived AND (new.sequence < 0 OR (muted AND new.direction = 'incoming'))
        WHERE key = new.conversation;
      END;
      CREATE TRIGGER conversations_fewer AFTER DELETE ON messages BEGIN
        UPDATE conversations SET unread = unread - (old.direction = 'incoming' AND old.sequence > read_up_to),
          mentions = mentions - (old.mentioned AND old.sequence > read_up_to),
          last_sequence = iif(last_sequence > old.sequence, last_sequence,
            (SELECT max(sequence) FROM messages WHERE conversation = old.conversation))
        WHERE key = old.conversation;
      END;
      CREATE TRIGGER conversations_read AFTER UPDATE OF read_up_to ON conversations
      WHEN new.read_up_to IS NOT old.read_up_to BEGIN
        UPDATE conversations SET (unread, mentions) = (SELECT count(*), coalesce(sum(mentioned), 0) FROM messages
          WHERE conversation = new.key AND direction = 'incoming' AND sequence > new.read_up_to)
        WHERE key = new.key;
      END;

      CREATE TABLE import_sources (
        slot INTEGER PRIMARY KEY,
        source TEXT NOT NULL UNIQUE,
        newest_at REAL NOT NULL
      ) STRICT;

      CREATE TABLE deleted_messages (sequence INTEGER PRIMARY KEY) STRICT;
      CREATE TRIGGER messages_gone AFTER DELETE ON messages BEGIN
        INSERT OR IGNORE INTO deleted_messages VALUES (old.sequence);
      END;

      CREATE TABLE retention_clock (
        key INTEGER PRIMARY KEY CHECK (key = 1),
        trusted REAL,
        doubted_since REAL
      ) STRICT;
      INSERT INTO retention_clock VALUES (1, NULL, NULL);

      DROP TRIGGER messages_sender;
      CREATE TRIGGER messages_sender AFTER INSERT ON messages BEGIN
        INSERT INTO senders (address_key, name) VALUES (new.sender_key, new.sender_name)
        ON CONFLICT (address_key) DO UPDATE SET name = excluded.name
          WHERE excluded.name IS NOT NULL AND excluded.name IS NOT name
            AND (name IS NULL OR new.sequence = (SELECT max(sequence) FROM messages));
      END;
      DROP TRIGGER messages_day;
      CREATE TRIGGER messages_day AFTER INSERT ON messages
      WHEN (SELECT day FROM message_days WHERE sequence < new.sequence ORDER BY sequence DESC LIMIT 1)
        IS NOT CAST(new.at / 86400000 AS INTEGER) BEGIN
        INSERT OR REPLACE INTO message_days VALUES (new.sequence, CAST(new.at / 86400000 AS INTEGER));
      END;
      CREATE TRIGGER messages_day_after AFTER INSERT ON messages
      WHEN new.sequence < (SELECT max(sequence) FROM messages) BEGIN
        INSERT OR IGNORE INTO message_days
          SELECT sequence, CAST(at / 86400000 AS INTEGER) FROM messages
          WHERE sequence > new.sequence ORDER BY sequence LIMIT 1;
      END;
    `);
  },
};
