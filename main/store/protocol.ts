import * as v from 'valibot';
import { Account } from '../../shared/model/account.ts';
import { SipAddress } from '../../shared/model/address.ts';
import { ConversationChange, ConversationSummary } from '../../shared/model/conversation.ts';
import { Draft, NewDraft } from '../../shared/model/draft.ts';
import { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import { longestText, Message } from '../../shared/model/message.ts';
import { Receipt, ReceiptState } from '../../shared/model/receipt.ts';
import { largestSearchPage, SearchCount, SearchPage } from '../../shared/model/search-hit.ts';
import { searchWords } from '../../shared/model/search-query.ts';
import { archiveRequests } from './archived.ts';
import { StoreError, StoreRefusal } from './interface.ts';
import { HexKey } from './key.ts';

/** The most messages that one page holds. */
const largestPage = 1000;
/** The longest name, address or foreign id that is stored, in UTF-16 code units. */
const longestName = 4096;

const name = v.pipe(v.string(), v.maxLength(longestName));
const address = v.pipe(SipAddress, v.maxLength(longestName));
const text = v.pipe(v.string(), v.maxLength(longestText));
const time = v.pipe(v.number(), v.finite());
/** Below 0 are messages that were imported. */
const sequence = v.pipe(v.number(), v.safeInteger());
const sender = v.object({ address, displayName: v.nullable(name) });
const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestPage));
const nothing = v.null();
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** The most events of messages that one request carries for each. */
const mostEvents = 100;
const events = v.pipe(
  v.array(v.object({ kind: name, at: time, detail: v.pipe(v.string(), v.maxLength(4096)) })),
  v.maxLength(mostEvents),
);

const StoredAccount = v.object({
  ...Account.entries,
  wrappedPassword: v.nullable(v.pipe(v.string(), v.maxLength(64 * 1024))),
  active: v.boolean(),
  instanceId: name,
});

const StoredConversation = v.object({
  ...ConversationSummary.entries,
  accountId: AccountId,
  peerCapabilities: v.nullable(v.string()),
});

const OutgoingMessage = v.object({
  id: MessageId,
  conversationId: ConversationId,
  sender,
  text,
  at: time,
  replyTo: v.optional(v.nullable(MessageId), null),
  /** It was the conversation's draft, which is over with it. */
  fromDraft: v.optional(v.boolean()),
});

/**
 * The client gives the id, so that it can ask again after a crash and tell its own message, already stored, from a
 * repeat by the peer.
 */
const IncomingMessage = v.object({
  id: MessageId,
  conversationId: ConversationId,
  sender,
  text,
  at: time,
  remoteId: v.nullable(name),
  displayRequested: v.boolean(),
  mentioned: v.optional(v.boolean(), false),
  sentAt: v.optional(v.nullable(time), null),
  replyTo: v.optional(v.nullable(MessageId), null),
});

const WantedMessages = v.object({
  ...searchWords,
  accountId: AccountId,
  conversationId: v.optional(v.nullable(ConversationId)),
  since: v.nullable(time),
  until: v.nullable(time),
});

/**
 * Every request of the store's process: its arguments and its answer, checked on both sides, and whether it writes.
 * All of them are safe to repeat: a client whose process died asks again.
 */
