import type { AccountId, ConversationId } from '../../../shared/model/ids.ts';
import type { SqliteDatabase } from '../driver.ts';
import { StoreRefusal } from '../interface.ts';
import type { Args, Value } from '../protocol.ts';
import { selectMessages, toMessage, type MessageRow } from './rows.ts';

interface DraftRow {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly caret: number;
}

export interface DraftQueries {
  readonly drafts: (args: Args<'drafts'>) => Value<'drafts'>;
  readonly saveDraft: (args: Args<'saveDraft'>) => null;
  readonly clear: (id: ConversationId) => void;
}

export function draftQueries(database: SqliteDatabase): DraftQueries {
  const ofAccount = database.prepare<[AccountId], DraftRow>(`
    SELECT c.id AS conversationId, d.body AS text, d.caret
    FROM drafts d JOIN conversations c ON c.key = d.conversation
    WHERE c.account = (SELECT key FROM accounts WHERE id = ?) ORDER BY d.updated_at DESC`);
  const answered = database.prepare<[AccountId], MessageRow>(`${selectMessages}
    WHERE m.id IN (SELECT reply_to FROM drafts WHERE reply_to IS NOT NULL)
      AND c.account = (SELECT key FROM accounts WHERE id = ?)
      AND m.id = (SELECT reply_to FROM drafts WHERE conversation = c.key)`);
  const put = database.prepare<[string, number, string | null, number, ConversationId]>(`
    INSERT INTO drafts (conversation, body, caret, reply_to, updated_at)
    SELECT key, ?, ?, ?, ? FROM conversations WHERE id = ?
    ON CONFLICT (conversation) DO UPDATE SET body = excluded.body, caret = excluded.caret,
      reply_to = excluded.reply_to, updated_at = excluded.updated_at`);
  const remove = database.prepare<[ConversationId]>(
    'DELETE FROM drafts WHERE conversation = (SELECT key FROM conversations WHERE id = ?)',
  );

  return {
    drafts: ([accountId]) => {
      const replies = new Map(
        answered.all(accountId).map((row) => [row.conversationId, toMessage(row)] as const),
      );
      return ofAccount
        .all(accountId)
        .map((row) => ({ ...row, replyTo: replies.get(row.conversationId) ?? null }));
    },
    saveDraft: ([id, draft, at]) => {
      if (draft === null) {
        remove.run(id);
        return null;
      }
      if (put.run(draft.text, draft.caret, draft.replyTo, at, id).changes !== 1) {
        throw new StoreRefusal('There is no such conversation.');
      }
      return null;
    },
    clear: (id) => {
      remove.run(id);
    },
  };
}
