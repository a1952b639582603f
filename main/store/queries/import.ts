import { randomUUID } from 'node:crypto';
import { addressKey } from '../../../shared/model/address.ts';
import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import type { ArchivedConversation, ArchivedMessage } from '../archived.ts';
import type { SqliteDatabase } from '../driver.ts';
import { StoreRefusal } from '../interface.ts';
import type { Args, Value } from '../protocol.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { slots, slotSize } from '../slots.ts';

export interface ImportQueries {
  readonly importSource: (args: Args<'importSource'>) => Value<'importSource'>;
  readonly importConversation: (args: Args<'importConversation'>) => Value<'importConversation'>;
  readonly importMessages: (args: Args<'importMessages'>) => Value<'importMessages'>;
}

/** What was on its way when it was archived may have arrived or not, and is not this database's to send. */
const notOurs: ReadonlySet<ReceiptState> = new Set(['queued', 'sending']);

/** Takes in what another database, or this one earlier, had stored. Asked again, it adds nothing. */
export function importQueries(database: SqliteDatabase, index: SearchIndex): ImportQueries {
  const slotOf = database
    .prepare<[string], number>('SELECT slot FROM import_sources WHERE source = ?')
    .pluck();
  const newerSlot = database
    .prepare<[number], number | null>('SELECT max(slot) FROM import_sources WHERE newest_at > ?')
    .pluck();
  const olderSlot = database
    .prepare<[number], number | null>('SELECT min(slot) FROM import_sources WHERE newest_at <= ?')
    .pluck();
  const freeSlot = database
    .prepare<[], number | null>(
      'SELECT max(slot) + 1 FROM import_sources WHERE slot + 1 NOT IN (SELECT slot FROM import_sources)',
    )
    .pluck();
  const addSource = database.prepare<[string, number, number]>(
    'INSERT INTO import_sources (source, slot, newest_at) VALUES (?, ?, ?)',
  );
  const grow = database.prepare<[number, string]>(
    'UPDATE import_sources SET newest_at = max(newest_at, ?) WHERE source = ?',
  );

  const byPeer = database.prepare<
    [AccountId, string],
    { readonly id: ConversationId; readonly key: number }
  >(`
    SELECT c.id, c.key FROM conversations c JOIN accounts a ON a.key = c.account WHERE a.id = ? AND c.peer_key = ?`);
  const byId = database
    .prepare<[ConversationId], number>('SELECT key FROM conversations WHERE id = ?')
    .pluck();
  const name = database.prepare<[string, number]>(
    'UPDATE conversations SET display_name = ? WHERE key = ? AND display_name IS NULL',
  );
  const open = database.prepare<
    [
      Omit<ArchivedConversation, 'id' | 'muted' | 'archived' | 'blocked'> & {
        readonly id: string;
        readonly account: AccountId;
        readonly peerKey: string;
        readonly muted: number;
        readonly archived: number;
        readonly blocked: number;
      },
    ]
  >(`
    INSERT INTO conversations (id, account, peer, peer_key, display_name, created_at, pinned_at, muted, archived, blocked)
    SELECT @id, key, @peer, @peerKey, @displayName, @createdAt, @pinnedAt, @muted, @archived, @blocked
    FROM accounts WHERE id = @account`);

  const isHere = database
    .prepare<[MessageId, number, string, string | null], number>(
      `SELECT 1 FROM messages WHERE id = ?
       UNION ALL SELECT 1 FROM messages WHERE conversation = ? AND sender_key = ? AND remote_id = ? LIMIT 1`,
    )
    .pluck();
  const insert = database.prepare<
    [
      {
        readonly sequence: number;
        readonly conversation: number;
        readonly id: MessageId;
        readonly direction: ArchivedMessage['direction'];
        readonly sender: string;
        readonly senderKey: string;
        readonly senderName: string | null;
        readonly text: string;
        readonly at: number;
        readonly sentAt: number | null;
        readonly replyTo: MessageId | null;
        readonly remoteId: string | null;
        readonly displayRequested: number;
        readonly mentioned: number;
      },
    ]
  >(`
    INSERT INTO messages (sequence, id, conversation, direction, sender, sender_key, sender_name, body, at, sent_at,
      reply_to, remote_id, display_requested, mentioned)
    VALUES (@sequence, @id, @conversation, @direction, @sender, @senderKey, @senderName, @text, @at, @sentAt, @replyTo,
      @remoteId, @displayRequested, @mentioned)`);
  const isBack = database.prepare<[number]>('DELETE FROM deleted_messages WHERE sequence = ?');
  const addReceipt = database.prepare<[number, string, ReceiptState, string | null, number | null, number]>(`
    INSERT INTO receipts (message, recipient_key, state, failure_code, failure_status, updated_at)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const addEvent = database.prepare<[number, number, string, number, string]>(
    'INSERT INTO message_events (message, number, kind, at, detail) VALUES (?, ?, ?, ?, ?)',
  );
  // Below 0 everything is read. A message that comes back to its old place is too, unless an unread one stands before it.
  const markRead = database.prepare<[{ readonly conversation: number; readonly upTo: number }]>(`
    UPDATE conversations SET read_up_to = max(read_up_to, @upTo)
    WHERE key = @conversation AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation = @conversation
      AND direction = 'incoming' AND sequence > read_up_to AND sequence < @upTo)`);

  const addReceipts = (sequence: number, { receipts }: ArchivedMessage): void => {
    for (const { recipient, state, failure, updatedAt } of receipts) {
      if (notOurs.has(state)) addReceipt.run(sequence, recipient, 'failed', 'interrupted', null, updatedAt);
      else
        addReceipt.run(sequence, recipient, state, failure?.code ?? null, failure?.status ?? null, updatedAt);
    }
  };

  return {
    importSource: ([source, newestAt]) => {
      if (slotOf.get(source) === undefined) {
        const above = newerSlot.get(newestAt) ?? 0;
        const under = olderSlot.get(newestAt) ?? slots;
        const between = Math.floor((above + under) / 2);
        const slot = between > above && between < under ? between : (freeSlot.get() ?? slots);
        if (slot >= slots) throw new StoreRefusal('There is no room for one more source.');
        addSource.run(source, slot, newestAt);
      }
      grow.run(newestAt, source);
      return null;
    },
    importConversation: ([account, conversation]) => {
      const peerKey = addressKey(conversation.peer);
      const known = byPeer.get(account, peerKey);
      if (known !== undefined) {
        if (conversation.displayName !== null) name.run(conversation.displayName, known.key);
        return known.id;
      }
      const { muted, archived, blocked } = conversation;
      const { changes } = open.run({
        ...conversation,
        // The id may be that of a conversation of another account here.
        id: byId.get(conversation.id) === undefined ? conversation.id : randomUUID(),
        account,
        peerKey,
        muted: muted ? 1 : 0,
        archived: archived ? 1 : 0,
        blocked: blocked ? 1 : 0,
      });
      const made = byPeer.get(account, peerKey);
      if (changes !== 1 || made === undefined) throw new StoreRefusal('There is no such account.');
      return made.id;
    },
    importMessages: ([id, source, messages]) => {
      const conversation = byId.get(id);
      if (conversation === undefined) throw new StoreRefusal('There is no such conversation.');
      const slot = source === null ? 0 : slotOf.get(source);
      if (slot === undefined) throw new StoreRefusal('There is no such source.');
      let added = 0;
      for (const message of messages) {
        const senderKey = addressKey(message.sender.address);
        if (isHere.get(message.id, conversation, senderKey, message.remoteId) !== undefined) continue;
        const sequence = message.sequence - slot * slotSize;
        insert.run({
          ...message,
          sequence,
          conversation,
          sender: message.sender.address,
          senderKey,
          senderName: message.sender.displayName,
          displayRequested: message.displayRequested ? 1 : 0,
          mentioned: message.mentioned ? 1 : 0,
        });
        isBack.run(sequence);
        addReceipts(sequence, message);
        for (const [number, { kind, at, detail }] of message.events.entries())
          addEvent.run(sequence, number, kind, at, detail);
        index.include(sequence);
        if (message.direction === 'incoming') markRead.run({ conversation, upTo: sequence });
        added += 1;
      }
      return { added };
    },
  };
}
