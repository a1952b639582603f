import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { fromStored } from '../../shared/model/proof.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import type { Store } from '../store/interface.ts';
import { CommandError } from './failure-error.ts';
import { checkText } from './message-text.ts';
import type { Outbox } from './outbox.ts';
import type { ProofBook } from './proof-book.ts';
import type { ReceiptBook } from './receipt-book.ts';
import type { UnsentTally } from './unsent-tally.ts';

/** The store takes no more at once. */
const deletedAtOnce = 1000;

export interface KeptMessagesOptions {
  readonly accountId: AccountId;
  readonly store: Store;
  readonly receipts: ReceiptBook;
  readonly proof: ProofBook;
  readonly outbox: Outbox;
  readonly tally: UnsentTally;
  readonly settings: SettingsReader;
  readonly clock: Clock;
  readonly raise: (event: AppEvent) => void;
  readonly summaryChanged: (id: ConversationId) => void;
}

/** What the user does with messages that are stored: try again, edit what has not gone out, delete. */
export class KeptMessages {
  readonly #options: KeptMessagesOptions;

  constructor(options: KeptMessagesOptions) {
    this.#options = options;
  }

  /** Everything that has not gone out, in the order of its conversations. */
  async unsent(): Promise<Message[]> {
    const { accountId, store } = this.#options;
    const [waiting, failed] = await Promise.all([store.unsent(accountId), store.failed(accountId)]);
    // The two answers are of two moments: what failed in between is told once.
    const all = new Map([...failed, ...waiting].map((message) => [message.id, message] as const));
    return [...all.values()].sort((a, b) =>
      a.conversationId === b.conversationId
        ? a.sequence - b.sequence
        : a.conversationId < b.conversationId
          ? -1
          : 1,
    );
  }

  /** What the user wrote last in a conversation and may still change. */
  lastUnsent(id: ConversationId): Promise<Message | null> {
    const { accountId, store } = this.#options;
    return store.lastUnsent(accountId, id);
  }

  async retry(id: MessageId): Promise<Message> {
    const { clock, outbox, receipts } = this.#options;
    await this.#own(id);
    const queued = await receipts.apply(id, { kind: 'retried' }, { kind: 'retried', at: clock.now() });
    if (queued === null) throw new CommandError({ code: 'unknown-message' });
    if (queued.receipt?.state === 'queued') {
      outbox.add(queued);
      outbox.asked(queued.conversationId);
    }
    return queued;
  }

  /** What may have arrived after all is left out: only the user can decide on each of those. */
  async retryAll(): Promise<void> {
    const { clock, outbox, receipts } = this.#options;
    const wanted = (await this.unsent()).filter(
      ({ receipt }) => receipt?.state === 'queued' || receipt?.failure?.code !== 'interrupted',
    );
    const asked = wanted.map(async ({ id }) =>
      receipts.apply(id, { kind: 'retried' }, { kind: 'retried', at: clock.now() }),
    );
    for (const message of await Promise.all(asked)) {
      if (message?.receipt?.state === 'queued') outbox.add(message);
    }
    outbox.asked(null);
  }

  async replace(id: MessageId, newId: MessageId, text: string): Promise<Message> {
    const { accountId, clock, outbox, proof, raise, store, summaryChanged, tally } = this.#options;
    checkText(text);
    this.#refuseUnderHold();
    const replaced = await store.replaceUnsent(accountId, id, { id: newId, text, at: clock.now() });
    if (replaced.kind === 'unknown') throw new CommandError({ code: 'unknown-message' });
    if (replaced.kind === 'too-late') {
      throw new CommandError({ code: replaced.state === 'sending' ? 'being-sent' : 'already-sent' });
    }
    const { message } = replaced;
    proof.note(message.id, { kind: 'edited', at: message.at, of: id });
    outbox.forget(message.conversationId, [id]);
    tally.forget([id]);
    tally.note(message);
    raise({ kind: 'messages-deleted', conversationId: message.conversationId, ids: [id] });
    raise({ kind: 'message', message });
    summaryChanged(message.conversationId);
    if (message.receipt?.state === 'queued') outbox.add(message);
    return message;
  }

  /** Of one conversation. */
  async deleteUnsent(id: ConversationId): Promise<void> {
    const ids = (await this.unsent()).filter((each) => each.conversationId === id).map((each) => each.id);
    for (let at = 0; at < ids.length; at += deletedAtOnce)
      await this.delete(ids.slice(at, at + deletedAtOnce));
  }

  async delete(ids: readonly MessageId[]): Promise<void> {
    const { accountId, clock, store } = this.#options;
    this.#refuseUnderHold();
    const { sending, deleted } = await store.deleteMessages(accountId, ids, clock.now());
    if (sending.length > 0) throw new CommandError({ code: 'being-sent' });
    this.deleted(deleted);
  }

  /** Messages are gone from the store. */
  deleted(deleted: readonly { readonly id: MessageId; readonly conversationId: ConversationId }[]): void {
    const { outbox, raise, summaryChanged, tally } = this.#options;
    for (const conversationId of new Set(deleted.map((each) => each.conversationId))) {
      const gone = deleted.filter((each) => each.conversationId === conversationId).map(({ id }) => id);
      outbox.forget(conversationId, gone);
      tally.forget(gone);
      raise({ kind: 'messages-deleted', conversationId, ids: gone });
      summaryChanged(conversationId);
    }
  }

  /** What is known of a message's way. */
  async proof(id: MessageId): Promise<CommandOutput<'messageProof'>> {
    const { accountId, proof, store } = this.#options;
    const message = await store.message(id);
    const conversation = message === null ? null : await store.conversation(message.conversationId);
    if (message === null || conversation?.accountId !== accountId)
      throw new CommandError({ code: 'unknown-message' });
    await proof.flush();
    const stored = await store.messageEvents(id);
    const target = message.direction === 'incoming' ? await store.replyTarget(id) : null;
    return {
      message,
      peer: conversation.peer,
      remoteId: target?.name ?? null,
      // They are noted together with other things, which may take a moment.
      events: stored
        .map(fromStored)
        .filter((event) => event !== null)
        .sort((a, b) => a.at - b.at),
      leftOut: stored.some(
        ({ number }, index) => index > 0 && number !== (stored[index - 1]?.number ?? 0) + 1,
      ),
    };
  }

  async #own(id: MessageId): Promise<void> {
    const { accountId, store } = this.#options;
    const message = await store.message(id);
    if (message === null || message.receipt === null) throw new CommandError({ code: 'unknown-message' });
    const conversation = await store.conversation(message.conversationId);
    if (conversation?.accountId !== accountId) throw new CommandError({ code: 'unknown-message' });
  }

  #refuseUnderHold(): void {
    if (this.#options.settings.get('messages.legalHold')) throw new CommandError({ code: 'legal-hold' });
  }
}
