import type { SipAddress } from '../../../shared/model/address.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { DeliveryFailure, ReceiptState } from '../../../shared/model/receipt.ts';

/** A message as `selectMessages` gives it. The types are what was stored; the client checks them against the schemas. */
export interface MessageRow {
  readonly sequence: number;
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly direction: Message['direction'];
  readonly sender: SipAddress;
  readonly senderName: string | null;
  readonly text: string;
  readonly at: number;
  readonly state: ReceiptState | null;
  readonly failureCode: DeliveryFailure['code'] | null;
  readonly failureStatus: number | null;
  readonly updatedAt: number | null;
}

/** To be continued with WHERE on m (messages), c (conversations) or r (receipts). */
export const selectMessages = `
  SELECT m.sequence, m.id, c.id AS conversationId, m.direction, m.sender, m.sender_name AS senderName,
    m.body AS text, m.at, r.state, r.failure_code AS failureCode, r.failure_status AS failureStatus,
    r.updated_at AS updatedAt
  FROM messages m
  JOIN conversations c ON c.key = m.conversation
  LEFT JOIN receipts r ON r.message = m.sequence AND r.recipient_key = c.peer_key`;

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    sequence: row.sequence,
    direction: row.direction,
    sender: { address: row.sender, displayName: row.senderName },
    text: row.text,
    at: row.at,
    receipt:
      row.state === null || row.updatedAt === null
        ? null
        : {
            state: row.state,
            failure: row.failureCode === null ? null : { code: row.failureCode, status: row.failureStatus },
            updatedAt: row.updatedAt,
          },
  };
}
