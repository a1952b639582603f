import type { MessageId } from '../../../shared/model/ids.ts';
import type { DeliveryFailure, Receipt, ReceiptState } from '../../../shared/model/receipt.ts';
import type { SqliteDatabase } from '../driver.ts';
import { StoreRefusal } from '../interface.ts';

interface ReceiptRow {
  readonly id: MessageId;
  readonly state: ReceiptState;
  readonly failureCode: DeliveryFailure['code'] | null;
  readonly failureStatus: number | null;
  readonly updatedAt: number;
  readonly askedAt: number | null;
  readonly nextAt: number | null;
  readonly held: number;
}

export interface ReceiptQueries {
  /**
   * Stores the receipt as it is given, for the conversation's peer. That receipts never go backwards is the reducer's
   * rule (shared/model/receipt.ts), and it runs before this.
   */
  readonly put: (id: MessageId, receipt: Receipt) => void;
}

export function receiptQueries(database: SqliteDatabase): ReceiptQueries {
  const upsert = database.prepare<[ReceiptRow]>(`
    INSERT INTO receipts (message, recipient_key, state, failure_code, failure_status, updated_at, asked_at,
      next_at, held)
    SELECT m.sequence, c.peer_key, @state, @failureCode, @failureStatus, @updatedAt, @askedAt, @nextAt, @held
    FROM messages m JOIN conversations c ON c.key = m.conversation
    WHERE m.id = @id AND m.direction = 'outgoing'
    ON CONFLICT (message, recipient_key) DO UPDATE SET state = excluded.state, failure_code = excluded.failure_code,
      failure_status = excluded.failure_status, updated_at = excluded.updated_at,
      asked_at = excluded.asked_at, next_at = excluded.next_at, held = excluded.held`);

  return {
    put: (id, { state, failure, updatedAt, askedAt, nextAt, held }) => {
      const { changes } = upsert.run({
        id,
        state,
        failureCode: failure?.code ?? null,
        failureStatus: failure?.status ?? null,
        updatedAt,
        askedAt: askedAt ?? null,
        nextAt: nextAt ?? null,
        held: held === true ? 1 : 0,
      });
      if (changes !== 1) throw new StoreRefusal('There is no such outgoing message.');
    },
  };
}
