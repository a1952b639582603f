import * as v from 'valibot';
import { ConversationId } from '../../model/ids.ts';
import { Message } from '../../model/message.ts';
import { largestSearchPage, SearchCount, SearchPage } from '../../model/search-hit.ts';
import { longestQuery } from '../../model/search-query.ts';
import { pageSize, sequence } from './inputs.ts';

/** Null: everywhere. */
const within = v.optional(v.nullable(ConversationId), null);
const query = v.pipe(v.string(), v.maxLength(longestQuery));

/** Reading and searching what is stored. */
export const historyCommands = {
  /** A page of the timeline, oldest first; `before` is a message's sequence, null for the newest page. */
  messages: {
    input: v.strictObject({
      conversationId: ConversationId,
      before: v.nullable(v.pipe(v.number(), v.integer())),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    output: v.strictObject({ messages: v.array(Message), more: v.boolean() }),
  },
  /** The page after that sequence, oldest first. */
  messagesAfter: {
    input: v.strictObject({ conversationId: ConversationId, after: sequence, limit: pageSize }),
    output: v.strictObject({ messages: v.array(Message), more: v.boolean() }),
  },
  /** A page of the timeline with a message in its middle, oldest first. */
  messagesAround: {
    input: v.strictObject({ conversationId: ConversationId, sequence, limit: pageSize }),
    output: v.strictObject({
      messages: v.array(Message),
      moreBefore: v.boolean(),
      moreAfter: v.boolean(),
    }),
  },
  /** Where the timeline is at a time (milliseconds since 1970): the first message from then on, null after the newest. */
  sequenceAt: {
    input: v.strictObject({ conversationId: ConversationId, at: v.pipe(v.number(), v.finite()) }),
    output: v.strictObject({ sequence: v.nullable(sequence) }),
  },
  /** A page of what a person looks for (parseSearchQuery), newest first; `before` is the `next` of the page before. */
  search: {
    input: v.strictObject({
      query,
      conversationId: within,
      before: v.nullable(sequence),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestSearchPage)),
    }),
    output: SearchPage,
  },
  countSearch: { input: v.strictObject({ query, conversationId: within }), output: SearchCount },
} as const;
