import type { SqliteDatabase } from '../driver.ts';

/**
 * Makes whole what was put together row by row, with triggers and foreign keys off: a message whose conversation is lost
 * gets one again, with the peer that its sender or its receipt names; what belongs to no message, or was deleted, goes; what triggers keep
 * is made anew. The search index starts from nothing and is built while Parley runs.
 */
export function makeConsistent(database: SqliteDatabase): void {
  database.exec(`
    DELETE FROM messages WHERE sequence IN (SELECT sequence FROM deleted_messages);
    DELETE FROM receipts WHERE message NOT IN (SELECT sequence FROM messages);
    DELETE FROM message_events WHERE message NOT IN (SELECT sequence FROM messages);

    INSERT INTO accounts (id, address, transport, host, port, path, kind, im_dialogs, active, instance_id)
      SELECT ${newUuid}, sender, 'tls', substr(sender_key, instr(sender_key, '@') + 1), 5061, '/', 'server', 0, 0,
        'urn:uuid:' || ${newUuid}
      FROM messages
      WHERE direction = 'outgoing' AND NOT EXISTS (SELECT 1 FROM accounts)
      GROUP BY sender_key;
    INSERT INTO accounts (id, address, transport, host, port, path, kind, im_dialogs, active, instance_id)
      SELECT ${newUuid}, 'sip:unknown@localhost', 'tls', 'localhost', 5061, '/', 'server', 0, 0, 'urn:uuid:' || ${newUuid}
      WHERE NOT EXISTS (SELECT 1 FROM accounts) AND EXISTS (SELECT 1 FROM messages);
    UPDATE conversations SET account = (SELECT min(key) FROM accounts)
      WHERE account NOT IN (SELECT key FROM accounts);

    INSERT OR IGNORE INTO conversations (key, id, account, peer, peer_key, display_name, created_at, read_up_to)
      SELECT m.conversation, ${newUuid},
        coalesce((SELECT a.key FROM messages o JOIN accounts a ON lower(a.address) = o.sender_key
          WHERE o.conversation = m.conversation AND o.direction = 'outgoing' LIMIT 1),
          (SELECT key FROM accounts ORDER BY active DESC, key LIMIT 1)),
        p.peer, lower(p.peer), max(iif(m.direction = 'incoming', m.sender_name, NULL)), min(m.at), max(m.sequence)
      FROM messages m
      JOIN (SELECT conversation, coalesce(
          max(iif(direction = 'incoming', sender, NULL)),
          max((SELECT recipient_key FROM receipts WHERE message = sequence)),
          'sip:unknown-' || conversation || '@localhost') AS peer
        FROM messages GROUP BY conversation) p ON p.conversation = m.conversation
      WHERE m.conversation NOT IN (SELECT key FROM conversations)
      GROUP BY m.conversation;
    -- The same peer once more: its messages go to the conversation that is there.
    UPDATE messages SET conversation = (SELECT c.key FROM conversations c WHERE c.peer_key = messages.sender_key LIMIT 1)
      WHERE conversation NOT IN (SELECT key FROM conversations)
        AND EXISTS (SELECT 1 FROM conversations c WHERE c.peer_key = messages.sender_key);
    -- A sent message whose receipt is lost may have arrived, or not: the user is asked, no tick is claimed.
    INSERT INTO receipts (message, recipient_key, state, failure_code, updated_at)
      SELECT m.sequence, c.peer_key, 'failed', 'interrupted', m.at
      FROM messages m JOIN conversations c ON c.key = m.conversation
      WHERE m.direction = 'outgoing' AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = m.sequence);
    DELETE FROM drafts WHERE conversation NOT IN (SELECT key FROM conversations);
    DELETE FROM deleted_repeats WHERE conversation NOT IN (SELECT key FROM conversations);

    UPDATE conversations SET
      last_sequence = (SELECT max(sequence) FROM messages WHERE conversation = conversations.key),
      (unread, mentions) = (SELECT count(*), coalesce(sum(mentioned), 0) FROM messages
        WHERE conversation = conversations.key AND direction = 'incoming' AND sequence > read_up_to);
    DELETE FROM senders;
    INSERT INTO senders (address_key, name)
      SELECT sender_key, sender_name FROM messages
      WHERE sequence IN (SELECT max(sequence) FROM messages GROUP BY sender_key);
    DELETE FROM message_days;
    INSERT INTO message_days
      SELECT sequence, day FROM (
        SELECT sequence, day, lag(day) OVER (ORDER BY sequence) AS known
        FROM (SELECT sequence, CAST(at / 86400000 AS INTEGER) AS day FROM messages)
      ) WHERE day IS NOT known;
    DELETE FROM search_stale;
    UPDATE search_state SET grammar = 0, indexed_up_to = 0;
  `);
}

/** A random UUID (RFC 9562, version 4) in SQL. */
const newUuid = `(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' ||
  substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' ||
  lower(hex(randomblob(6))))`;
