import type { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationChange } from '../../shared/model/conversation.ts';
import type { NewDraft } from '../../shared/model/draft.ts';
import type { EventSource } from '../../shared/model/event.ts';
import type { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import { newMessageId } from '../../shared/model/new-message-id.ts';
import type { StoredProofEvent } from '../../shared/model/proof.ts';
import type { Receipt } from '../../shared/model/receipt.ts';
import type { Log } from '../log/log.ts';
import type { ArchivedConversation, ArchivedMessage } from './archived.ts';
import type { IncomingMessage, Store, StoredAccount, StoreError, WantedMessages } from './interface.ts';
import { hexKey } from './key.ts';
import { StoreLink } from './link.ts';
import type { StoreProcess } from './process.ts';
import { parseArgs, parseValue, type Args, type Method, type Value } from './protocol.ts';

export interface StoreClientOptions {
  /** The database's file; its folder must be there. */
  readonly path: string;
  /** `databaseKeyLength` bytes. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The store for the main process. Arguments and answers are checked against the same schemas as in the store's process.
 * When that process dies, another is started and asked again, and the caller sees no more than a delay; `crashed` says
 * when that was given up, and why.
 */
export class StoreClient implements Store {
  readonly #link: StoreLink;
  readonly #clock: Clock;

  private constructor(link: StoreLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /**
   * Starts the process with `start` (again after each crash) and opens or creates the database.
   * Rejects with StoreError: no-runtime, wrong-key, newer, damaged, no-access, full, crashed.
   */
  static async open(
    start: () => StoreProcess,
    { path, key, clock, log }: StoreClientOptions,
  ): Promise<StoreClient> {
    const openArgs = parseArgs('open', [{ path, key: hexKey(key) }]);
    const link = new StoreLink({ start, openArgs, clock, log });
    await link.open();
    return new StoreClient(link, clock);
  }

  /** Raised once, when the process cannot be kept running; every request is rejected from then on. */
  get crashed(): EventSource<StoreError> {
    return this.#link.crashed;
  }

  /** A request met a damaged place. The store stays open. */
  get damaged(): EventSource<StoreError> {
    return this.#link.damaged;
  }

  accounts(): Promise<Value<'accounts'>> {
    return this.#ask('accounts', []);
  }

  async saveAccount(account: StoredAccount): Promise<void> {
    await this.#ask('saveAccount', [account]);
  }

  lastOpen(accountId: AccountId): Promise<Value<'lastOpen'>> {
    return this.#ask('lastOpen', [accountId]);
  }

  async setLastOpen(accountId: AccountId, id: ConversationId | null): Promise<void> {
    await this.#ask('setLastOpen', [accountId, id]);
  }

  conversations(accountId: AccountId): Promise<Value<'conversations'>> {
    return this.#ask('conversations', [accountId]);
  }

  conversation(id: ConversationId): Promise<Value<'conversation'>> {
    return this.#ask('conversation', [id]);
  }

  ensureConversation(
    accountId: AccountId,
    peer: SipAddress,
    at: number,
  ): Promise<Value<'ensureConversation'>> {
    return this.#ask('ensureConversation', [accountId, peer, at]);
  }

  async setDisplayName(id: ConversationId, displayName: string): Promise<void> {
    await this.#ask('setDisplayName', [id, displayName]);
  }

  async setPeerCapabilities(id: ConversationId, capabilities: string): Promise<void> {
    await this.#ask('setPeerCapabilities', [id, capabilities]);
  }

  async noteSize(id: ConversationId, bytes: number, taken: boolean): Promise<void> {
    await this.#ask('noteSize', [id, bytes, taken]);
  }

  markRead(id: ConversationId, upTo: number, at?: number): Promise<Value<'markRead'>> {
    return this.#ask('markRead', [id, upTo, at ?? null]);
  }

  organise(id: ConversationId, change: ConversationChange, at: number): Promise<Value<'organise'>> {
    return this.#ask('organise', [id, change, at]);
  }

  emptyConversation(id: ConversationId, upTo: number, limit: number): Promise<Value<'emptyConversation'>> {
    return this.#ask('emptyConversation', [id, upTo, limit]);
  }

  removeConversation(id: ConversationId): Promise<Value<'removeConversation'>> {
    return this.#ask('removeConversation', [id]);
  }

  messages(id: ConversationId, before: number | null, limit: number): Promise<Value<'messages'>> {
    return this.#ask('messages', [id, before, limit]);
  }

  messagesAfter(id: ConversationId, after: number, limit: number): Promise<Value<'messagesAfter'>> {
    return this.#ask('messagesAfter', [id, after, limit]);
  }

  messagesAround(id: ConversationId, sequence: number, limit: number): Promise<Value<'messagesAround'>> {
    return this.#ask('messagesAround', [id, sequence, limit]);
  }

  sequenceAt(id: ConversationId, at: number): Promise<Value<'sequenceAt'>> {
    return this.#ask('sequenceAt', [id, at]);
  }

  search(wanted: WantedMessages, before: number | null, limit: number): Promise<Value<'search'>> {
    return this.#ask('search', [wanted, before, limit]);
  }

  countSearch(wanted: WantedMessages): Promise<Value<'countSearch'>> {
    return this.#ask('countSearch', [wanted]);
  }

  drafts(accountId: AccountId): Promise<Value<'drafts'>> {
    return this.#ask('drafts', [accountId]);
  }

  async saveDraft(id: ConversationId, draft: NewDraft | null, at: number): Promise<void> {
    await this.#ask('saveDraft', [id, draft, at]);
  }

  message(id: MessageId): Promise<Value<'message'>> {
    return this.#ask('message', [id]);
  }

  insertOutgoing(message: Parameters<Store['insertOutgoing']>[0]): Promise<Value<'insertOutgoing'>> {
    return this.#ask('insertOutgoing', [{ ...message, replyTo: message.replyTo ?? null }]);
  }

  insertIncoming(message: IncomingMessage): Promise<Value<'insertIncoming'>> {
    const { mentioned = false, sentAt = null, replyTo = null } = message;
    const id = newMessageId(this.#clock.now());
    return this.#ask('insertIncoming', [{ ...message, id, mentioned, sentAt, replyTo }]);
  }

  awaitingDisplay(id: ConversationId, upTo: number): Promise<Value<'awaitingDisplay'>> {
    return this.#ask('awaitingDisplay', [id, upTo]);
  }

  setReceipt(
    id: MessageId,
    receipt: Receipt,
    events: readonly StoredProofEvent[] = [],
  ): Promise<Value<'setReceipt'>> {
    return this.#ask('setReceipt', [id, receipt, [...events]]);
  }

  async addEvents(
    all: readonly { readonly id: MessageId; readonly events: readonly StoredProofEvent[] }[],
  ): Promise<void> {
    await this.#ask('addEvents', [all.map(({ id, events }) => ({ id, events: [...events] }))]);
  }

  messageEvents(id: MessageId): Promise<Value<'messageEvents'>> {
    return this.#ask('messageEvents', [id]);
  }

  replyTarget(id: MessageId): Promise<Value<'replyTarget'>> {
    return this.#ask('replyTarget', [id]);
  }

  namedMessage(id: ConversationId, name: string): Promise<Value<'namedMessage'>> {
    return this.#ask('namedMessage', [id, name]);
  }

  unsent(accountId: AccountId): Promise<Value<'unsent'>> {
    return this.#ask('unsent', [accountId]);
  }

  failed(accountId: AccountId): Promise<Value<'failed'>> {
    return this.#ask('failed', [accountId]);
  }

  lastUnsent(accountId: AccountId, id: ConversationId): Promise<Value<'lastUnsent'>> {
    return this.#ask('lastUnsent', [accountId, id]);
  }

  unsentStates(accountId: AccountId): Promise<Value<'unsentStates'>> {
    return this.#ask('unsentStates', [accountId]);
  }

  replaceUnsent(
    accountId: AccountId,
    id: MessageId,
    by: Args<'replaceUnsent'>[2],
  ): Promise<Value<'replaceUnsent'>> {
    return this.#ask('replaceUnsent', [accountId, id, by]);
  }

  deleteMessages(
    accountId: AccountId,
    ids: readonly MessageId[],
    at: number,
  ): Promise<Value<'deleteMessages'>> {
    return this.#ask('deleteMessages', [accountId, [...ids], at]);
  }

  retentionClock(): Promise<Value<'retentionClock'>> {
    return this.#ask('retentionClock', []);
  }

  async setRetentionClock(clock: Args<'setRetentionClock'>[0]): Promise<void> {
    await this.#ask('setRetentionClock', [clock]);
  }

  expireMessages(before: number, after: number | null, at: number): Promise<Value<'expireMessages'>> {
    return this.#ask('expireMessages', [before, after, at]);
  }

  archivedConversations(accountId: AccountId): Promise<Value<'archivedConversations'>> {
    return this.#ask('archivedConversations', [accountId]);
  }

  archivedMessages(
    id: ConversationId,
    after: number | null,
    upTo: number,
    limit: number,
  ): Promise<Value<'archivedMessages'>> {
    return this.#ask('archivedMessages', [id, after, upTo, limit]);
  }

  archiveClashes(
    messages: readonly { readonly id: MessageId; readonly sequence: number }[],
  ): Promise<Value<'archiveClashes'>> {
    return this.#ask('archiveClashes', [[...messages]]);
  }

  async importSource(source: string, newestAt: number): Promise<void> {
    await this.#ask('importSource', [source, newestAt]);
  }

  importConversation(
    accountId: AccountId,
    conversation: ArchivedConversation,
  ): Promise<Value<'importConversation'>> {
    return this.#ask('importConversation', [accountId, conversation]);
  }

  importMessages(
    id: ConversationId,
    source: string | null,
    messages: readonly ArchivedMessage[],
  ): Promise<Value<'importMessages'>> {
    return this.#ask('importMessages', [id, source, [...messages]]);
  }

  async close(): Promise<void> {
    await this.#link.close();
  }

  async #ask<M extends Method>(method: M, args: Args<M>): Promise<Value<M>> {
    const checked = parseArgs(method, args);
    return parseValue(method, await this.#link.request(method, checked));
  }
}
