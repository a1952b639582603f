import * as v from 'valibot';
import { SipAddress } from '../../shared/model/address.ts';
import { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import { longestText } from '../../shared/model/message.ts';
import { Receipt } from '../../shared/model/receipt.ts';

/** The most messages that one request carries. */
export const largestArchivePage = 500;
const longestName = 4096;
/** Proof events of one message, and the length of one. */
const mostEvents = 500;
const longestDetail = 16 * 1024;

const name = v.pipe(v.string(), v.maxLength(longestName));
const address = v.pipe(SipAddress, v.maxLength(longestName));
const time = v.pipe(v.number(), v.finite());
const sequence = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What is kept of a conversation beside its messages. Drafts are no history. */
export const ArchivedConversation = v.object({
  id: ConversationId,
  peer: address,
  displayName: v.nullable(name),
  createdAt: time,
  pinnedAt: v.nullable(time),
  muted: v.boolean(),
  archived: v.boolean(),
  blocked: v.boolean(),
});
export type ArchivedConversation = v.InferOutput<typeof ArchivedConversation>;

/** A message with all that is stored of it. */
export const ArchivedMessage = v.object({
  id: MessageId,
  /** The order of the timeline where it was stored. */
  sequence,
  direction: v.picklist(['incoming', 'outgoing']),
  sender: v.object({ address, displayName: v.nullable(name) }),
  text: v.pipe(v.string(), v.maxLength(longestText)),
  /** When it was stored. */
  at: time,
  /** The sender's own time where it told one. */
  sentAt: v.nullable(time),
  replyTo: v.nullable(MessageId),
  remoteId: v.nullable(name),
  displayRequested: v.boolean(),
  /** It calls the user by name. */
  mentioned: v.boolean(),
  /** Empty for incoming messages. Recipients are addresses in lower case. */
  receipts: v.pipe(v.array(v.object({ recipient: name, ...Receipt.entries })), v.maxLength(mostEvents)),
  /** The proof: what happened to it, in order; `detail` is JSON by kind. */
  events: v.pipe(
    v.array(v.object({ kind: name, at: time, detail: v.pipe(v.string(), v.maxLength(longestDetail)) })),
    v.maxLength(mostEvents),
  ),
});
export type ArchivedMessage = v.InferOutput<typeof ArchivedMessage>;

const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestArchivePage));

/** Requests about whole histories. */
export const archiveRequests = {
  archivedConversations: {
    writes: false,
    args: v.strictTuple([AccountId]),
    value: v.array(
      v.object({ ...ArchivedConversation.entries, messages: count, last: v.nullable(sequence) }),
    ),
  },
  archivedMessages: {
    writes: false,
    args: v.strictTuple([ConversationId, v.nullable(sequence), sequence, pageSize]),
    value: v.array(ArchivedMessage),
  },
  archiveClashes: {
    writes: false,
    args: v.strictTuple([
      v.pipe(v.array(v.object({ id: MessageId, sequence })), v.maxLength(largestArchivePage)),
    ]),
    value: count,
  },
  importSource: { writes: true, args: v.strictTuple([name, time]), value: v.null() },
  importConversation: {
    writes: true,
    args: v.strictTuple([AccountId, ArchivedConversation]),
    value: ConversationId,
  },
  importMessages: {
    writes: true,
    args: v.strictTuple([
      ConversationId,
      v.nullable(name),
      v.pipe(v.array(ArchivedMessage), v.maxLength(largestArchivePage)),
    ]),
    value: v.object({ added: count }),
  },
} as const;

/** The part of the store that reads and takes in whole histories. */
export interface ArchiveStore {
  /** All conversations of the account, oldest first, with the number of their messages and the newest one's sequence. */
  archivedConversations(
    accountId: AccountId,
  ): Promise<readonly (ArchivedConversation & { readonly messages: number; readonly last: number | null })[]>;
  /** At most `limit` messages after that one (null: from the first) up to that sequence, oldest first. */
  archivedMessages(
    id: ConversationId,
    after: number | null,
    upTo: number,
    limit: number,
  ): Promise<readonly ArchivedMessage[]>;
  /** How many of these messages are here with another sequence, or have one that another message has here. */
  archiveClashes(messages: readonly { readonly id: MessageId; readonly sequence: number }[]): Promise<number>;
  /**
   * Makes room for the messages of another database, below everything that arrived here; above those of a source whose
   * newest message (`newestAt`) is older. A source keeps its room, so that a later import goes on where this one ends.
   */
  importSource(source: string, newestAt: number): Promise<void>;
  /** The conversation with that peer, made unless it is there; resolves with its id, the given one where that is free. */
  importConversation(accountId: AccountId, conversation: ArchivedConversation): Promise<ConversationId>;
  /**
   * Stores the messages that are not here yet, by their id and the sender's. `source` null: they were stored in this
   * very database and get their old sequences. They are read, ring for nobody and never go out by themselves: what was
   * queued or being sent has failed as `interrupted`.
   */
  importMessages(
    id: ConversationId,
    source: string | null,
    messages: readonly ArchivedMessage[],
  ): Promise<{ readonly added: number }>;
}
