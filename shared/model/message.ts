import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ConversationId, MessageId } from './ids.ts';
import { Receipt } from './receipt.ts';

/** The longest text that Parley takes from a user or a peer, in UTF-16 code units. */
export const longestText = 64 * 1024;

export const Message = v.object({
  id: MessageId,
  conversationId: ConversationId,
  /** Grows by local arrival; the order of the timeline. */
  sequence: v.pipe(v.number(), v.integer()),
  direction: v.picklist(['incoming', 'outgoing']),
  sender: v.object({ address: SipAddress, displayName: v.nullable(v.string()) }),
  /** Plain text, never markup. */
  text: v.string(),
  /** When it was stored here, milliseconds since 1970. */
  at: v.number(),
  /** Null for incoming messages. */
  receipt: v.nullable(Receipt),
});
export type Message = v.InferOutput<typeof Message>;
