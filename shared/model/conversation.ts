import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ConversationId } from './ids.ts';
import { Message } from './message.ts';

export const ConversationSummary = v.object({
  id: ConversationId,
  peer: SipAddress,
  /** As the peer calls itself; null until it said so. */
  displayName: v.nullable(v.string()),
  lastMessage: v.nullable(Message),
  unread: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Sequence of the newest message that the user has seen; 0 when none. */
  readUpTo: v.pipe(v.number(), v.integer(), v.minValue(0)),
  createdAt: v.number(),
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummary>;