export const requests = {
  open: {
    writes: false,
    args: v.strictTuple([v.object({ path: v.pipe(v.string(), v.minLength(1)), key: HexKey })]),
    value: nothing,
  },
  close: { writes: false, args: v.strictTuple([]), value: nothing },
  accounts: { writes: false, args: v.strictTuple([]), value: v.array(StoredAccount) },
  saveAccount: { writes: true, args: v.strictTuple([StoredAccount]), value: nothing },
  lastOpen: { writes: false, args: v.strictTuple([AccountId]), value: v.nullable(ConversationId) },
  setLastOpen: {
    writes: true,
    args: v.strictTuple([AccountId, v.nullable(ConversationId)]),
    value: nothing,
  },
  conversations: { writes: false, args: v.strictTuple([AccountId]), value: v.array(StoredConversation) },
  conversation: {
    writes: false,
    args: v.strictTuple([ConversationId]),
    value: v.nullable(StoredConversation),
  },
  ensureConversation: {
    writes: true,
    args: v.strictTuple([AccountId, address, time]),
    value: StoredConversation,
  },
  setDisplayName: { writes: true, args: v.strictTuple([ConversationId, name]), value: nothing },
  setPeerCapabilities: {
    writes: true,
    args: v.strictTuple([ConversationId, v.pipe(v.string(), v.maxLength(16 * 1024))]),
    value: nothing,
  },
  noteSize: {
    writes: true,
    args: v.strictTuple([ConversationId, v.pipe(count, v.minValue(1)), v.boolean()]),
    value: nothing,
  },
  markRead: {
    writes: true,
    args: v.strictTuple([ConversationId, sequence, v.nullable(time)]),
    value: StoredConversation,
  },
  organise: {
    writes: true,
    args: v.strictTuple([ConversationId, ConversationChange, time]),
    value: StoredConversation,
  },
  emptyConversation: {
    writes: true,
    args: v.strictTuple([ConversationId, v.pipe(v.number(), v.safeInteger()), pageSize]),
    value: v.object({ more: v.boolean() }),
  },
  removeConversation: {
    writes: true,
    args: v.strictTuple([ConversationId]),
    value: v.nullable(StoredConversation),
  },
  messages: {
    writes: false,
    args: v.strictTuple([ConversationId, v.nullable(v.pipe(v.number(), v.safeInteger())), pageSize]),
    value: v.object({ messages: v.array(Message), more: v.boolean() }),
  },
  messagesAfter: {
    writes: false,
    args: v.strictTuple([ConversationId, sequence, pageSize]),
    value: v.object({ messages: v.array(Message), more: v.boolean() }),
  },
  messagesAround: {
    writes: false,
    args: v.strictTuple([ConversationId, sequence, pageSize]),
    value: v.object({ messages: v.array(Message), moreBefore: v.boolean(), moreAfter: v.boolean() }),
  },
  sequenceAt: {
    writes: false,
    args: v.strictTuple([ConversationId, time]),
    value: v.nullable(sequence),
  },
  search: {
    writes: false,
    args: v.strictTuple([
      WantedMessages,
      v.nullable(sequence),
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestSearchPage)),
    ]),
    value: SearchPage,
  },
  countSearch: { writes: false, args: v.strictTuple([WantedMessages]), value: SearchCount },
  drafts: { writes: false, args: v.strictTuple([AccountId]), value: v.array(Draft) },
  saveDraft: {
    writes: true,
    args: v.strictTuple([ConversationId, v.nullable(NewDraft), time]),
    value: nothing,
  },
  message: { writes: false, args: v.strictTuple([MessageId]), value: v.nullable(Message) },
  insertOutgoing: { writes: true, args: v.strictTuple([OutgoingMessage]), value: Message },
  insertIncoming: {
    writes: true,
    args: v.strictTuple([IncomingMessage]),
    value: v.object({ message: Message, repeated: v.boolean() }),
  },
  awaitingDisplay: {
    writes: false,
    args: v.strictTuple([ConversationId, sequence]),
    value: v.array(v.object({ id: MessageId, sender: address, remoteId: name })),
  },
  setReceipt: {
    writes: true,
    args: v.strictTuple([MessageId, Receipt, v.optional(events, [])]),
    value: Message,
  },
  addEvents: {
    writes: true,
    args: v.strictTuple([v.pipe(v.array(v.object({ id: MessageId, events })), v.maxLength(largestPage))]),
    value: nothing,
  },
  messageEvents: {
    writes: false,
    args: v.strictTuple([MessageId]),
    value: v.array(v.object({ number: count, kind: v.string(), at: time, detail: v.string() })),
  },
  replyTarget: {
    writes: false,
    args: v.strictTuple([MessageId]),
    value: v.nullable(v.object({ text: v.string(), name: v.nullable(name) })),
  },
  namedMessage: {
    writes: false,
    args: v.strictTuple([ConversationId, name]),
    value: v.nullable(MessageId),
  },
  unsent: { writes: false, args: v.strictTuple([AccountId]), value: v.array(Message) },
  failed: { writes: false, args: v.strictTuple([AccountId]), value: v.array(Message) },
  lastUnsent: {
    writes: false,
    args: v.strictTuple([AccountId, ConversationId]),
    value: v.nullable(Message),
  },
  unsentStates: {
    writes: false,
    args: v.strictTuple([AccountId]),
    value: v.array(v.object({ id: MessageId, state: ReceiptState })),
  },
  replaceUnsent: {
    writes: true,
    args: v.strictTuple([AccountId, MessageId, v.object({ id: MessageId, text, at: time })]),
    value: v.variant('kind', [
      v.object({ kind: v.literal('replaced'), message: Message }),
      v.object({ kind: v.literal('too-late'), state: ReceiptState }),
      v.object({ kind: v.literal('unknown') }),
    ]),
  },
  deleteMessages: {
    writes: true,
    args: v.strictTuple([AccountId, v.pipe(v.array(MessageId), v.maxLength(largestPage)), time]),
    value: v.object({
      sending: v.array(MessageId),
      deleted: v.array(v.object({ id: MessageId, conversationId: ConversationId })),
    }),
  },
  retentionClock: {
    writes: false,
    args: v.strictTuple([]),
    value: v.object({
      trusted: v.nullable(time),
      doubtedSince: v.nullable(time),
      newestAt: v.nullable(time),
    }),
  },
  setRetentionClock: {
    writes: true,
    args: v.strictTuple([v.object({ trusted: v.nullable(time), doubtedSince: v.nullable(time) })]),
    value: nothing,
  },
  expireMessages: {
    writes: true,
    args: v.strictTuple([time, v.nullable(sequence), time]),
    value: v.object({
      deleted: v.array(v.object({ id: MessageId, conversationId: ConversationId })),
      next: v.nullable(sequence),
    }),
  },
  ...archiveRequests,
} as const;

