import type { ConversationId } from '../../../shared/model/ids.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';
import { selectMessages, toMessage, type MessageRow } from './rows.ts';

export interface HistoryQueries {
  readonly messagesAfter: (args: Args<'messagesAfter'>) => Value<'messagesAfter'>;
  readonly messagesAround: (args: Args<'messagesAround'>) => Value<'messagesAround'>;
  readonly sequenceAt: (args: Args<'sequenceAt'>) => Value<'sequenceAt'>;
}

/** Reads a timeline from its middle: forward, around a message, and from a point in time on. */
export function historyQueries(database: SqliteDatabase): HistoryQueries {
  const inConversation = 'm.conversation = (SELECT key FROM conversations WHERE id = ?)';
  const after = database.prepare<[ConversationId, number, number], MessageRow>(`${selectMessages}
    WHERE ${inConversation} AND m.sequence > ? ORDER BY m.sequence LIMIT ?`);
  const upTo = database.prepare<[ConversationId, number, number], MessageRow>(`${selectMessages}
    WHERE ${inConversation} AND m.sequence <= ? ORDER BY m.sequence DESC LIMIT ?`);
  const at = database
    .prepare<[ConversationId, number, number], number>(
      `SELECT m.sequence FROM messages m
       WHERE ${inConversation} AND m.at >= ? AND m.sequence >=
         (SELECT min(sequence) FROM message_days WHERE day >= CAST(? / 86400000 AS INTEGER))
       ORDER BY m.sequence LIMIT 1`,
    )
    .pluck();

  return {
    messagesAfter: ([id, sequence, limit]) => {
      const rows = after.all(id, sequence, limit + 1);
      return { messages: rows.slice(0, limit).map(toMessage), more: rows.length > limit };
    },
    messagesAround: ([id, sequence, limit]) => {
      // The message itself belongs to the earlier half.
      const earlierLimit = Math.ceil((limit + 1) / 2);
      const laterLimit = limit - earlierLimit;
      const earlier = upTo.all(id, sequence, earlierLimit + 1);
      const later = after.all(id, sequence, laterLimit + 1);
      return {
        messages: [...earlier.slice(0, earlierLimit).reverse(), ...later.slice(0, laterLimit)].map(toMessage),
        moreBefore: earlier.length > earlierLimit,
        moreAfter: later.length > laterLimit,
      };
    },
    sequenceAt: ([id, time]) => at.get(id, time, time) ?? null,
  };
}
