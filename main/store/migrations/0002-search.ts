import type { Migration } from '../migrate.ts';

/**
 * What a search needs. `search_state.indexed_up_to` is the newest message in the index: what came after it is looked
 * through as it is, so that everything is found from the moment it is stored. `grammar` 0: to be built (main/store/search).
 * `search_stale` keeps the text of indexed messages that were deleted or changed until the index has let go of it.
 * `senders` and `message_days` are small: each sender once, and the first message after each change of the UTC day,
 * in the order of arrival, so that a clock that was wrong for a while misleads nobody.
 */
export const search: Migration = {
  version: 2,
  up: (database) => {
    database.exec(`
      CREATE TABLE search_state (
        key INTEGER PRIMARY KEY CHECK (key = 1),
        grammar INTEGER NOT NULL,
        indexed_up_to INTEGER NOT NULL
      ) STRICT;
      INSERT INTO search_state VALUES (1, 0, 0);

      CREATE TABLE search_stale (
        sequence INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL,
        sender_key TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;

      CREATE TABLE senders (
        key INTEGER PRIMARY KEY,
        address_key TEXT NOT NULL UNIQUE,
        name TEXT
      ) STRICT;
      INSERT INTO senders (address_key, name)
        SELECT sender_key, sender_name FROM messages
        WHERE sequence IN (SELECT max(sequence) FROM messages GROUP BY sender_key);

      CREATE TABLE message_days (sequence INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;
      INSERT INTO message_days
        SELECT sequence, day FROM (
          SELECT sequence, day, lag(day) OVER (ORDER BY sequence) AS known
          FROM (SELECT sequence, CAST(at / 86400000 AS INTEGER) AS day FROM messages)
        ) WHERE day IS NOT known;

      CREATE TRIGGER messages_sender AFTER INSERT ON messages BEGIN
        INSERT INTO senders (address_key, name) VALUES (new.sender_key, new.sender_name)
        ON CONFLICT (address_key) DO UPDATE SET name = excluded.name
          WHERE excluded.name IS NOT NULL AND excluded.name IS NOT name;
      END;
      CREATE TRIGGER messages_day AFTER INSERT ON messages
      WHEN (SELECT day FROM message_days ORDER BY sequence DESC LIMIT 1) IS NOT CAST(new.at / 86400000 AS INTEGER) BEGIN
        INSERT INTO message_days VALUES (new.sequence, CAST(new.at / 86400000 AS INTEGER));
      END;
      CREATE TRIGGER messages_deleted AFTER DELETE ON messages
      WHEN old.sequence <= (SELECT indexed_up_to FROM search_state) BEGIN
        INSERT OR IGNORE INTO search_stale VALUES (old.sequence, old.conversation, old.sender_key, old.body);
      END;
      CREATE TRIGGER messages_changed AFTER UPDATE OF conversation, sender_key, body ON messages
      WHEN old.sequence <= (SELECT indexed_up_to FROM search_state) BEGIN
        INSERT OR IGNORE INTO search_stale VALUES (old.sequence, old.conversation, old.sender_key, old.body);
      END;
    `);
  },
};
