import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';

interface DoomedRow {
  readonly sequence: number;
  readonly conversationId: ConversationId;
  readonly state: ReceiptState | null;
}

interface ExpiredRow {
  readonly sequence: number;
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly due: number;
  readonly unsent: number;
}

/** How long a deleted message is remembered by its peer's id, in milliseconds: longer than anybody repeats one. */
const repeatMemory = 30 * 24 * 60 * 60 * 1000;

/** Messages that one request for those of an age deletes at most, and rows that it looks at. */
const expiryBatch = 200;

export interface DeletionQueries {
  readonly retentionClock: (args: Args<'retentionClock'>) => Value<'retentionClock'>;
  readonly setRetentionClock: (args: Args<'setRetentionClock'>) => null;
  readonly expireMessages: (args: Args<'expireMessages'>) => Value<'expireMessages'>;
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

  const clock = database.prepare<[], Value<'retentionClock'>>(`
    SELECT trusted, doubted_since AS doubtedSince,
      (SELECT at FROM messages ORDER BY sequence DESC LIMIT 1) AS newestAt
    FROM retention_clock`);
  const setClock = database.prepare<[number | null, number | null]>(
    'UPDATE retention_clock SET trusted = ?, doubted_since = ?',
  );
  // Days tell up to where there may be messages of that age, so that the newer ones are not looked at.
  const old = database.prepare<[{ readonly after: number; readonly before: number }], ExpiredRow>(`
    SELECT m.sequence, m.id, m.at < @before AS due, c.id AS conversationId,
      EXISTS (SELECT 1 FROM receipts r WHERE r.message = m.sequence AND r.state IN ('queued', 'sending', 'failed')) AS unsent
    FROM messages m JOIN conversations c ON c.key = m.conversation
    WHERE m.sequence > @after AND m.sequence < coalesce(
      (SELECT min(n.sequence) FROM message_days n WHERE n.sequence >
        (SELECT max(d.sequence) FROM message_days d WHERE d.day <= CAST(@before / 86400000 AS INTEGER))),
      iif(EXISTS (SELECT 1 FROM message_days WHERE day <= CAST(@before / 86400000 AS INTEGER)), 9007199254740991,
        -9007199254740991))
    ORDER BY m.sequence LIMIT ${String(expiryBatch)}`);
  const drop = (sequence: number, at: number): void => {
    remember.run(at, sequence);
    remove.run(sequence);
  };

  return {
    retentionClock: () => clock.get() ?? { trusted: null, doubtedSince: null, newestAt: null },
    setRetentionClock: ([{ trusted, doubtedSince }]) => {
      setClock.run(trusted, doubtedSince);
      return null;
    },
    expireMessages: ([before, after, at]) => {
      const rows = old.all({ before, after: after ?? Number.MIN_SAFE_INTEGER });
      const expired = rows.filter(({ due, unsent }) => due === 1 && unsent === 0);
      for (const { sequence } of expired) drop(sequence, at);
      forget.run(at - repeatMemory);
      return {
        deleted: expired.map(({ id, conversationId }) => ({ id, conversationId })),
        next: rows.length < expiryBatch ? null : (rows.at(-1)?.sequence ?? null),
      };
    },
    deleteMessages: ([accountId, ids, at]) => {
      const found = [...new Set(ids)].flatMap((id) => {
        const row = doomed.get(id, accountId);
        return row === undefined ? [] : [{ id, ...row }];
      });
      const sending = found.filter(({ state }) => state === 'sending').map(({ id }) => id);
      if (sending.length > 0) return { sending, deleted: [] };
      for (const { sequence } of found) drop(sequence, at);
      forget.run(at - repeatMemory);
      return { sending, deleted: found.map(({ id, conversationId }) => ({ id, conversationId })) };
    },
  };
}
