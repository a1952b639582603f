import type { Account } from '../../shared/model/account.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { ConversationChange, ConversationSummary } from '../../shared/model/conversation.ts';
import type { Draft, NewDraft } from '../../shared/model/draft.ts';
import type { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { StoredProofEvent } from '../../shared/model/proof.ts';
import type { Receipt, ReceiptState } from '../../shared/model/receipt.ts';
import type { SearchCount, SearchPage } from '../../shared/model/search-hit.ts';
import type { SearchQuery } from '../../shared/model/search-query.ts';
import type { ArchiveStore } from './archived.ts';

export type { ArchiveStore } from './archived.ts';

/** An account with its password, wrapped by the system's secret store (base64), null when none is kept. */
export interface StoredAccount extends Account {
  readonly wrappedPassword: string | null;
  /** The account that the user is signed in to; at most one. */
  readonly active: boolean;
  /** urn:uuid of this installation for +sip.instance (RFC 5626). */
  readonly instanceId: string;
}

/** A conversation with what is known of its peer. */
export interface StoredConversation extends ConversationSummary {
  readonly accountId: AccountId;
  /** JSON of what was learnt of the peer, as the application wrote it; null before that. */
  readonly peerCapabilities: string | null;
}

export interface IncomingMessage {
  readonly conversationId: ConversationId;
  readonly sender: { readonly address: SipAddress; readonly displayName: string | null };
  readonly text: string;
  readonly at: number;
  /** The sender's id of the message where it gives one; a second message with the same id from the same sender is a repeat. */
  readonly remoteId: string | null;
  /** The sender wants to know when it was shown (RFC 5438, display notification). */
  readonly displayRequested: boolean;
  /** It names the user. */
  readonly mentioned?: boolean;
  /** As in Message; null when left out. */
  readonly sentAt?: number | null;
  /** As in Message; null when left out. */
  readonly replyTo?: MessageId | null;
}

/** What a search is for: the words of the query, and its dates as times (milliseconds since 1970). */
export interface WantedMessages extends Omit<SearchQuery, 'before' | 'after'> {
  /** In this conversation alone. */
  readonly conversationId?: ConversationId | null | undefined;
  readonly accountId: AccountId;
  /** Not before; null: from the beginning. */
  readonly since: number | null;
  /** Before; null: to the end. */
  readonly until: number | null;
}

/**
 * The durable store. Every promise resolves after the commit (WAL, synchronous FULL).
 * All methods reject with StoreError; a call that breaks the contract (an id that is not there, an argument out of
 * bounds, a closed store) is a mistake of the caller and rejects with StoreRefusal.
 */
export interface Store extends ArchiveStore {
  accounts(): Promise<readonly StoredAccount[]>;
  /** Inserts, or replaces the account with the same id. Making one active makes the others inactive. */
  saveAccount(account: StoredAccount): Promise<void>;

  /** The conversation that the user had open last; null when none was, or when it is not there any more. */
  lastOpen(accountId: AccountId): Promise<ConversationId | null>;
  setLastOpen(accountId: AccountId, id: ConversationId | null): Promise<void>;

  conversations(accountId: AccountId): Promise<readonly StoredConversation[]>;
  conversation(id: ConversationId): Promise<StoredConversation | null>;
  /** Finds the conversation of that account with that peer (without regard to case) or makes it. */
  ensureConversation(accountId: AccountId, peer: SipAddress, at: number): Promise<StoredConversation>;
  setDisplayName(id: ConversationId, displayName: string): Promise<void>;
  setPeerCapabilities(id: ConversationId, capabilities: string): Promise<void>;
  /** The other side took a text of that size, in bytes, or refused it as too large: `refusedSize` follows from it. */
  noteSize(id: ConversationId, bytes: number, taken: boolean): Promise<void>;
  /**
   * Never moves backwards. What was marked as unread is so no more. `at`: when it was; then it is noted of the newest 500
   * messages that are read by it.
   */
  markRead(id: ConversationId, upTo: number, at?: number): Promise<StoredConversation>;
  organise(id: ConversationId, change: ConversationChange, at: number): Promise<StoredConversation>;
  /** Deletes at most `limit` messages up to that one, the oldest first. */
  emptyConversation(id: ConversationId, upTo: number, limit: number): Promise<{ readonly more: boolean }>;
  /**
   * Removes the draft and, when it has no messages any more, the conversation. Resolves with what is left of it: one that
   * is blocked stays, so that the block does, and one into which a message has come.
   */
  removeConversation(id: ConversationId): Promise<StoredConversation | null>;

  /** A page of at most `limit` messages with sequence < before (null: the newest), oldest first. */
  messages(
    id: ConversationId,
    before: number | null,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }>;
  /** A page of at most `limit` messages with sequence > after, oldest first. */
  messagesAfter(
    id: ConversationId,
    after: number,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }>;
  /** At most `limit` messages around that sequence, oldest first: about half of them up to it, the others after it. */
  messagesAround(
    id: ConversationId,
    sequence: number,
    limit: number,
  ): Promise<{
    readonly messages: readonly Message[];
    readonly moreBefore: boolean;
    readonly moreAfter: boolean;
  }>;
  /** The sequence of the first message stored at that time or later; null when there is none. */
  sequenceAt(id: ConversationId, at: number): Promise<number | null>;
  /**
   * Messages in which all terms are found, newest first: in any place of a word from three letters on, at the beginning
   * of words for one and two; in Chinese, Japanese, Korean and the like always in any place. `before` is the `next` of
   * the page before, null for the newest.
   */
  search(wanted: WantedMessages, before: number | null, limit: number): Promise<SearchPage>;
  /** Counts to 1000 at most. */
  countSearch(wanted: WantedMessages): Promise<SearchCount>;
  /** What is being written in the account's conversations, the latest first. */
  drafts(accountId: AccountId): Promise<readonly Draft[]>;
  /** Null: nothing is being written there any more. */
  saveDraft(id: ConversationId, draft: NewDraft | null, at: number): Promise<void>;
  message(id: MessageId): Promise<Message | null>;
  /**
   * Stores what the user sent, with its receipt `queued`, in one transaction; the receipt row is the outbox's job.
   * The same id again returns the message that is already there. `fromDraft` removes the conversation's draft with it.
   */
  insertOutgoing(message: {
    readonly id: MessageId;
    readonly conversationId: ConversationId;
    readonly sender: { readonly address: SipAddress; readonly displayName: string | null };
    readonly text: string;
    readonly at: number;
    readonly replyTo?: MessageId | null;
    readonly fromDraft?: boolean | undefined;
  }): Promise<Message>;
  /**
   * `repeated`: the message was already stored, and is returned as it is; or it was deleted since, and is returned as it
   * was given, with the sequence 0.
   */
  insertIncoming(
    message: IncomingMessage,
  ): Promise<{ readonly message: Message; readonly repeated: boolean }>;
  /** Messages up to that one that are not read yet and whose sender wants to know when they are, oldest first. */
  awaitingDisplay(
    id: ConversationId,
    upTo: number,
  ): Promise<readonly { readonly id: MessageId; readonly sender: SipAddress; readonly remoteId: string }[]>;
  /** Text and name of a message that is answered. The name is the one that both sides know; null where there is none. */
  replyTarget(id: MessageId): Promise<{ readonly text: string; readonly name: string | null } | null>;
  /** The message of that name (`replyTarget`) in a conversation; null when it is not there. */
  namedMessage(id: ConversationId, name: string): Promise<MessageId | null>;
  /** Along with it, what happened to the message (`addEvents`). */
  setReceipt(id: MessageId, receipt: Receipt, events?: readonly StoredProofEvent[]): Promise<Message>;
  /**
   * Adds to what is known of messages' ways, 1000 messages and 100 events each at most. What is there is not added again,
   * messages that are not there are passed over. Of each the first 20 events are kept, and the latest 100.
   */
  addEvents(
    events: readonly { readonly id: MessageId; readonly events: readonly StoredProofEvent[] }[],
  ): Promise<void>;
  /** In the order in which they were added; where numbers are missing events were not kept. */
  messageEvents(id: MessageId): Promise<readonly (StoredProofEvent & { readonly number: number })[]>;
  /** Messages of the account that are queued or sending, by conversation and sequence. */
  unsent(accountId: AccountId): Promise<readonly Message[]>;
  /** Messages of the account that failed, oldest first: the newest 1000 of them. */
  failed(accountId: AccountId): Promise<readonly Message[]>;
  /** The newest message of a conversation of the account that is queued or failed; null when there is none. */
  lastUnsent(accountId: AccountId, id: ConversationId): Promise<Message | null>;
  /** Every message of the account that is queued, sending or failed. */
  unsentStates(
    accountId: AccountId,
  ): Promise<readonly { readonly id: MessageId; readonly state: ReceiptState }[]>;
  /**
   * In one transaction a message that is queued or failed goes, and one with another id and text is stored at the end of
   * its conversation, queued. `too-late`: it is being sent or has been, and nothing has changed.
   */
  replaceUnsent(
    accountId: AccountId,
    id: MessageId,
    by: { readonly id: MessageId; readonly text: string; readonly at: number },
  ): Promise<
    | { readonly kind: 'replaced'; readonly message: Message }
    | { readonly kind: 'too-late'; readonly state: ReceiptState }
    | { readonly kind: 'unknown' }
  >;
  /**
   * Deletes at most 1000 messages of the account with all that is known of them, and says which went; what is not there
   * is passed over. While some of them are being sent nothing is deleted, and `sending` names them. A peer's message
   * that comes again later is not stored again.
   */
  deleteMessages(
    accountId: AccountId,
    ids: readonly MessageId[],
    at: number,
  ): Promise<{
    readonly sending: readonly MessageId[];
    readonly deleted: readonly { readonly id: MessageId; readonly conversationId: ConversationId }[];
  }>;

  /** What is known of the time by which messages expire, and the time of the newest message. */
  retentionClock(): Promise<{
    readonly trusted: number | null;
    readonly doubtedSince: number | null;
    readonly newestAt: number | null;
  }>;
  setRetentionClock(clock: {
    readonly trusted: number | null;
    readonly doubtedSince: number | null;
  }): Promise<void>;
  /**
   * Deletes messages of all accounts that were stored before a time, some 200 with each request; those that are not
   * sent stay. `next` is the `after` of the request to follow, null at the end.
   */
  expireMessages(
    before: number,
    after: number | null,
    at: number,
  ): Promise<{
    readonly deleted: readonly { readonly id: MessageId; readonly conversationId: ConversationId }[];
    readonly next: number | null;
  }>;

  /** Checkpoints and closes. */
  close(): Promise<void>;
}

export type StoreProblem =
  'wrong-key' | 'newer' | 'damaged' | 'no-runtime' | 'no-access' | 'full' | 'crashed';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The store did not take a call that breaks its contract. Nothing was changed. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
}
