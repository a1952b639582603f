import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ConversationId, MessageId } from './ids.ts';

const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const sequence = v.pipe(v.number(), v.safeInteger());

/** The most hits that one page of a search holds. */
export const largestSearchPage = 100;

/** A message that a search found. */
export const SearchHit = v.object({
  id: MessageId,
  conversationId: ConversationId,
  /** Where it is in its conversation's timeline. */
  sequence,
  direction: v.picklist(['incoming', 'outgoing']),
  sender: v.object({ address: SipAddress, displayName: v.nullable(v.string()) }),
  /** When it was stored here, milliseconds since 1970. */
  at: v.number(),
  /** The message's text, or the part of a long one around the first place that was found. */
  excerpt: v.string(),
  /** Whether text was left out at the beginning and at the end. */
  clipped: v.object({ start: v.boolean(), end: v.boolean() }),
  /** What was found: from and to in UTF-16 code units of the excerpt, in order, never overlapping. */
  ranges: v.array(v.tuple([place, place])),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

export const SearchPage = v.object({
  /** Newest first. */
  hits: v.array(SearchHit),
  /**
   * Give it as `before` to go on, null when everything was looked at. A page may hold fewer hits than were asked for,
   * even none, and go on: a search never takes long at a time.
   */
  next: v.nullable(sequence),
  /** How much of the history the index holds, from 0 to 1. Below 1 everything is still found, only later. */
  indexed: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type SearchPage = v.InferOutput<typeof SearchPage>;

export const SearchCount = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** False: there are more, the counting was not taken to its end. */
  complete: v.boolean(),
});
export type SearchCount = v.InferOutput<typeof SearchCount>;
