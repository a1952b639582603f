import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';

interface DoomedRow {
  readonly sequence: number;
  readonly conversationId: ConversationId;
  readonly state: ReceiptState | null;
}

/** How long a deleted message is remembered by its peer's id, in milliseconds: longer than anybody repeats one. */
const repeatMemory = 30 * 24 * 60 * 60 * 1000;

export interface DeletionQueries {
  readonly deleteMessages: (args: Args<'deleteMessages'>) => Value<'deleteMessages'>;
}

/** Deletes messages with all that is known of them. Triggers keep their conversations' summaries exact. */
export function deletionQueries(database: SqliteDatabase): DeletionQueries {
  const doomed = database.prepare<[MessageId, AccountId], DoomedRow>(`
    SELECT m.sequence, c.id AS conversationId, r.state
    FROM messages m JOIN conversations c ON c.key = m.conversation JOIN accounts a ON a.key = c.account
    LEFT JOIN receipts r ON r.message = m.sequence AND r.recipient_key = c.peer_key
    WHERE m.id = ? AND a.id = ?`);
  const remember = database.prepare<[number, number]>(`
    INSERT OR REPLACE INTO deleted_repeats (conversation, sender_key, remote_id, at)
    SELECT conversation, sender_key, remote_id, ? FROM messages WHERE sequence = ? AND remote_id IS NOT NULL`);
  const forget = database.prepare<[number]>('DELETE FROM deleted_repeats WHERE at < ?');
  const remove = database.prepare<[number]>('DELETE FROM messages WHERE sequence = ?');

  return {
    deleteMessages: ([accountId, ids, at]) => {
      const found = [...new Set(ids)].flatMap((id) => {
        const row = doomed.get(id, accountId);
        return row === undefined ? [] : [{ id, ...row }];
      });
      const sending = found.filter(({ state }) => state === 'sending').map(({ id }) => id);
      if (sending.length > 0) return { sending, deleted: [] };
      for (const { sequence } of found) {
        remember.run(at, sequence);
        remove.run(sequence);
      }
      forget.run(at - repeatMemory);
      return { sending, deleted: found.map(({ id, conversationId }) => ({ id, conversationId })) };
    },
  };
}
