import { randomUUID } from 'node:crypto';
import { addressKey, type SipAddress } from '../../../shared/model/address.ts';
import type { AccountId, ConversationId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { SqliteDatabase } from '../driver.ts';
import { StoreRefusal } from '../interface.ts';
import type { Args, Value } from '../protocol.ts';
import { selectMessages, toMessage, type MessageRow } from './rows.ts';

interface ConversationRow {
  readonly id: ConversationId;
  readonly accountId: AccountId;
  readonly peer: SipAddress;
  readonly displayName: string | null;
  readonly peerCapabilities: string | null;
  readonly readUpTo: number;
  readonly createdAt: number;
  readonly unread: number;
  readonly mentions: number;
  readonly failed: number;
  readonly markedUnread: number;
  readonly pinned: number;
  readonly muted: number;
  readonly archived: number;
  readonly blocked: number;
  readonly refusedSize: number | null;
}

/** Null: as it is. */
interface ChangeRow {
  readonly id: ConversationId;
  readonly at: number;
  readonly pinned: number | null;
  readonly muted: number | null;
  readonly archived: number | null;
  readonly blocked: number | null;
  readonly markedUnread: number | null;
}

const bit = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0);

export interface ConversationQueries {
  readonly conversations: (args: Args<'conversations'>) => Value<'conversations'>;
  readonly conversation: (args: Args<'conversation'>) => Value<'conversation'>;
  readonly ensureConversation: (args: Args<'ensureConversation'>) => Value<'ensureConversation'>;
  readonly setDisplayName: (args: Args<'setDisplayName'>) => null;
  readonly setPeerCapabilities: (args: Args<'setPeerCapabilities'>) => null;
  readonly noteSize: (args: Args<'noteSize'>) => null;
  readonly markRead: (args: Args<'markRead'>) => Value<'markRead'>;
  readonly organise: (args: Args<'organise'>) => Value<'organise'>;
  readonly emptyConversation: (args: Args<'emptyConversation'>) => Value<'emptyConversation'>;
  readonly removeConversation: (args: Args<'removeConversation'>) => Value<'removeConversation'>;
}

const selectConversations = `
  SELECT c.id, a.id AS accountId, c.peer, c.display_name AS displayName,
    c.peer_capabilities AS peerCapabilities, c.read_up_to AS readUpTo, c.created_at AS createdAt, c.unread, c.mentions,
    c.marked_unread AS markedUnread, c.pinned_at IS NOT NULL AS pinned, c.muted, c.archived, c.blocked,
    c.refused_size AS refusedSize,
    coalesce(f.failed, 0) AS failed
  FROM conversations c JOIN accounts a ON a.key = c.account
  LEFT JOIN (
    SELECT m.conversation, count(*) AS failed FROM receipts r JOIN messages m ON m.sequence = r.message
    WHERE r.state = 'failed' GROUP BY m.conversation
  ) f ON f.conversation = c.key`;

function toConversation(row: ConversationRow, lastMessage: Message | null): Value<'ensureConversation'> {
  const { markedUnread, pinned, muted, archived, blocked } = row;
  return {
    ...row,
    markedUnread: markedUnread === 1,
    pinned: pinned === 1,
    muted: muted === 1,
    archived: archived === 1,
    blocked: blocked === 1,
    lastMessage,
  };
}

