import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ConversationId, MessageId } from './ids.ts';
import { Receipt } from './receipt.ts';

/** The longest text that Parley takes from a user or a peer, in UTF-16 code units. */
export const longestText = 64 * 1024;

/** The most of a message's beginning that a quote shows, in UTF-16 code units. */
export const longestQuote = 300;

/** What is shown of the message that another one answers. */
export const Quote = v.object({
  sequence: v.pipe(v.number(), v.integer()),
  direction: v.picklist(['incoming', 'outgoing']),
  sender: v.object({ address: SipAddress, displayName: v.nullable(v.string()) }),
  /** Its beginning, `longestQuote` at most. */
  text: v.string(),
});
export type Quote = v.InferOutput<typeof Quote>;

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
  /** When it was written by the sender's own clock, which may be wrong; null where it does not say, and for our own. */
  sentAt: v.nullable(v.number()),
  /** The message that it answers. */
  replyTo: v.nullable(MessageId),
  /** Null also when the message that it answers is not here any more. */
  quote: v.nullable(Quote),
  /** Null for incoming messages. */
  receipt: v.nullable(Receipt),
});
export type Message = v.InferOutput<typeof Message>;
