import * as v from 'valibot';
import { Transport } from '../model/connection.ts';
import { ConversationSummary } from '../model/conversation.ts';
import { ConversationId, MessageId } from '../model/ids.ts';
import { Message } from '../model/message.ts';
import type { Result } from '../model/result.ts';
import { largestSearchPage, SearchCount, SearchPage } from '../model/search-hit.ts';
import { longestQuery } from '../model/search-query.ts';
import { Snapshot } from './events.ts';
import type { Failure } from './failure.ts';

const nothing = v.strictObject({});
const line = v.pipe(v.string(), v.maxLength(1024));
const query = v.pipe(v.string(), v.maxLength(longestQuery));
const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200));

/** Every command of the window to the main process: what goes in, what comes out. Failures are `Failure`. */
export const commands = {
  snapshot: { input: nothing, output: Snapshot },
  /** Resolves when the server has registered the address, or has said why not. `server` empty: the address's host. */
  signIn: {
    input: v.strictObject({
      address: line,
      password: line,
      /** `host`, `host:port`, or for WebSocket also `ws://host:port/path`. */
      server: line,
      transport: Transport,
      /** Begin with an IM dialog at unknown peers: the server is a Lync or Skype for Business. */
      imDialogs: v.optional(v.boolean(), false),
    }),
    output: nothing,
  },
  /** Starts the embedded server on 127.0.0.1 and signs in to it, with Echo to talk to. */
  tryLocally: { input: nothing, output: v.strictObject({ conversationId: ConversationId }) },
  signOut: { input: nothing, output: nothing },
  /** Tries to connect now instead of at `retryAt`. */
  reconnect: { input: nothing, output: nothing },
  /** Finds or makes the conversation with an address that a person typed. */
  startConversation: { input: v.strictObject({ address: line }), output: ConversationSummary },
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
      before: v.nullable(sequence),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestSearchPage)),
    }),
    output: SearchPage,
  },
  countSearch: { input: v.strictObject({ query }), output: SearchCount },
  /** Resolves with the stored message; its fate follows as events. `id` is made by the window, so a repeat is harmless. */
  sendMessage: {
    input: v.strictObject({ id: MessageId, conversationId: ConversationId, text: v.string() }),
    output: Message,
  },
  retryMessage: { input: v.strictObject({ id: MessageId }), output: Message },
  markRead: {
    input: v.strictObject({ conversationId: ConversationId, upTo: v.pipe(v.number(), v.integer()) }),
    output: nothing,
  },
  /** Call with true at each keystroke and with false when the composer is emptied. */
  setComposing: {
    input: v.strictObject({ conversationId: ConversationId, composing: v.boolean() }),
    output: nothing,
  },
  /** Opens http, https and mailto links in the system's own program. */
  openLink: { input: v.strictObject({ url: v.pipe(v.string(), v.maxLength(8192)) }), output: nothing },
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = v.InferInput<(typeof commands)[N]['input']>;
/** The input after validation, as a handler receives it. */
export type CommandArguments<N extends CommandName> = v.InferOutput<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = v.InferOutput<(typeof commands)[N]['output']>;
export type CommandResult<N extends CommandName> = Result<CommandOutput<N>, Failure>;
