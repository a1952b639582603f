import type { Account } from '../../../shared/model/account.ts';
import { parseAddress, type SipAddress } from '../../../shared/model/address.ts';
import type { ServerLocation } from '../../../shared/model/connection.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import { longestQuote, type Message, type Quote } from '../../../shared/model/message.ts';
import type { DeliveryFailure, ReceiptState } from '../../../shared/model/receipt.ts';

/** A brand is only a promise; a fresh UUID keeps it. */
const freshId = (): string => crypto.randomUUID();

function addressOf(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text} is not an address: ${parsed.failure}`);
  return parsed.value;
}

export const server: ServerLocation = { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' };

export const account: Account = {
  id: '7d3c2a10-94a4-4d5e-9a54-0a9a5c8f1b01' as AccountId,
  address: addressOf('alice@example.com'),
  displayName: 'Alice Meyer',
  server,
  kind: 'server',
  imDialogs: false,
};

export function conversationWith(
  peer: string,
  displayName: string | null,
  rest: Partial<Omit<ConversationSummary, 'id' | 'peer' | 'displayName' | 'lastMessage'>> = {},
): ConversationSummary {
  return {
    id: freshId() as ConversationId,
    peer: addressOf(peer),
    displayName,
    lastMessage: null,
    unread: 0,
    mentions: 0,
    failed: 0,
    readUpTo: 0,
    markedUnread: false,
    pinned: false,
    muted: false,
    archived: false,
    blocked: false,
    refusedSize: null,
    createdAt: Date.now(),
    ...rest,
  };
}

interface MessageSample {
  readonly text: string;
  readonly sequence: number;
  /** An outgoing message has one, an incoming one has none. */
  readonly receipt?: ReceiptState;
  readonly failure?: DeliveryFailure['code'];
  readonly at?: number;
  readonly sentAt?: number;
  readonly replyTo?: Message;
}

function quoteOf({ sequence, direction, sender, text }: Message): Quote {
  return { sequence, direction, sender, text: text.slice(0, longestQuote) };
}

export function messageIn(conversation: ConversationSummary, sample: MessageSample): Message {
  const { text, sequence, receipt, failure, at = Date.now(), sentAt = null, replyTo = null } = sample;
  const outgoing = receipt !== undefined;
  return {
    id: freshId() as MessageId,
    conversationId: conversation.id,
    sequence,
    direction: outgoing ? 'outgoing' : 'incoming',
    sender: outgoing
      ? { address: account.address, displayName: account.displayName }
      : { address: conversation.peer, displayName: conversation.displayName },
    text,
    at,
    sentAt,
    replyTo: replyTo?.id ?? null,
    quote: replyTo === null ? null : quoteOf(replyTo),
    receipt: outgoing
      ? {
          state: receipt,
          failure: failure === undefined ? null : { code: failure, status: null },
          updatedAt: at,
        }
      : null,
  };
}
