import type { AppEvent, Snapshot } from '../../shared/contract/events.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { addressKey } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConnectionState } from '../../shared/model/connection.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ReceiptEvent } from '../../shared/model/receipt.ts';
import type { UnsentCount } from '../../shared/model/unsent.ts';
import { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import type { PeerCapabilities } from '../flow/peer-capabilities.ts';
import type { Log } from '../log/log.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import type { SipConnection } from '../sip/interface.ts';
import type { Store, StoredAccount, StoredConversation } from '../store/interface.ts';
import { Arrivals } from './arrivals.ts';
import { ConversationBook, summaryOf } from './conversation-book.ts';
import { Deliveries } from './deliveries.ts';
import { DispositionReports } from './disposition-reports.ts';
import { DraftBook } from './draft-book.ts';
import { CommandError } from './failure-error.ts';
import { KeptMessages } from './kept-messages.ts';
import { pageOf } from './message-page.ts';
import { checkText } from './message-text.ts';
import { Outbox } from './outbox.ts';
import { storedCapabilities } from './peer-link.ts';
import { PeerLinks } from './peer-links.ts';
import { ProofBook } from './proof-book.ts';
import { ReceiptBook } from './receipt-book.ts';
import { Replies } from './replies.ts';
import { UnsentTally } from './unsent-tally.ts';

export interface AccountSessionOptions {
  readonly account: StoredAccount;
  readonly connection: SipConnection;
  readonly store: Store;
  readonly settings: SettingsReader;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives [0, 1). */
  readonly random?: () => number;
}

export interface SendOptions {
  readonly replyTo?: MessageId | null;
  /** It was the conversation's draft. */
  readonly fromDraft?: boolean;
  /** When the key was pressed, milliseconds since 1970. */
  readonly pressedAt?: number | undefined;
}

/** In milliseconds. */
const hour = 3_600_000;

/** What goes on while one account is signed in: its conversations, its outbox, the links to its peers. */
export class AccountSession {
  readonly account: StoredAccount;
  readonly book: ConversationBook;
  /** What is being written. */
  readonly drafts: DraftBook;
  /** What the user does with messages that are stored. */
  readonly kept: KeptMessages;
  readonly #events = new TypedEvent<AppEvent>();
  readonly #arrivals = new TypedEvent<Message>();
  readonly #options: AccountSessionOptions;
  readonly #endpoint: InstantMessagingEndpoint;
  readonly #receipts: ReceiptBook;
  readonly #proof: ProofBook;
  readonly #reports: DispositionReports;
  readonly #outbox: Outbox;
  readonly #replies: Replies;
  readonly #tally: UnsentTally;
  readonly #links: PeerLinks;
  readonly #opening = new Map<string, Promise<StoredConversation>>();
  readonly #subscriptions: Unsubscribe[] = [];

  constructor(options: AccountSessionOptions) {
    this.#options = options;
    this.account = options.account;
    const { connection, clock, log, store } = options;
    this.book = new ConversationBook({
      store,
      accountId: this.account.id,
      settings: options.settings,
      clock,
      changed: (conversation) => {
        this.#raise({ kind: 'conversation', conversation });
      },
      deleted: (conversationId) => {
        this.#raise({ kind: 'conversation-deleted', conversationId });
      },
      deleteUnsent: async (id) => this.kept.deleteUnsent(id),
      part: (id) => {
        this.#links.part(id);
      },
    });
    this.drafts = new DraftBook(store, this.account.id, clock);
    this.#endpoint = new InstantMessagingEndpoint({
      signaling: connection.signaling,
      clock,
      log,
      defaultDialect: options.account.imDialogs ? 'session' : 'pager',
      declines: (peer) => this.book.isBlocked(peer),
    });
    this.#tally = new UnsentTally((unsent) => {
      this.#raise({ kind: 'unsent', unsent });
    });
    this.#proof = new ProofBook(store, clock, log);
    this.#replies = new Replies(store);
    const deliveries = new Deliveries({
      store,
      replies: this.#replies,
      log,
      conversation: async (id) => this.#require(id),
      link: (conversation) => this.#links.of(conversation),
    });
    this.#receipts = new ReceiptBook({
      store,
      proof: this.#proof,
      clock,
      failing: async (message, failure) => deliveries.failed(message, failure),
      changed: (message) => {
        this.#tally.note(message);
        this.#raise({ kind: 'message', message });
        void this.#raiseSummary(message.conversationId);
      },
    });
    this.#reports = new DispositionReports({
      endpoint: this.#endpoint,
      store,
      receipts: this.#receipts,
      proof: this.#proof,
      clock,
      log,
    });
    const arrivals = new Arrivals({
      account: this.account,
      store,
      replies: this.#replies,
      receipts: this.#receipts,
      proof: this.#proof,
      clock,
      log,
      stored: (message) => {
        this.#raise({ kind: 'message', message });
      },
      told: async (message) => {
        this.#outbox.peerSeen(message.conversationId);
        await this.#raiseSummary(message.conversationId);
        this.#arrivals.raise(message);
      },
    });
    this.#links = new PeerLinks({
      endpoint: this.#endpoint,
      clock,
      log,
      receive: async (conversation, event, dialect) => arrivals.take(conversation.id, event, dialect),
      reported: (id, failure) => {
        const event: ReceiptEvent = failure === null ? { kind: 'delivered' } : { kind: 'failed', failure };
        const proof = {
          kind: 'report',
          at: clock.now(),
          via: 'notification',
          disposition: failure === null ? 'delivered' : 'failed',
          status: failure?.status ?? null,
        } as const;
        this.#receipts.apply(id, event, proof).catch((error: unknown) => {
          log.warn({ error }, 'A report of delivery could not be stored');
        });
      },
      composingChanged: (conversationId, composing) => {
        this.#raise({ kind: 'composing', conversationId, composing });
      },
    });
    this.#outbox = new Outbox({
      receipts: this.#receipts,
      clock,
      log,
      random: options.random ?? Math.random,
      retryWindow: () => options.settings.get('messages.retryHours') * hour,
      deliver: async (message) => deliveries.attempt(message),
    });
    this.kept = new KeptMessages({
      accountId: options.account.id,
      store,
      receipts: this.#receipts,
      proof: this.#proof,
      outbox: this.#outbox,
      tally: this.#tally,
      settings: options.settings,
      clock,
      raise: (event) => {
        this.#raise(event);
      },
      summaryChanged: (id) => void this.#raiseSummary(id),
    });
    this.#subscriptions.push(
      connection.stateChanged.subscribe((state) => {
        this.#connectionChanged(state);
      }),
      options.settings.changed.subscribe((names) => {
        if (names.includes('messages.retryHours')) this.#outbox.expire();
      }),
      this.#endpoint.capabilitiesChanged.subscribe(({ peer, capabilities }) => {
        void this.#remember(peer.address, capabilities);
      }),
      this.#endpoint.callReceived.subscribe(({ call, from }) => {
        // The call waits for its conversation: what it carries needs a place to be stored.
        this.#conversationWith(from.address).then(
          (conversation) => {
            this.#links.of(conversation).takeCall(call);
          },
          (error: unknown) => {
            log.error({ error }, 'A call was declined because its conversation could not be stored');
            call.decline(500);
          },
        );
      }),
    );
  }

  get events(): EventSource<AppEvent> {
    return this.#events;
  }

  /** Each message that arrived and was stored, once, after the summary of its conversation. */
  get arrivals(): EventSource<Message> {
    return this.#arrivals;
  }

  get composing(): readonly ConversationId[] {
    return this.#links.composing;
  }

  get unsent(): UnsentCount {
    return this.#tally.count;
  }

  get connectionState(): ConnectionState {
    return this.#options.connection.state;
  }

  /** Takes up what an earlier run left unsent, then lets the outbox go as soon as there is a registration. */
  async resume(): Promise<void> {
    const { store } = this.#options;
    const [states, conversations, unsent] = await Promise.all([
      store.unsentStates(this.account.id),
      this.book.stored(),
      store.unsent(this.account.id),
    ]);
    this.#tally.take(states);
    this.book.take(conversations);
    for (const message of unsent) {
      if (message.receipt?.state !== 'sending') {
        this.#outbox.add(message);
        continue;
      }
      // It had left when Parley ended, so it may have arrived. Only a peer that knows repeats gets it again unasked.
      const conversation = conversations.find(({ id }) => id === message.conversationId);
      const safe = conversation !== undefined && storedCapabilities(conversation).parley;
      const stored = await this.#receipts.apply(
        message.id,
        safe
          ? { kind: 'postponed', failure: null, next: null }
          : { kind: 'failed', failure: { code: 'interrupted', status: null } },
        { kind: 'interrupted', at: this.#options.clock.now(), repeats: safe },
      );
      if (safe && stored !== null) this.#outbox.add(stored);
    }
    this.#connectionChanged(this.#options.connection.state);
  }

  async conversations(): Promise<readonly ConversationSummary[]> {
    return (await this.book.stored()).map(summaryOf);
  }

  /**
   * The conversation that was open last, with so many of its newest messages: none for 0, or where they cannot be read,
   * which whoever asks for them alone is told.
   */
  async lastOpened(count: number): Promise<Pick<Snapshot, 'lastOpen' | 'newest'>> {
    const { store } = this.#options;
    const lastOpen = await store.lastOpen(this.account.id);
    if (lastOpen === null || count === 0) return { lastOpen, newest: null };
    return { lastOpen, newest: await store.messages(lastOpen, null, count).then(pageOf, () => null) };
  }

  /** Keeps which conversation is open for the next start. */
  async rememberOpen(id: ConversationId | null): Promise<void> {
    await this.#options.store.setLastOpen(this.account.id, id);
  }

  /** `displayName`: how to call the peer until it says its name itself. */
  async startConversation(peer: SipAddress, displayName: string | null = null): Promise<ConversationSummary> {
    if (addressKey(peer) === addressKey(this.account.address))
      throw new CommandError({ code: 'own-address' });
    const stored = await this.#conversationWith(peer);
    const named = displayName !== null && stored.displayName === null ? { ...stored, displayName } : stored;
    if (named !== stored && displayName !== null)
      await this.#options.store.setDisplayName(stored.id, displayName);
    const summary = summaryOf(named);
    this.#raise({ kind: 'conversation', conversation: summary });
    return summary;
  }

  async messages(
    id: ConversationId,
    before: number | null,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean }> {
    await this.#require(id);
    return pageOf(await this.#options.store.messages(id, before, limit));
  }

  async send(
    id: MessageId,
    conversationId: ConversationId,
    text: string,
    { replyTo = null, fromDraft = false, pressedAt }: SendOptions = {},
  ): Promise<Message> {
    const { blocked } = await this.#require(conversationId);
    if (blocked) throw new CommandError({ code: 'blocked' });
    checkText(text);
    const { store, clock } = this.#options;
    const message = await store.insertOutgoing({
      id,
      conversationId,
      sender: { address: this.account.address, displayName: this.account.displayName },
      text,
      at: clock.now(),
      replyTo: await this.#replies.within(conversationId, replyTo),
      fromDraft,
    });
    if (pressedAt !== undefined)
      this.#proof.note(id, { kind: 'written', at: Math.min(pressedAt, message.at) });
    this.#tally.note(message);
    this.#raise({ kind: 'message', message });
    void this.#raiseSummary(conversationId);
    if (message.receipt?.state === 'queued') this.#outbox.add(message);
    return message;
  }

  async markRead(id: ConversationId, upTo: number): Promise<void> {
    const { blocked } = await this.#require(id);
    const toTell =
      this.#options.settings.get('privacy.readReceipts') && !blocked
        ? await this.#reports.toTell(id, upTo)
        : [];
    const { clock, store } = this.#options;
    const conversation = await store.markRead(id, upTo, clock.now());
    for (const tell of toTell) void tell();
    this.#raise({ kind: 'conversation', conversation: summaryOf(conversation) });
  }

  /** Messages came in by an import; `id` may be a conversation of another account. */
  async messagesImported(id: ConversationId): Promise<void> {
    const conversation = await this.#options.store.conversation(id);
    if (conversation?.accountId !== this.account.id) return;
    this.#raise({ kind: 'conversation', conversation: summaryOf(conversation) });
    this.#raise({ kind: 'messages-imported', conversationId: id });
  }

  async setComposing(id: ConversationId, composing: boolean): Promise<void> {
    const conversation = await this.#require(id);
    const told = composing && !conversation.blocked && this.#options.settings.get('privacy.typing');
    if (this.connectionState.kind === 'registered') this.#links.of(conversation).setComposing(told);
  }

  reconnect(): void {
    this.#options.connection.retry();
  }

  /** `certain`: what was connected before is gone, however alive it looks. */
  checkConnection(certain: boolean): void {
    if (certain) this.#options.connection.restart();
    else this.#options.connection.check();
  }

  /** Ends the calls and the connection. What is unsent stays stored. */
  async stop(): Promise<void> {
    this.#outbox.stop();
    this.#reports.stop();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    const { clock, connection } = this.#options;
    await Promise.race([
      this.#links.close(),
      new Promise<void>((resolve) => {
        clock.after(1_000, resolve);
      }),
    ]);
    this.#endpoint.close();
    await this.#proof.flush();
    await connection.stop();
  }

  #connectionChanged(state: ConnectionState): void {
    this.#raise({ kind: 'connection', connection: state });
    this.#outbox.setOnline(state.kind === 'registered');
  }

  async #remember(peer: SipAddress, capabilities: PeerCapabilities): Promise<void> {
    try {
      const { id } = await this.#conversationWith(peer);
      await this.#options.store.setPeerCapabilities(id, JSON.stringify(capabilities));
    } catch (error) {
      this.#options.log.warn({ error }, 'What was learned of a peer could not be stored');
    }
  }

  #conversationWith(peer: SipAddress): Promise<StoredConversation> {
    const key = addressKey(peer);
    let opening = this.#opening.get(key);
    if (opening === undefined) {
      const { store, clock } = this.#options;
      opening = store.ensureConversation(this.account.id, peer, clock.now()).finally(() => {
        this.#opening.delete(key);
      });
      this.#opening.set(key, opening);
    }
    return opening;
  }

  async #require(id: ConversationId): Promise<StoredConversation> {
    const conversation = await this.#options.store.conversation(id);
    if (conversation === null || conversation.accountId !== this.account.id) {
      throw new CommandError({ code: 'unknown-conversation' });
    }
    return conversation;
  }

  async #raiseSummary(id: ConversationId): Promise<void> {
    try {
      const conversation = await this.#options.store.conversation(id);
      if (conversation !== null) this.#raise({ kind: 'conversation', conversation: summaryOf(conversation) });
    } catch (error) {
      this.#options.log.warn({ error }, 'A conversation could not be read');
    }
  }

  #raise(event: AppEvent): void {
    this.book.readAnew();
    this.#events.raise(event);
  }
}
