import type { EventSource } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';

/** One notification: a conversation has one at most. Its words are plain text. */
export interface Notice {
  readonly conversationId: ConversationId;
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  /** The placeholder for an answer, which may be written where the system has that; null: not from here. */
  readonly reply: string | null;
}

/** What the system does with notifications. */
export interface NoticeBoard {
  /** Takes the place of the one that the conversation has. */
  show(notice: Notice): void;
  close(conversationId: ConversationId): void;
  /** Whether answers can be written where it is shown. */
  readonly takesReplies: boolean;
  readonly clicked: EventSource<ConversationId>;
  readonly replied: EventSource<{ readonly conversationId: ConversationId; readonly text: string }>;
  /** Somebody put it away, or the system did. */
  readonly dismissed: EventSource<ConversationId>;
}

/** How far the arrivals have been told of, so that a restart tells of none again. */
export interface NoticeMark {
  readonly sequence: number;
  /** When that message was stored, milliseconds since 1970. */
  readonly at: number;
}
