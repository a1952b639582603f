import type {
  CommandArguments,
  CommandInput,
  CommandName,
  CommandOutput,
  CommandResult,
} from '../../../shared/contract/commands.ts';
import type { AppEvent, EventBatch, Phase, Snapshot } from '../../../shared/contract/events.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { parseAddress } from '../../../shared/model/address.ts';
import type { ArchiveJob } from '../../../shared/model/archive.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import type { Draft } from '../../../shared/model/draft.ts';
import { TypedEvent, type Unsubscribe } from '../../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import { queuedReceipt } from '../../../shared/model/receipt.ts';
import type { ConnectionState } from '../../../shared/model/connection.ts';
import { defaultSettings, type Settings, type SettingsState } from '../../../shared/model/settings.ts';
import type { UnsentCount } from '../../../shared/model/unsent.ts';
import type { ProofEvent } from '../../../shared/model/proof.ts';
import type { Opening } from '../../../shared/model/opening.ts';
import { fail, succeed } from '../../../shared/model/result.ts';
import { unknownStorage, type StorageState } from '../../../shared/model/storage.ts';
import type { Bridge } from '../../../renderer/bridge/bridge.ts';
import { countUnsent, fakeLastUnsent, fakeUnsent, findMessage, replacement } from './fake-outbox.ts';
import { fakeInstallation } from './fake-installation.ts';
import { fakeStorage } from './fake-storage.ts';
import { fakeAround, fakeCount, fakeSearch } from './fake-search.ts';
import { account, conversationWith, messageIn, server } from './samples.ts';

interface Call {
  readonly name: CommandName;
  readonly input: unknown;
}

type Handlers = { [N in CommandName]: (input: CommandArguments<N>) => Promise<CommandOutput<N>> };

/** Thrown by a handler of the fake: the command answers with this failure. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The newest of them, as `messages` answers. */
const newestOf = (messages: readonly Message[], limit: number): CommandOutput<'messages'> => ({
  messages: messages.slice(-limit),
  more: messages.length > limit,
});

