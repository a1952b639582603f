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
}

export interface ConversationQueries {
  readonly conversations: (args: Args<'conversations'>) => Value<'conversations'>;
  readonly conversation: (args: Args<'conversation'>) => Value<'conversation'>;
  readonly ensureConversation: (args: Args<'ensureConversation'>) => Value<'ensureConversation'>;
  readonly setDisplayName: (args: Args<'setDisplayName'>) => null;
  readonly setPeerCapabilities: (args: Args<'setPeerCapabilities'>) => null;
  readonly markRead: (args: Args<'markRead'>) => Value<'markRead'>;
}

const selectConversations = `
  SELECT c.id, a.id AS accountId, c.peer, c.display_name AS displayName,
    c.peer_capabilities AS peerCapabilities, c.read_up_to AS readUpTo, c.created_at AS createdAt, c.unread
  FROM conversations c JOIN accounts a ON a.key = c.account`;

function toConversation(row: ConversationRow, lastMessage: Message | null): Value<'ensureConversation'> {
  return { ...row, lastMessage };
}

export function conversationQueries(database: SqliteDatabase): ConversationQueries {
  const ofAccount = database.prepare<[AccountId], ConversationRow>(`${selectConversations}
    WHERE a.id = ? ORDER BY coalesce(c.last_sequence, 0) DESC, c.created_at DESC, c.key DESC`);
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
  // A mark beyond the newest message would swallow messages that are still to come.
  const read = database.prepare<[number, ConversationId]>(`
    UPDATE conversations SET read_up_to = max(read_up_to, min(?, coalesce(last_sequence, 0))) WHERE id = ?`);

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
    markRead: ([id, upTo]) => {
      read.run(upTo, id);
      return get(id);
    },
  };
}
