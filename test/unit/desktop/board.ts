import { randomUUID } from 'node:crypto';
import type { Notice, NoticeBoard } from '../../../main/desktop/notice.ts';
import { parseAddress, type SipAddress } from '../../../shared/model/address.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import { TypedEvent } from '../../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';

/** Notifications in memory. */
export class FakeBoard implements NoticeBoard {
  readonly clicked = new TypedEvent<ConversationId>();
  readonly replied = new TypedEvent<{ readonly conversationId: ConversationId; readonly text: string }>();
  readonly dismissed = new TypedEvent<ConversationId>();
  readonly shown: Notice[] = [];
  takesReplies = true;
  readonly up = new Map<ConversationId, Notice>();

  show(notice: Notice): void {
    this.shown.push(notice);
    this.up.set(notice.conversationId, notice);
  }

  close(id: ConversationId): void {
    this.up.delete(id);
  }

  /** As a person who puts it away. */
  dismiss(id: ConversationId): void {
    if (this.up.delete(id)) this.dismissed.raise(id);
  }
}

export function addressOf(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text} is no address`);
  return parsed.value;
}

// A brand is only a promise; a fresh UUID keeps it.
export const newConversationId = (): ConversationId => randomUUID() as string as ConversationId;
const newMessageId = (): MessageId => randomUUID() as string as MessageId;

export function incoming(
  conversationId: ConversationId,
  sequence: number,
  rest: Partial<Pick<Message, 'text' | 'at' | 'direction'>> & { readonly name?: string | null } = {},
): Message {
  const {
    name = 'Bob',
    text = `Text ${String(sequence)}`,
    at = 1_000 + sequence,
    direction = 'incoming',
  } = rest;
  return {
    id: newMessageId(),
    conversationId,
    sequence,
    direction,
    sender: { address: addressOf('bob@example.com'), displayName: name },
    text,
    at,
    sentAt: null,
    replyTo: null,
    quote: null,
    receipt: null,
  };
}

export const summary = (
  id: ConversationId,
  rest: Partial<ConversationSummary> = {},
): ConversationSummary => ({
  id,
  peer: addressOf('bob@example.com'),
  displayName: 'Bob',
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
  createdAt: 0,
  ...rest,
});
