import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { StoredProofEvent } from '../../../shared/model/proof.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';

/** Of each message the first events are kept, which tell how it began, and the latest. */
const firstKept = 20;
const latestKept = 100;
const mostShown = 500;

export interface EventQueries {
  /** Adds events to a message; what is not there is passed over, and an event that is there is not added again. */
  readonly add: (id: MessageId, events: readonly StoredProofEvent[]) => void;
  readonly addEvents: (args: Args<'addEvents'>) => Value<'addEvents'>;
  readonly messageEvents: (args: Args<'messageEvents'>) => Value<'messageEvents'>;
  /** Notes of messages of the peer up to one, the newest 500 at most, that they are read; to be called before they are. */
  readonly shown: (id: ConversationId, upTo: number, at: number) => void;
}

export function eventQueries(database: SqliteDatabase): EventQueries {
  const sequenceOf = database
    .prepare<[MessageId], number>('SELECT sequence FROM messages WHERE id = ?')
    .pluck();
  const insert = database.prepare<[StoredProofEvent & { readonly message: number }]>(`
    INSERT INTO message_events (message, number, kind, at, detail)
    SELECT @message, coalesce((SELECT max(number) FROM message_events WHERE message = @message), 0) + 1, @kind, @at, @detail
    WHERE NOT EXISTS (SELECT 1 FROM message_events
      WHERE message = @message AND kind = @kind AND at = @at AND detail = @detail)`);
  const trim = database.prepare<[number, number]>(`
    DELETE FROM message_events WHERE message = ? AND number > ${String(firstKept)}
      AND number <= (SELECT max(number) FROM message_events WHERE message = ?) - ${String(latestKept)}`);
  const ofMessage = database.prepare<[MessageId], StoredProofEvent & { readonly number: number }>(`
    SELECT e.number, e.kind, e.at, e.detail FROM message_events e JOIN messages m ON m.sequence = e.message
    WHERE m.id = ? ORDER BY e.number`);

  const shown = database.prepare<[number, ConversationId, number]>(`
    INSERT INTO message_events (message, number, kind, at, detail)
    SELECT m.sequence, coalesce((SELECT max(number) FROM message_events WHERE message = m.sequence), 0) + 1, 'shown', ?, '{}'
    FROM messages m JOIN conversations c ON c.key = m.conversation
    WHERE c.id = ? AND m.direction = 'incoming' AND m.sequence > c.read_up_to AND m.sequence <= ?
    ORDER BY m.sequence DESC LIMIT ${String(mostShown)}`);

  const add = (id: MessageId, events: readonly StoredProofEvent[]): void => {
    const message = events.length === 0 ? undefined : sequenceOf.get(id);
    if (message === undefined) return;
    for (const { kind, at, detail } of events) insert.run({ message, kind, at, detail });
    trim.run(message, message);
  };
  return {
    add,
    addEvents: ([all]) => {
      for (const { id, events } of all) add(id, events);
      return null;
    },
    messageEvents: ([id]) => ofMessage.all(id),
    shown: (id, upTo, at) => {
      shown.run(at, id, upTo);
    },
  };
}