/** A little main process in memory, to show components to: it keeps conversations and answers as the real one does. */
export class FakeMain implements Bridge {
  readonly calls: Call[] = [];
  away = false;
  /** What `takeOpening` answers once. */
  opening: Opening | null = null;
  phase: Phase = { kind: 'signed-in', account };
  connection: ConnectionState = { kind: 'registered', server };
  secretStore: Snapshot['secretStore'] = 'system';
  settings: SettingsState = { values: defaultSettings, managed: [], managedBy: null };
  archive: ArchiveJob | null = null;
  storage: StorageState = unknownStorage;
  /** How much of the history the search's index holds. */
  indexed = 1;
  /** What a command answers instead of what it would. */
  readonly refusals = new Map<CommandName, Failure>();
  /** What a command waits for before it answers. */
  readonly delays = new Map<CommandName, Promise<void>>();
  readonly composing = new Set<ConversationId>();
  lastOpen: ConversationId | null = null;
  /** What `messageProof` tells of any message. */
  proof: ProofEvent[] = [];
  readonly drafts = new Map<ConversationId, Draft>();
  readonly #batches = new TypedEvent<EventBatch>();
  readonly #conversations = new Map<ConversationId, ConversationSummary>();
  readonly #messages = new Map<ConversationId, Message[]>();
  #sequence = 0;

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
    this.calls.push({ name, input });
    await this.delays.get(name);
    const refusal = this.refusals.get(name);
    if (refusal !== undefined) return fail(refusal);
    try {
      // Each command has its own input; the compiler cannot follow an index by a type parameter.
      const handler = this.#handlers[name] as (input: unknown) => Promise<CommandOutput<N>>;
      return succeed(await handler(input));
    } catch (error) {
      if (error instanceof Refusal) return fail(error.failure);
      throw error;
    }
  }

  subscribe(listener: (batch: EventBatch) => void): Unsubscribe {
    return this.#batches.subscribe(listener);
  }

  inputsOf<N extends CommandName>(name: N): CommandInput<N>[] {
    // Recorded by invoke under this very name.
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }

  /** Events as main raises them. */
  raise(...events: AppEvent[]): void {
    this.#batches.raise({ first: this.#sequence + 1, events });
    this.#sequence += events.length;
  }

  /** Events that happen and are lost on the way to the window. */
  lose(count: number): void {
    this.#sequence += count;
  }

  setPhase(phase: Phase): void {
    this.phase = phase;
    this.raise({ kind: 'phase', phase });
  }

  setConnection(connection: ConnectionState): void {
    this.connection = connection;
    this.raise({ kind: 'connection', connection });
  }

  setSettings(values: Settings): void {
    this.settings = { ...this.settings, values };
    this.raise({ kind: 'settings', settings: this.settings });
  }

  setArchive(job: ArchiveJob | null): void {
    this.archive = job;
    this.raise({ kind: 'archive', job });
  }

  setStorage(change: Partial<StorageState>): void {
    this.storage = { ...this.storage, ...change };
    this.raise({ kind: 'storage', storage: this.storage });
  }

  setTyping(conversationId: ConversationId, composing: boolean): void {
    if (composing) this.composing.add(conversationId);
    else this.composing.delete(conversationId);
    this.raise({ kind: 'composing', conversationId, composing });
  }

  /** Puts a conversation with its messages into the store, without events. */
  store(conversation: ConversationSummary, messages: readonly Message[] = []): void {
    this.#messages.set(conversation.id, [...messages]);
    this.#conversations.set(conversation.id, { ...conversation, lastMessage: messages.at(-1) ?? null });
  }

  /** A message is new, or changed, with the events that tell so. */
  deliver(...messages: Message[]): void {
    const events: AppEvent[] = [];
    const before = countUnsent(this.#messages.values());
    for (const message of messages) {
      this.#keep(message);
      events.push({ kind: 'message', message });
      const conversation = this.#conversations.get(message.conversationId);
      if (conversation !== undefined) events.push({ kind: 'conversation', conversation });
    }
    this.raise(...events, ...this.#unsentSince(before));
  }

  /** They are gone, with the events that tell so. */
  remove(...ids: MessageId[]): void {
    const before = countUnsent(this.#messages.values());
    const events: AppEvent[] = [];
    for (const [conversationId, messages] of this.#messages) {
      const gone = messages.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
      if (gone.length === 0) continue;
      const kept = messages.filter(({ id }) => !ids.includes(id));
      this.#messages.set(conversationId, kept);
      events.push({ kind: 'messages-deleted', conversationId, ids: gone });
      const known = this.#conversations.get(conversationId);
      if (known === undefined) continue;
      const conversation = { ...known, lastMessage: kept.at(-1) ?? null };
      this.#conversations.set(conversationId, conversation);
      events.push({ kind: 'conversation', conversation });
    }
    this.raise(...events, ...this.#unsentSince(before));
  }

  #unsentSince(before: UnsentCount): AppEvent[] {
    const unsent = countUnsent(this.#messages.values());
    const same = unsent.waiting === before.waiting && unsent.failed === before.failed;
    return same ? [] : [{ kind: 'unsent', unsent }];
  }

  /** As `deliver`, but the events are lost. */
  deliverUnheard(...messages: Message[]): void {
    for (const message of messages) this.#keep(message);
    this.lose(messages.length * 2);
  }

  messagesOf(id: ConversationId): readonly Message[] {
    return this.#messages.get(id) ?? [];
  }

  #keep(message: Message): void {
    const messages = this.#messages.get(message.conversationId) ?? [];
    const at = messages.findIndex((each) => each.id === message.id);
    if (at < 0) messages.push(message);
    else messages[at] = message;
    this.#messages.set(message.conversationId, messages);
    const conversation = this.#conversations.get(message.conversationId);
    if (conversation === undefined) return;
    const unread = conversation.unread + (at < 0 && message.direction === 'incoming' ? 1 : 0);
    this.#conversations.set(conversation.id, {
      ...conversation,
      unread,
      lastMessage: messages.at(-1) ?? null,
    });
  }

  #retry(id: MessageId): Message {
    const message = findMessage(this.#messages.values(), id);
    if (message === undefined) throw new Refusal({ code: 'unknown-message' });
    const again: Message = { ...message, receipt: queuedReceipt(Date.now()) };
    this.deliver(again);
    return again;
  }

  #searched(conversationId: ConversationId | null): Iterable<readonly Message[]> {
    return conversationId === null ? this.#messages.values() : [this.messagesOf(conversationId)];
  }

  readonly #handlers: Handlers = {
    snapshot: ({ newest }) =>
      Promise.resolve({
        sequence: this.#sequence,
        phase: this.phase,
        connection: this.connection,
        conversations: this.phase.kind === 'signed-in' ? [...this.#conversations.values()] : [],
        lastOpen: this.lastOpen,
        newest:
          this.lastOpen === null || newest === 0 ? null : newestOf(this.messagesOf(this.lastOpen), newest),
        composing: [...this.composing],
        drafts: [...this.drafts.values()],
        unsent: countUnsent(this.#messages.values()),
        settings: this.settings,
        archive: this.archive,
        storage: this.storage,
        away: this.away,
        secretStore: this.secretStore,
        versions: { parley: '0.1.0', electron: '45.0.0' },
      }),
    signIn: () => {
      this.setPhase({ kind: 'signed-in', account });
      return Promise.resolve({});
    },
    tryLocally: () => {
      const echo = conversationWith('echo@localhost', 'Echo');
      this.store(echo);
      this.setPhase({ kind: 'signed-in', account: { ...account, kind: 'trial' } });
      return Promise.resolve({ conversationId: echo.id });
    },
    signOut: () => {
      this.setPhase({ kind: 'signed-out' });
      return Promise.resolve({});
    },
    changeSettings: ({ values }) => {
      if (this.settings.managed.some((name) => values[name] !== undefined)) {
        throw new Refusal({ code: 'managed-setting' });
      }
      this.setSettings({ ...this.settings.values, ...(values as Partial<Settings>) });
      return Promise.resolve({});
    },
    resetSettings: ({ names }) => {
      const defaults = Object.fromEntries(names.map((name) => [name, defaultSettings[name]]));
      this.setSettings({ ...this.settings.values, ...(defaults as Partial<Settings>) });
      return Promise.resolve({});
    },
    reconnect: () => Promise.resolve({}),
    startConversation: ({ address }) => {
      const parsed = parseAddress(address);
      if (!parsed.ok) throw new Refusal({ code: 'invalid-address', problem: parsed.failure });
      if (parsed.value === account.address) throw new Refusal({ code: 'own-address' });
      for (const known of this.#conversations.values()) {
        if (known.peer === parsed.value) return Promise.resolve(known);
      }
      const conversation = conversationWith(parsed.value, null);
      this.store(conversation);
      this.raise({ kind: 'conversation', conversation });
      return Promise.resolve(conversation);
    },
    messages: ({ conversationId, before, limit }) => {
      const older = this.messagesOf(conversationId).filter(
        (each) => before === null || each.sequence < before,
      );
      return Promise.resolve(newestOf(older, limit));
    },
    messagesAfter: ({ conversationId, after, limit }) => {
      const newer = this.messagesOf(conversationId).filter((each) => each.sequence > after);
      return Promise.resolve({ messages: newer.slice(0, limit), more: newer.length > limit });
    },
    messagesAround: (input) => Promise.resolve(fakeAround(this.messagesOf(input.conversationId), input)),
    sequenceAt: ({ conversationId, at }) => {
      const first = this.messagesOf(conversationId).find((each) => each.at >= at);
      return Promise.resolve({ sequence: first?.sequence ?? null });
    },
    search: (input) => Promise.resolve(fakeSearch(this.#searched(input.conversationId), input, this.indexed)),
    countSearch: ({ query, conversationId }) =>
      Promise.resolve(fakeCount(this.#searched(conversationId), query)),
    sendMessage: ({ id, conversationId, text, replyTo: answered, fromDraft }) => {
      const conversation = this.#conversations.get(conversationId);
      if (conversation === undefined) throw new Refusal({ code: 'unknown-conversation' });
      if (fromDraft) this.drafts.delete(conversationId);
      const sequence = (this.messagesOf(conversationId).at(-1)?.sequence ?? 0) + 1;
      const replyTo = this.messagesOf(conversationId).find((each) => each.id === answered);
      const sample = {
        text,
        sequence,
        receipt: 'queued',
        ...(replyTo === undefined ? {} : { replyTo }),
      } as const;
      const message = { ...messageIn(conversation, sample), id };
      this.deliver(message);
      return Promise.resolve(message);
    },
    messageProof: ({ id }) => {
      const message = findMessage(this.#messages.values(), id);
      const conversation = message && this.#conversations.get(message.conversationId);
      if (message === undefined || conversation === undefined) throw new Refusal({ code: 'unknown-message' });
      const { peer } = conversation;
      return Promise.resolve({ message, peer, remoteId: null, events: this.proof, leftOut: false });
    },
    retryMessage: ({ id }) => Promise.resolve(this.#retry(id)),
    retryAll: () => {
      for (const each of fakeUnsent(this.#messages.values())) {
        if (each.receipt?.state === 'failed') this.#retry(each.id);
      }
      return Promise.resolve({});
    },
    unsentMessages: () => Promise.resolve({ messages: fakeUnsent(this.#messages.values()) }),
    lastUnsent: ({ conversationId }) =>
      Promise.resolve({ message: fakeLastUnsent(this.messagesOf(conversationId)) }),
    replaceUnsent: (input) => {
      const old = findMessage(this.#messages.values(), input.id);
      if (old === undefined) throw new Refusal({ code: 'unknown-message' });
      const message = replacement(this.#messages.values(), old, input);
      this.remove(old.id);
      this.deliver(message);
      return Promise.resolve(message);
    },
    deleteMessages: ({ ids }) => {
      if (this.settings.values['messages.legalHold']) throw new Refusal({ code: 'legal-hold' });
      this.remove(...ids);
      return Promise.resolve({});
    },
    organiseConversation: ({ conversationId, change }) => {
      const conversation = this.#conversations.get(conversationId);
      if (conversation === undefined) throw new Refusal({ code: 'unknown-conversation' });
      const organised = { ...conversation, ...(change as Partial<ConversationSummary>) };
      this.#conversations.set(conversationId, organised);
      this.raise({ kind: 'conversation', conversation: organised });
      return Promise.resolve(organised);
    },
    deleteConversation: ({ conversationId }) => {
      this.#conversations.delete(conversationId);
      this.#messages.delete(conversationId);
      this.raise({ kind: 'conversation-deleted', conversationId });
      return Promise.resolve({});
    },
    markRead: ({ conversationId, upTo }) => {
      const conversation = this.#conversations.get(conversationId);
      if (conversation === undefined) throw new Refusal({ code: 'unknown-conversation' });
      const unread = this.messagesOf(conversationId).filter(
        ({ direction, sequence }) => direction === 'incoming' && sequence > upTo,
      ).length;
      const read = { ...conversation, unread, mentions: 0, markedUnread: false, readUpTo: upTo };
      this.#conversations.set(conversationId, read);
      this.raise({ kind: 'conversation', conversation: read });
      return Promise.resolve({});
    },
    saveDraft: ({ conversationId, draft }) => {
      if (draft === null) this.drafts.delete(conversationId);
      else {
        const replyTo = this.messagesOf(conversationId).find((each) => each.id === draft.replyTo) ?? null;
        this.drafts.set(conversationId, { ...draft, conversationId, replyTo });
      }
      return Promise.resolve({});
    },
    rememberOpen: ({ conversationId }) => {
      this.lastOpen = conversationId;
      return Promise.resolve({});
    },
    setComposing: () => Promise.resolve({}),
    quit: () => Promise.resolve({}),
    viewing: () => Promise.resolve({}),
    askWindow: () => Promise.resolve({}),
    takeOpening: () => {
      const { opening } = this;
      this.opening = null;
      return Promise.resolve({ opening });
    },
    networkChanged: () => Promise.resolve({}),
    openLink: () => Promise.resolve({}),
    ...fakeInstallation,
    ...fakeStorage(this),
    exportArchive: () => Promise.resolve({ started: true }),
    verifyArchive: () => Promise.resolve({ started: true }),
    importArchive: () => Promise.resolve({ started: true }),
    cancelArchive: () => Promise.resolve({}),
    showArchive: () => Promise.resolve({}),
    dismissArchive: () => {
      this.setArchive(null);
      return Promise.resolve({});
    },
  };
}
