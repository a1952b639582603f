import { addressKey, type SipAddress } from '../../../shared/model/address.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { SqliteDatabase } from '../driver.ts';
import { StoreRefusal } from '../interface.ts';
import type { Args, Value } from '../protocol.ts';
import { selectMessages, toMessage, type MessageRow } from './rows.ts';

interface NewMessageRow {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly direction: Message['direction'];
  readonly sender: SipAddress;
  readonly senderKey: string;
  readonly senderName: string | null;
  readonly text: string;
  readonly at: number;
  readonly remoteId: string | null;
  readonly displayRequested: number;
  readonly mentioned: number;
  readonly sentAt: number | null;
  readonly replyTo: MessageId | null;
}

/** What only some messages have. */
interface Extras {
  readonly remoteId: string | null;
  readonly displayRequested: boolean;
  readonly mentioned: boolean;
  readonly sentAt: number | null;
  readonly replyTo: MessageId | null;
}

export interface MessageQueries {
  readonly messages: (args: Args<'messages'>) => Value<'messages'>;
  readonly message: (args: Args<'message'>) => Value<'message'>;
  /** Stores the message alone; its receipt is the receipts' part. Null: it was already there. */
  readonly insertOutgoing: (args: Args<'insertOutgoing'>) => Message | null;
  readonly insertIncoming: (args: Args<'insertIncoming'>) => Value<'insertIncoming'>;
  readonly awaitingDisplay: (args: Args<'awaitingDisplay'>) => Value<'awaitingDisplay'>;
  readonly replyTarget: (args: Args<'replyTarget'>) => Value<'replyTarget'>;
  readonly namedMessage: (args: Args<'namedMessage'>) => Value<'namedMessage'>;
}

/** A message that was deleted and came again, as far as it is told of. */
const deleted = ({ id, conversationId, sender, text, at }: Args<'insertIncoming'>[0]): Message => ({
  id,
  conversationId,
  sequence: 0,
  direction: 'incoming',
  sender,
  text,
  at,
  sentAt: null,
  replyTo: null,
  quote: null,
  receipt: null,
});

const noConversation = (): StoreRefusal => new StoreRefusal('There is no such conversation.');