export type Method = keyof typeof requests;
export type Args<M extends Method> = v.InferOutput<(typeof requests)[M]['args']>;
export type Value<M extends Method> = v.InferOutput<(typeof requests)[M]['value']>;

const Id = v.pipe(v.number(), v.safeInteger());

/** The least that a message to the host must have to be answered at all. */
export const RequestEnvelope = v.object({ id: Id, method: v.string(), args: v.unknown() });
export type RequestEnvelope = v.InferOutput<typeof RequestEnvelope>;

export const Answer = v.variant('ok', [
  v.object({ id: Id, ok: v.literal(true), value: v.unknown() }),
  v.object({
    id: Id,
    ok: v.literal(false),
    /** A StoreProblem, or `refused` for a StoreRefusal. */
    problem: v.picklist([
      'wrong-key',
      'newer',
      'damaged',
      'no-runtime',
      'no-access',
      'full',
      'crashed',
      'refused',
    ]),
    message: v.string(),
  }),
]);
export type Answer = v.InferOutput<typeof Answer>;

/** Reads a request's arguments. Throws StoreRefusal. */
export function parseArgs<M extends Method>(method: M, args: unknown): Args<M> {
  const parsed = v.safeParse(requests[method].args, args);
  if (parsed.success) return parsed.output;
  throw new StoreRefusal(`The arguments of ${method} are not valid (${describeIssues(parsed.issues)}).`);
}

/** Reads the value of an answer. Throws StoreError `damaged`: the process gives what the database holds. */
export function parseValue<M extends Method>(method: M, value: unknown): Value<M> {
  const parsed = v.safeParse(requests[method].value, value);
  if (parsed.success) return parsed.output;
  throw new StoreError(
    'damaged',
    `The message database holds something else than ${method} asks for (${describeIssues(parsed.issues)}). ` +
      'Restore it from a backup.',
  );
}

/** Says where a value broke its schema, without the value: it may be a message's text. */
function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => {
      const path = issue.path?.map((item) => String(item.key)).join('.') ?? '';
      return `${path === '' ? 'value' : path}: ${issue.type}`;
    })
    .join(', ');
}
