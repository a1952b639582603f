import { countedUnread, type ConversationSummary } from '../../shared/model/conversation.ts';

/** What badge, tray and window bar show of what waits to be read. */
export interface UnreadSigns {
  readonly unread: number;
}

export const noneUnread: UnreadSigns = { unread: 0 };

/** The conversation whose newest message came last, of those with something that counts as unread. */
export const newestUnread = (conversations: Iterable<ConversationSummary>): ConversationSummary | undefined =>
  [...conversations]
    .filter((each) => countedUnread(each) > 0)
    .sort((a, b) => (b.lastMessage?.sequence ?? 0) - (a.lastMessage?.sequence ?? 0))[0];

export function unreadSigns(conversations: Iterable<ConversationSummary>): UnreadSigns {
  let unread = 0;
  for (const each of conversations) unread += countedUnread(each);
  return { unread };
}
