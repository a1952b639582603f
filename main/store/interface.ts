import type { Account } from '../../shared/model/account.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Receipt } from '../../shared/model/receipt.ts';

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
}

/**
 * The durable store. Every promise resolves after the commit (WAL, synchronous FULL).
 * All methods reject with StoreError; a call that breaks the contract (an id that is not there, an argument out of
 * bounds, a closed store) is a mistake of the caller and rejects with StoreRefusal.
 */
export interface Store {
  accounts(): Promise<readonly StoredAccount[]>;
  /** Inserts, or replaces the account with the same id. Making one active makes the others inactive. */
  saveAccount(account: StoredAccount): Promise<void>;

  conversations(accountId: AccountId): Promise<readonly StoredConversation[]>;
  conversation(id: ConversationId): Promise<StoredConversation | null>;
  /** Finds the conversation of that account with that peer (without regard to case) or makes it. */
  ensureConversation(accountId: AccountId, peer: SipAddress, at: number): Promise<StoredConversation>;
  setDisplayName(id: ConversationId, displayName: string): Promise<void>;
  setPeerCapabilities(id: ConversationId, capabilities: string): Promise<void>;
  /** Never moves backwards. */
  markRead(id: ConversationId, upTo: number): Promise<StoredConversation>;

  /** A page of at most `limit` messages with sequence < before (null: the newest), oldest first. */
  messages(
    id: ConversationId,
    before: number | null,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }>;
  message(id: MessageId): Promise<Message | null>;
  /**
   * Stores what the user sent, with its receipt `queued`, in one transaction; the receipt row is the outbox's job.
   * The same id again returns the message that is already there.
   */
  insertOutgoing(message: {
    readonly id: MessageId;
    readonly conversationId: ConversationId;
    readonly sender: { readonly address: SipAddress; readonly displayName: string | null };
    readonly text: string;
    readonly at: number;
  }): Promise<Message>;
  /** `repeated`: the message was already stored, and is returned as it is. */
  insertIncoming(
    message: IncomingMessage,
  ): Promise<{ readonly message: Message; readonly repeated: boolean }>;
  /** Messages up to that one that are not read yet and whose sender wants to know when they are, oldest first. */
  awaitingDisplay(
    id: ConversationId,
    upTo: number,
  ): Promise<readonly { readonly sender: SipAddress; readonly remoteId: string }[]>;
  setReceipt(id: MessageId, receipt: Receipt): Promise<Message>;
  /** Messages of the account that are queued or sending, by conversation and sequence. */
  unsent(accountId: AccountId): Promise<readonly Message[]>;

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