export function messageQueries(database: SqliteDatabase): MessageQueries {
  const newest = Number.MAX_SAFE_INTEGER;
  const page = database.prepare<[ConversationId, number, number], MessageRow>(`${selectMessages}
    WHERE m.conversation = (SELECT key FROM conversations WHERE id = ?) AND m.sequence < ?
    ORDER BY m.sequence DESC LIMIT ?`);
  const byId = database.prepare<[MessageId], MessageRow>(`${selectMessages} WHERE m.id = ?`);
  const byRemoteId = database.prepare<[ConversationId, string, string], MessageRow>(`${selectMessages}
    WHERE m.conversation = (SELECT key FROM conversations WHERE id = ?) AND m.sender_key = ? AND m.remote_id = ?`);
  const wasDeleted = database.prepare<[ConversationId, string, string], unknown>(`
    SELECT 1 FROM deleted_repeats
    WHERE conversation = (SELECT key FROM conversations WHERE id = ?) AND sender_key = ? AND remote_id = ?`);
  // The unique indexes are asked anyway: nothing has to be looked up before. Triggers keep the conversation's newest.
  const insert = database
    .prepare<[NewMessageRow], number>(
      `INSERT INTO messages (id, conversation, direction, sender, sender_key, sender_name, body, at, remote_id,
         display_requested, mentioned, sent_at, reply_to)
       SELECT @id, key, @direction, @sender, @senderKey, @senderName, @text, @at, @remoteId, @displayRequested,
         @mentioned, @sentAt, @replyTo
       FROM conversations WHERE id = @conversationId AND NOT EXISTS (SELECT 1 FROM deleted_repeats d
         WHERE d.conversation = key AND d.sender_key = @senderKey AND d.remote_id = @remoteId)
       ON CONFLICT DO NOTHING RETURNING sequence`,
    )
    .pluck();
  const awaitingDisplay = database.prepare<
    [ConversationId, number],
    { readonly id: MessageId; readonly sender: SipAddress; readonly remoteId: string }
  >(`
    SELECT m.id, m.sender, m.remote_id AS remoteId FROM messages m JOIN conversations c ON c.key = m.conversation
    WHERE c.id = ? AND m.direction = 'incoming' AND m.display_requested = 1 AND m.remote_id IS NOT NULL
      AND m.sequence > c.read_up_to AND m.sequence <= ?
    ORDER BY m.sequence`);

  const target = database.prepare<[MessageId], { readonly text: string; readonly name: string | null }>(`
    SELECT body AS text, CASE direction WHEN 'outgoing' THEN id ELSE remote_id END AS name
    FROM messages WHERE id = ?`);
  // What we sent bears our id, what the peer sent the one that it gave.
  const named = database
    .prepare<[string, ConversationId, ConversationId, string], MessageId>(
      `SELECT m.id FROM messages m JOIN conversations c ON c.key = m.conversation
         WHERE m.id = ? AND m.direction = 'outgoing' AND c.id = ?
       UNION ALL
       SELECT m.id FROM messages m JOIN conversations c ON c.key = m.conversation AND c.peer_key = m.sender_key
         WHERE c.id = ? AND m.remote_id = ?
       LIMIT 1`,
    )
    .pluck();

  const find = (id: MessageId): Message | null => {
    const row = byId.get(id);
    return row === undefined ? null : toMessage(row);
  };
  /** Null: a message with that id, or the sender's own id, is there, or its conversation is not. */
  const add = (
    message: Omit<Args<'insertOutgoing'>[0], 'replyTo'>,
    direction: Message['direction'],
    { remoteId, displayRequested, mentioned, sentAt, replyTo }: Extras,
  ): Message | null => {
    const { id, conversationId, sender, at } = message;
    // As SQLite would give it back.
    const text = message.text.toWellFormed();
    const sequence = insert.get({
      id,
      conversationId,
      direction,
      sender: sender.address,
      senderKey: addressKey(sender.address),
      senderName: sender.displayName,
      text,
      at,
      remoteId,
      displayRequested: displayRequested ? 1 : 0,
      mentioned: mentioned ? 1 : 0,
      sentAt,
      replyTo,
    });
    if (sequence === undefined) return null;
    // What it answers has to be looked up; all else is known.
    if (replyTo !== null) return find(id);
    return {
      id,
      conversationId,
      sequence,
      direction,
      sender,
      text,
      at,
      sentAt,
      replyTo,
      quote: null,
      receipt: null,
    };
  };

  return {
    messages: ([id, before, limit]) => {
      const rows = page.all(id, before ?? newest, limit + 1);
      return { messages: rows.slice(0, limit).reverse().map(toMessage), more: rows.length > limit };
    },
    message: ([id]) => find(id),
    insertOutgoing: ([message]) => {
      const { replyTo } = message;
      const extras = { remoteId: null, displayRequested: false, mentioned: false, sentAt: null, replyTo };
      const added = add(message, 'outgoing', extras);
      if (added === null && find(message.id) === null) throw noConversation();
      return added;
    },
    insertIncoming: ([message]) => {
      const { id, conversationId, sender, remoteId } = message;
      const added = add(message, 'incoming', message);
      if (added !== null) return { message: added, repeated: false };
      const own = find(id);
      if (own !== null) return { message: own, repeated: false };
      if (remoteId === null) throw noConversation();
      const known = byRemoteId.get(conversationId, addressKey(sender.address), remoteId);
      if (known !== undefined) return { message: toMessage(known), repeated: true };
      if (wasDeleted.get(conversationId, addressKey(sender.address), remoteId) === undefined)
        throw noConversation();
      return { message: deleted(message), repeated: true };
    },
    awaitingDisplay: ([id, upTo]) => awaitingDisplay.all(id, upTo),
    replyTarget: ([id]) => target.get(id) ?? null,
    namedMessage: ([id, name]) => named.get(name, id, id, name) ?? null,
  };
}
