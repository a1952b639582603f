import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { SearchHit } from '../../shared/model/search-hit.ts';

/** What leads to a message, wherever it is. */
export type MessagePlace = Pick<SearchHit, 'id' | 'conversationId' | 'sequence'>;

/** What of a conversation is not read. */
interface Unread {
  readonly unread: number;
  readonly readUpTo: number;
}

/**
 * Where to begin to read when a message was told of; null when it is not among what is new. `divider`: where the "New"
 * divider stands, if the conversation is open.
 */
export function beginningOf(
  sequence: number,
  conversation: ConversationSummary | undefined,
  divider: number | null,
): Unread | null {
  const { unread = 0, readUpTo = 0 } = conversation ?? {};
  // What is on screen may have been read with the focus that the window just got.
  if (divider !== null && divider <= sequence) return { unread: Math.max(1, unread), readUpTo: divider - 1 };
  return unread > 0 && sequence > readUpTo ? { unread, readUpTo } : null;
}