export function conversationQueries(database: SqliteDatabase): ConversationQueries {
  const ofAccount = database.prepare<[AccountId], ConversationRow>(`${selectConversations}
    WHERE a.id = ? ORDER BY c.last_sequence DESC NULLS LAST, c.created_at DESC, c.key DESC`);
  const lastOfAccount = database.prepare<[AccountId], MessageRow>(`${selectMessages}
    WHERE m.sequence IN (SELECT last_sequence FROM conversations
      WHERE account = (SELECT key FROM accounts WHERE id = ?))`);
  const one = database.prepare<[ConversationId], ConversationRow>(`${selectConversations} WHERE c.id = ?`);
  const lastOfOne = database.prepare<[ConversationId], MessageRow>(`${selectMessages}
    WHERE m.sequence = (SELECT last_sequence FROM conversations WHERE id = ?)`);
  const byPeer = database
    .prepare<[AccountId, string], ConversationId>(
      `SELECT c.id FROM conversations c JOIN accounts a ON a.key = c.account WHERE a.id = ? AND c.peer_key = ?`,
    )
    .pluck();
  const insert = database.prepare<[string, SipAddress, string, number, AccountId]>(`
    INSERT INTO conversations (id, account, peer, peer_key, created_at)
    SELECT ?, key, ?, ?, ? FROM accounts WHERE id = ?`);
  const setName = database.prepare<[string, ConversationId]>(
    'UPDATE conversations SET display_name = ? WHERE id = ?',
  );
  const setCapabilities = database.prepare<[string, ConversationId]>(
    'UPDATE conversations SET peer_capabilities = ? WHERE id = ?',
  );
  const refuse = database.prepare<[number, number, ConversationId]>(
    'UPDATE conversations SET refused_size = min(coalesce(refused_size, ?), ?) WHERE id = ?',
  );
  const lift = database.prepare<[number, ConversationId]>(
    'UPDATE conversations SET refused_size = iif(refused_size <= ?, NULL, refused_size) WHERE id = ?',
  );
  // A mark beyond the newest message would swallow messages that are still to come.
  const read = database.prepare<[number, ConversationId]>(`
    UPDATE conversations SET read_up_to = max(read_up_to, min(?, coalesce(last_sequence, 0))), marked_unread = 0
    WHERE id = ?`);
  const change = database.prepare<[ChangeRow]>(`
    UPDATE conversations SET
      pinned_at = CASE @pinned WHEN 1 THEN coalesce(pinned_at, @at) WHEN 0 THEN NULL ELSE pinned_at END,
      muted = coalesce(@muted, muted), archived = coalesce(@archived, archived),
      blocked = coalesce(@blocked, blocked), marked_unread = coalesce(@markedUnread, marked_unread)
    WHERE id = @id`);
  const key = database
    .prepare<[ConversationId], number>('SELECT key FROM conversations WHERE id = ?')
    .pluck();
  const empty = database.prepare<[number, number, number]>(`
    DELETE FROM messages WHERE sequence IN
      (SELECT sequence FROM messages WHERE conversation = ? AND sequence <= ? ORDER BY sequence LIMIT ?)`);
  const anyMessage = database
    .prepare<[number], number>('SELECT 1 FROM messages WHERE conversation = ? LIMIT 1')
    .pluck();
  const clear = database.prepare<[number]>(`
    UPDATE conversations SET pinned_at = NULL, muted = 0, archived = 0, marked_unread = 0 WHERE key = ?`);
  const clearDraft = database.prepare<[number]>('DELETE FROM drafts WHERE conversation = ?');
  const remove = database.prepare<[number]>('DELETE FROM conversations WHERE key = ? AND blocked = 0');

  const find = (id: ConversationId): Value<'conversation'> => {
    const row = one.get(id);
    if (row === undefined) return null;
    const last = lastOfOne.get(id);
    return toConversation(row, last === undefined ? null : toMessage(last));
  };
  const get = (id: ConversationId): Value<'ensureConversation'> => {
    const found = find(id);
    if (found === null) throw new StoreRefusal('There is no such conversation.');
    return found;
  };
  const expectOne = (changes: number): null => {
    if (changes !== 1) throw new StoreRefusal('There is no such conversation.');
    return null;
  };

  return {
    conversations: ([accountId]) => {
      const last = new Map(
        lastOfAccount.all(accountId).map((row) => [row.conversationId, toMessage(row)] as const),
      );
      return ofAccount.all(accountId).map((row) => toConversation(row, last.get(row.id) ?? null));
    },
    conversation: ([id]) => find(id),
    ensureConversation: ([accountId, peer, at]) => {
      const peerKey = addressKey(peer);
      if (byPeer.get(accountId, peerKey) === undefined) {
        const { changes } = insert.run(randomUUID(), peer, peerKey, at, accountId);
        if (changes !== 1) throw new StoreRefusal('There is no such account.');
      }
      const id = byPeer.get(accountId, peerKey);
      if (id === undefined) throw new StoreRefusal('There is no such account.');
      return get(id);
    },
    setDisplayName: ([id, displayName]) => expectOne(setName.run(displayName, id).changes),
    setPeerCapabilities: ([id, capabilities]) => expectOne(setCapabilities.run(capabilities, id).changes),
    noteSize: ([id, bytes, taken]) =>
      expectOne((taken ? lift.run(bytes, id) : refuse.run(bytes, bytes, id)).changes),
    markRead: ([id, upTo]) => {
      read.run(upTo, id);
      return get(id);
    },
    organise: ([id, { pinned, muted, archived, blocked, markedUnread }, at]) => {
      change.run({
        id,
        at,
        pinned: bit(pinned),
        muted: bit(muted),
        archived: bit(archived),
        blocked: bit(blocked),
        markedUnread: bit(markedUnread),
      });
      return get(id);
    },
    emptyConversation: ([id, upTo, limit]) => {
      const conversation = key.get(id);
      if (conversation === undefined) return { more: false };
      return { more: empty.run(conversation, upTo, limit).changes === limit };
    },
    removeConversation: ([id]) => {
      const conversation = key.get(id);
      // Repeated after a crash: it went before.
      if (conversation === undefined) return null;
      clearDraft.run(conversation);
      if (anyMessage.get(conversation) === undefined) {
        clear.run(conversation);
        remove.run(conversation);
      }
      return find(id);
    },
  };
}
