import type { SipAddress } from '../../../shared/model/address.ts';
import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { DeliveryFailure, ReceiptState } from '../../../shared/model/receipt.ts';
import type { ArchivedMessage } from '../archived.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';

interface ConversationRow {
  readonly key: number;
  readonly id: ConversationId;
  readonly peer: SipAddress;
  readonly displayName: string | null;
  readonly createdAt: number;
  readonly pinnedAt: number | null;
  readonly muted: number;
  readonly archived: number;
  readonly blocked: number;
  readonly last: number | null;
}

interface MessageRow {
  readonly id: MessageId;
  readonly sequence: number;
  readonly direction: ArchivedMessage['direction'];
  readonly sender: SipAddress;
  readonly senderName: string | null;
  readonly text: string;
  readonly at: number;
  readonly sentAt: number | null;
  readonly replyTo: MessageId | null;
  readonly remoteId: string | null;
  readonly displayRequested: number;
  readonly mentioned: number;
}

interface ReceiptRow {
  readonly message: number;
  readonly recipient: string;
  readonly state: ReceiptState;
  readonly failureCode: DeliveryFailure['code'] | null;
  readonly failureStatus: number | null;
  readonly updatedAt: number;
}

interface EventRow {
  readonly message: number;
  readonly kind: string;
  readonly at: number;
  readonly detail: string;
}

export interface ArchiveQueries {
  readonly archivedConversations: (args: Args<'archivedConversations'>) => Value<'archivedConversations'>;
  readonly archivedMessages: (args: Args<'archivedMessages'>) => Value<'archivedMessages'>;
  readonly archiveClashes: (args: Args<'archiveClashes'>) => Value<'archiveClashes'>;
}

const below = Number.MIN_SAFE_INTEGER;

/** Reads whole histories, with everything that is stored of each message. */
export function archiveQueries(database: SqliteDatabase): ArchiveQueries {
  const conversations = database.prepare<[AccountId], ConversationRow>(`
    SELECT c.key, c.id, c.peer, c.display_name AS displayName, c.created_at AS createdAt, c.pinned_at AS pinnedAt,
      c.muted, c.archived, c.blocked, c.last_sequence AS last
    FROM conversations c JOIN accounts a ON a.key = c.account WHERE a.id = ? ORDER BY c.key`);
  const count = database
    .prepare<[number], number>('SELECT count(*) FROM messages WHERE conversation = ?')
    .pluck();
  const page = database.prepare<[ConversationId, number, number, number], MessageRow>(`
    SELECT id, sequence, direction, sender, sender_name AS senderName, body AS text, at, sent_at AS sentAt,
      reply_to AS replyTo, remote_id AS remoteId, display_requested AS displayRequested, mentioned
    FROM messages WHERE conversation = (SELECT key FROM conversations WHERE id = ?) AND sequence > ? AND sequence <= ?
    ORDER BY sequence LIMIT ?`);
  const receipts = database.prepare<[number], ReceiptRow>(`
    SELECT message, recipient_key AS recipient, state, failure_code AS failureCode, failure_status AS failureStatus,
      updated_at AS updatedAt
    FROM receipts WHERE message = ? ORDER BY recipient_key`);
  const events = database.prepare<[number], EventRow>(
    'SELECT message, kind, at, detail FROM message_events WHERE message = ? ORDER BY number',
  );
  const clash = database
    .prepare<[MessageId, number, number, MessageId], number>(
      'SELECT count(*) FROM messages WHERE (id = ? AND sequence <> ?) OR (sequence = ? AND id <> ?)',
    )
    .pluck();

  const toArchived = (row: MessageRow): ArchivedMessage => ({
    id: row.id,
    sequence: row.sequence,
    direction: row.direction,
    sender: { address: row.sender, displayName: row.senderName },
    text: row.text,
    at: row.at,
    sentAt: row.sentAt,
    replyTo: row.replyTo,
    remoteId: row.remoteId,
    displayRequested: row.displayRequested === 1,
    mentioned: row.mentioned === 1,
    receipts: receipts
      .all(row.sequence)
      .map(({ recipient, state, failureCode, failureStatus, updatedAt }) => ({
        recipient,
        state,
        failure: failureCode === null ? null : { code: failureCode, status: failureStatus },
        updatedAt,
      })),
    events: events.all(row.sequence).map(({ kind, at, detail }) => ({ kind, at, detail })),
  });

  return {
    archivedConversations: ([accountId]) =>
      conversations.all(accountId).map(({ key, muted, archived, blocked, ...row }) => ({
        ...row,
        muted: muted === 1,
        archived: archived === 1,
        blocked: blocked === 1,
        messages: count.get(key) ?? 0,
      })),
    archivedMessages: ([id, after, upTo, limit]) => page.all(id, after ?? below, upTo, limit).map(toArchived),
    archiveClashes: ([messages]) =>
      messages.filter(({ id, sequence }) => (clash.get(id, sequence, sequence, id) ?? 0) > 0).length,
  };
}
