import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationChange, ConversationSummary } from '../../shared/model/conversation.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import type { Store, StoredConversation } from '../store/interface.ts';
import { CommandError } from './failure-error.ts';

/** Messages deleted in one transaction: a longer one would keep others waiting for the store. */
const deletedAtOnce = 500;

export interface ConversationBookOptions {
  readonly store: Store;
  readonly accountId: AccountId;
  readonly settings: SettingsReader;
  readonly clock: Clock;
  readonly changed: (summary: ConversationSummary) => void;
  readonly deleted: (id: ConversationId) => void;
  /** Deletes what has not gone out in that conversation, so that it never does. Rejects while something is being sent. */
  readonly deleteUnsent: (id: ConversationId) => Promise<void>;
  /** Ends the calls with the peer of that conversation. */
  readonly part: (id: ConversationId) => void;
}

/** How the user keeps the conversations of one account: what is pinned, muted, archived, blocked, deleted. */
export class ConversationBook {
  readonly #options: ConversationBookOptions;
  /** Addresses by `addressKey`: what they send is answered before the store could be asked. */
  readonly #blocked = new Set<string>();
  #reading: Promise<readonly StoredConversation[]> | null = null;

  constructor(options: ConversationBookOptions) {
    this.#options = options;
  }

  /** All as they are stored. Who asks while they are read shares the reading, unless something has changed since. */
  stored(): Promise<readonly StoredConversation[]> {
    if (this.#reading !== null) return this.#reading;
    const { store, accountId } = this.#options;
    const reading = store.conversations(accountId).finally(() => {
      if (this.#reading === reading) this.#reading = null;
    });
    this.#reading = reading;
    return reading;
  }

  /** Something has changed: what is being read may be without it. */
  readAnew(): void {
    this.#reading = null;
  }

  /** What is stored, at the start: who is blocked is known from then on. */
  take(conversations: readonly StoredConversation[]): void {
    for (const conversation of conversations) this.#noteBlock(conversation);
  }

  isBlocked(peer: SipAddress): boolean {
    return this.#blocked.has(addressKey(peer));
  }

  async organise(id: ConversationId, change: ConversationChange): Promise<ConversationSummary> {
    const { store, clock, changed, part } = this.#options;
    await this.#require(id);
    const conversation = await store.organise(id, change, clock.now());
    this.#noteBlock(conversation);
    if (change.blocked === true) part(id);
    const summary = summaryOf(conversation);
    changed(summary);
    return summary;
  }

  /** Deletes what is there now; a message that comes meanwhile stays, and the conversation with it. */
  async delete(id: ConversationId): Promise<void> {
    const { store, settings, changed, deleted, deleteUnsent, part } = this.#options;
    if (settings.get('messages.legalHold')) throw new CommandError({ code: 'legal-hold' });
    const { lastMessage } = await this.#require(id);
    await deleteUnsent(id);
    part(id);
    if (lastMessage !== null) {
      let more = true;
      while (more) ({ more } = await store.emptyConversation(id, lastMessage.sequence, deletedAtOnce));
    }
    const left = await store.removeConversation(id);
    if (left === null) deleted(id);
    else changed(summaryOf(left));
  }

  #noteBlock({ peer, blocked }: StoredConversation): void {
    if (blocked) this.#blocked.add(addressKey(peer));
    else this.#blocked.delete(addressKey(peer));
  }

  async #require(id: ConversationId): Promise<StoredConversation> {
    const conversation = await this.#options.store.conversation(id);
    if (conversation?.accountId !== this.#options.accountId) {
      throw new CommandError({ code: 'unknown-conversation' });
    }
    return conversation;
  }
}

/** What the window sees of a conversation. */
export function summaryOf(stored: StoredConversation): ConversationSummary {
  const { id, peer, displayName, lastMessage, unread, mentions, failed, readUpTo, markedUnread } = stored;
  const { pinned, muted, archived, blocked, refusedSize, createdAt } = stored;
  return {
    id,
    peer,
    displayName,
    lastMessage,
    unread,
    mentions,
    failed,
    readUpTo,
    markedUnread,
    pinned,
    muted,
    archived,
    blocked,
    refusedSize,
    createdAt,
  };
}
