import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import { queuedReceipt, type ReceiptState } from '../../../shared/model/receipt.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';
import type { MessageQueries } from './messages.ts';
import type { ReceiptQueries } from './receipts.ts';
import { selectMessages, toMessage, type MessageRow } from './rows.ts';

/** The most failed messages that are told at once. */
const mostFailed = 1000;

export interface UnsentQueries {
  readonly unsent: (args: Args<'unsent'>) => Value<'unsent'>;
  readonly failed: (args: Args<'failed'>) => Value<'failed'>;
  readonly lastUnsent: (args: Args<'lastUnsent'>) => Value<'lastUnsent'>;
  readonly unsentStates: (args: Args<'unsentStates'>) => Value<'unsentStates'>;
  readonly replaceUnsent: (args: Args<'replaceUnsent'>) => Value<'replaceUnsent'>;
}

/** What has not gone out. Partial indices over the receipts make these cheap in a long history. */
export function unsentQueries(
  database: SqliteDatabase,
  messages: Pick<MessageQueries, 'message' | 'insertOutgoing'>,
  receipts: ReceiptQueries,
  remove: (args: Args<'deleteMessages'>) => void,
): UnsentQueries {
  // Without the signs SQLite begins with the account, and reads its whole history to find the few.
  const ofAccount = '+c.account = (SELECT key FROM accounts WHERE id = ?)';
  const waiting =
    "SELECT message FROM receipts INDEXED BY receipts_unsent WHERE state IN ('queued', 'sending')";
  const refused = "SELECT message FROM receipts INDEXED BY receipts_failed WHERE state = 'failed'";
  const unsent = database.prepare<[AccountId], MessageRow>(`${selectMessages}
    WHERE m.sequence IN (${waiting}) AND ${ofAccount} ORDER BY +c.key, m.sequence`);
  const failed = database.prepare<[AccountId, number], MessageRow>(`${selectMessages}
    WHERE m.sequence IN (${refused}) AND ${ofAccount} ORDER BY m.sequence DESC LIMIT ?`);
  const last = database.prepare<[AccountId, ConversationId], MessageRow>(`${selectMessages}
    WHERE m.sequence IN (${waiting} UNION ALL ${refused}) AND ${ofAccount} AND +c.id = ?
      AND r.state <> 'sending' ORDER BY m.sequence DESC LIMIT 1`);
  const select = (sequences: string): string => `
    SELECT m.id, r.state FROM messages m JOIN conversations c ON c.key = m.conversation
    JOIN receipts r ON r.message = m.sequence AND r.recipient_key = c.peer_key
    WHERE m.sequence IN (${sequences}) AND ${ofAccount}`;
  const states = database.prepare<
    [AccountId, AccountId],
    { readonly id: MessageId; readonly state: ReceiptState }
  >(`${select(waiting)} UNION ALL ${select(refused)}`);
  return {
    unsent: ([accountId]) => unsent.all(accountId).map(toMessage),
    failed: ([accountId]) => failed.all(accountId, mostFailed).map(toMessage).reverse(),
    lastUnsent: ([accountId, id]) => {
      const row = last.get(accountId, id);
      return row === undefined ? null : toMessage(row);
    },
    unsentStates: ([accountId]) => states.all(accountId, accountId),
    replaceUnsent: ([accountId, id, { id: newId, text, at }]) => {
      const known = messages.message([newId]);
      if (known !== null) return { kind: 'replaced', message: known };
      const old = messages.message([id]);
      const state = old?.receipt?.state ?? null;
      if (old === null || state === null) return { kind: 'unknown' };
      if (state !== 'queued' && state !== 'failed') return { kind: 'too-late', state };
      const { conversationId, sender, replyTo } = old;
      remove([accountId, [id], at]);
      messages.insertOutgoing([{ id: newId, conversationId, sender, text, at, replyTo }]);
      receipts.put(newId, queuedReceipt(at));
      const message = messages.message([newId]);
      if (message === null) throw new Error('A message that was stored is not there');
      return { kind: 'replaced', message };
    },
  };
}
