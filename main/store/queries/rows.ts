import type { SipAddress } from '../../../shared/model/address.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import { longestQuote, type Message } from '../../../shared/model/message.ts';
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
  readonly sentAt: number | null;
  readonly replyTo: MessageId | null;
  readonly quoteSequence: number | null;
  readonly quoteDirection: Message['direction'] | null;
  readonly quoteSender: SipAddress | null;
  readonly quoteSenderName: string | null;
  readonly quoteText: string | null;
  readonly state: ReceiptState | null;
  readonly failureCode: DeliveryFailure['code'] | null;
  readonly failureStatus: number | null;
  readonly updatedAt: number | null;
  readonly askedAt: number | null;
  readonly nextAt: number | null;
  readonly held: number | null;
}

/** To be continued with WHERE on m (messages), c (conversations) or r (receipts). */
export const selectMessages = `
  SELECT m.sequence, m.id, c.id AS conversationId, m.direction, m.sender, m.sender_name AS senderName,
    m.body AS text, m.at, m.sent_at AS sentAt, m.reply_to AS replyTo, q.sequence AS quoteSequence,
    q.direction AS quoteDirection, q.sender AS quoteSender, q.sender_name AS quoteSenderName,
    substr(q.body, 1, ${String(longestQuote)}) AS quoteText, r.state, r.failure_code AS failureCode, r.failure_status AS failureStatus,
    r.updated_at AS updatedAt, r.asked_at AS askedAt, r.next_at AS nextAt, r.held
  FROM messages m
  JOIN conversations c ON c.key = m.conversation
  LEFT JOIN messages q ON q.id = m.reply_to
  LEFT JOIN receipts r ON r.message = m.sequence AND r.recipient_key = c.peer_key`;

/** The store cuts between characters, not between halves of one; a character may be two code units. */
function quoteOf(row: MessageRow): Message['quote'] {
  const { quoteSequence: sequence, quoteDirection: direction, quoteSender: sender, quoteText: text } = row;
  if (sequence === null || direction === null || sender === null || text === null) return null;
  return { sequence, direction, sender: { address: sender, displayName: row.quoteSenderName }, text };
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    sequence: row.sequence,
    direction: row.direction,
    sender: { address: row.sender, displayName: row.senderName },
    text: row.text,
    at: row.at,
    sentAt: row.sentAt,
    replyTo: row.replyTo,
    quote: quoteOf(row),
    receipt:
      row.state === null || row.updatedAt === null
        ? null
        : {
            state: row.state,
            failure: row.failureCode === null ? null : { code: row.failureCode, status: row.failureStatus },
            updatedAt: row.updatedAt,
            ...(row.askedAt === null ? {} : { askedAt: row.askedAt }),
            ...(row.nextAt === null ? {} : { nextAt: row.nextAt }),
            ...(row.held === 1 ? { held: true } : {}),
          },
  };
}
