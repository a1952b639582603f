import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ConversationId } from './ids.ts';
import { Message } from './message.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ConversationSummary = v.object({
  id: ConversationId,
  peer: SipAddress,
  /** As the peer calls itself; null until it said so. */
  displayName: v.nullable(v.string()),
  lastMessage: v.nullable(Message),
  unread: count,
  /** Of the unread, those that name the user (shared/text/mentions.ts). */
  mentions: count,
  /** Messages that were not sent and wait for the user to decide. */
  failed: count,
  /** Sequence of the newest message that the user has seen; 0 when none. */
  readUpTo: count,
  /** The user wants to come back to it, whatever was read. */
  markedUnread: v.boolean(),
  /** Stands above the others. */
  pinned: v.boolean(),
  /** Makes no noise and does not count in sums. */
  muted: v.boolean(),
  /** Out of the way until something happens in it; when muted, until the user fetches it. */
  archived: v.boolean(),
  /** What the peer sends is refused, and nothing can be sent to it. */
  blocked: v.boolean(),
  /**
   * The least size of a text, in bytes of UTF-8 as it goes over the wire (shared/text/reply-quote.ts), that the other side
   * has refused as too large; null: none, or one of that size or more was taken since.
   */
  refusedSize: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  createdAt: v.number(),
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummary>;

/** What the user may change of a conversation; what is left out stays. */
export const ConversationChange = v.strictObject({
  pinned: v.optional(v.boolean()),
  muted: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
  blocked: v.optional(v.boolean()),
  markedUnread: v.optional(v.boolean()),
});
export type ConversationChange = v.InferOutput<typeof ConversationChange>;

/** What a conversation adds to the sum of the unread: a muted one only what names the user, a mark counts as one. */
export function countedUnread({
  unread,
  mentions,
  markedUnread,
  muted,
}: Pick<ConversationSummary, 'unread' | 'mentions' | 'markedUnread' | 'muted'>): number {
  if (muted) return mentions;
  return unread === 0 && markedUnread ? 1 : unread;
}
