import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { AppEvent, Snapshot } from '../../shared/contract/events.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { nothingUnsent, type UnsentCount } from '../../shared/model/unsent.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { Archive } from './archive.svelte.ts';
import { Announcer, arrivedWords, failedWords } from './announcer.svelte.ts';
import { Composer } from './composer.svelte.ts';
import { takeConnection } from './connection-truth.ts';
import { Conversations } from './conversations.svelte.ts';
import { Desktop } from './desktop.svelte.ts';
import { DateJump } from './date-jump.svelte.ts';
import { Day } from './day.svelte.ts';
import { EventStream } from './event-stream.ts';
import { showFromOutside } from './from-outside.ts';
import { GatheredMessages } from './gathered-messages.ts';
import { Installation } from './installation.svelte.ts';
import { Find } from './find.svelte.ts';
import { LinkHandling } from './link-handling.svelte.ts';
import { KeptTimelines } from './kept-timelines.ts';
import { Layout } from './layout.svelte.ts';
import { Palette } from './palette/palette.svelte.ts';
import { Organising } from './organising.svelte.ts';
import { Outgoing } from './outgoing.ts';
import { Proof } from './proof.svelte.ts';
import { Unsent } from './unsent.svelte.ts';
import { MessageWork } from './message-work.svelte.ts';
import { Reading } from './reading.ts';
import { Search } from './search.svelte.ts';
import { Session } from './session.svelte.ts';
import { Settings } from './settings.svelte.ts';
import { SignIn } from './sign-in.svelte.ts';
import { Storage } from './storage.svelte.ts';
import type { Timeline } from './timeline.svelte.ts';
import { beginningOf, type MessagePlace } from './told-message.ts';

/** Everything that the window knows. Commands go out here; snapshot and events come in and land in the parts. */
export class AppState {
  readonly #bridge: Bridge;
  readonly #stream: EventStream;
  readonly #timelines: KeptTimelines;
  readonly clock: Clock;
  readonly day: Day;
  readonly session: Session;
  readonly signIn: SignIn;
  readonly conversations = new Conversations();
  readonly composer: Composer;
  readonly outgoing: Outgoing;
  readonly organising: Organising;
  readonly reading: Reading;
  readonly messageWork: MessageWork;
  readonly announcer: Announcer;
  readonly search: Search;
  readonly palette: Palette;
  readonly find: Find;
  readonly dateJump: DateJump;
  readonly settings: Settings;
  readonly installation: Installation;
  readonly links: LinkHandling;
  readonly archive: Archive;
  readonly storage: Storage;
  /** What has not gone out, while its panel is open; and how far one message got, while that one is. */
  readonly unsent: Unsent;
  readonly proof: Proof;
  readonly layout = new Layout();
  readonly desktop: Desktop;
  readonly typing = new SvelteSet<ConversationId>();
  /** Whether the window has the user's attention. */
  focused = $state(true);
  /** The conversation before the user's eyes: what comes in it needs no notification. */
  readonly viewed: ConversationId | null = $derived.by(() =>
    this.focused &&
    this.session.account !== null &&
    this.layout.section === 'conversations' &&
    !this.layout.covered
      ? this.conversations.openId
      : null,
  );
  /** Whether somebody sees it. */
  readonly looking: boolean = $derived.by(() => this.viewed !== null && !this.desktop.away);
  timeline = $state.raw<Timeline | null>(null);
  /** How many messages have not gone out. */
  unsentCount = $state.raw<UnsentCount>(nothingUnsent);
  /** Why the last action was not done, by main or by the clipboard, until the user has seen it. */
  refusal = $state.raw<Failure | 'not-copied' | null>(null);
  /** Counts the wishes that the composer take the focus. */
  composerWanted = $state(0);

  constructor(bridge: Bridge, clock: Clock) {
    this.#bridge = bridge;
    this.#timelines = new KeptTimelines(bridge, clock, () => this.layout.fill);
    this.clock = clock;
    this.day = new Day(clock);
    this.session = new Session(bridge);
    this.signIn = new SignIn(bridge, this.session);
    this.composer = new Composer(bridge, clock, (id) => {
      this.open(id);
      this.focusComposer();
    });
    this.outgoing = new Outgoing(bridge, this.composer, this.#timelines, () => this.session.account);
    this.organising = new Organising(bridge, (id) => {
      if (this.conversations.openId === id) this.closeConversation();
    });
    this.messageWork = new MessageWork(bridge, clock, (conversation) => {
      this.#openKnown(conversation);
    });
    this.reading = new Reading(bridge, this);
    this.announcer = new Announcer(clock);
    this.search = new Search(bridge, clock);
    this.palette = new Palette(bridge, clock);
    this.dateJump = new DateJump(bridge, clock, ({ conversationId, id, sequence }) => {
      if (this.conversations.openId !== conversationId) return;
      this.layout.showConversation();
      void this.timeline?.jumpTo(id, sequence);
    });
    this.find = new Find(bridge, clock, ({ id, sequence }) => {
      void this.timeline?.jumpTo(id, sequence, { takesFocus: false, terms: this.find.terms });
    });
    this.settings = new Settings(bridge);
    this.installation = new Installation(bridge);
    this.links = new LinkHandling(bridge);
    this.archive = new Archive(bridge);
    this.storage = new Storage(bridge);
    this.unsent = new Unsent(bridge);
    this.proof = new Proof(bridge);
    this.desktop = new Desktop(bridge, (destination) => {
      void showFromOutside(this, destination);
    });
    this.#stream = new EventStream(bridge, clock, {
      snapshot: (snapshot) => {
        this.#takeSnapshot(snapshot);
      },
      wantedMessages: () => (this.#opensLast ? this.layout.fill : 0),
      events: (events) => {
        this.#takeEvents(events);
      },
      failed: (failure) => {
        if (this.session.phase.kind === 'starting') this.session.setPhase({ kind: 'unavailable', failure });
      },
    });
  }

  start(): Unsubscribe {
    const ends = [this.#stream.start(), this.day.start()];
    return () => {
      for (const end of ends) end();
    };
  }

  /** One goes on where one was; in a narrow window that is a choice from the list. */
  get #opensLast(): boolean {
    return this.conversations.openId === null && !this.layout.narrow;
  }

  /** `newest`: its newest messages, where they are known. */
  open(id: ConversationId, newest: Snapshot['newest'] = null): void {
    this.layout.showConversation();
    if (this.conversations.openId === id) {
      this.focusComposer();
      return;
    }
    const summary = this.conversations.get(id);
    void this.#show(id).open(summary?.unread ?? 0, summary?.readUpTo ?? 0, newest);
  }

  /** Opens the conversation of a message that was found, by those words, at that message. */
  openFound({ id, conversationId, sequence }: MessagePlace, terms: readonly string[] = []): void {
    this.layout.showConversation();
    void this.#show(conversationId).jumpTo(id, sequence, { terms });
  }

  /** A message that was told of: among what is new one begins there, ready to write; else it is jumped to. */
  openTold(told: MessagePlace): void {
    const { conversationId: id, sequence } = told;
    const divider = this.conversations.openId === id ? (this.timeline?.unreadFrom ?? null) : null;
    const beginning = beginningOf(sequence, this.conversations.get(id), divider);
    if (beginning === null) {
      this.openFound(told);
      return;
    }
    this.layout.showConversation();
    void this.#show(id).open(beginning.unread, beginning.readUpTo);
    this.focusComposer();
  }

  #show(id: ConversationId): Timeline {
    if (this.find.search.within !== id) this.find.close();
    this.dateJump.forget();
    if (this.conversations.openId !== id) this.messageWork.end();
    if (this.conversations.openId !== id) this.organising.opened(this.conversations.get(id));
    this.conversations.openId = id;
    this.palette.opened(id);
    void this.#bridge.invoke('rememberOpen', { conversationId: id });
    const timeline = this.#timelines.take(id);
    if (this.timeline !== timeline) timeline.enter();
    this.timeline = timeline;
    return timeline;
  }

  focusComposer(): void {
    this.layout.uncover();
    this.composerWanted += 1;
  }

  /** What had the focus goes, and nothing else takes it. */
  refocus(): void {
    if (this.session.account === null || this.layout.section !== 'conversations') return;
    if (this.layout.covered) this.layout.wantFocus('panel');
    else if (this.conversations.open === null) this.layout.wantFocus('list');
    else this.focusComposer();
  }

  closeConversation(): void {
    this.find.close();
    if (this.conversations.openId !== null)
      void this.#bridge.invoke('rememberOpen', { conversationId: null });
    this.conversations.openId = null;
    this.timeline = null;
  }

  openNeighbour(step: 1 | -1, unread = false): void {
    const id = unread ? this.conversations.unreadNeighbour(step) : this.conversations.neighbour(step);
    if (id !== null) this.open(id);
  }

  /** Where the parts of the window take turns, it is the turn of the list. */
  #showList(): void {
    this.layout.show('conversations');
    if (!this.layout.narrow) return;
    this.layout.uncover();
    this.closeConversation();
  }

  /** To the list, with the focus on the row that one comes from. */
  focusList(): void {
    const from = this.layout.narrow ? this.conversations.openId : null;
    this.#showList();
    // Beside the list it is the row of whatever is open, also when that goes.
    this.layout.wantFocus('list', from);
  }

  focusSearch(): void {
    this.#showList();
    this.search.focus();
  }

  leaveSettings(): void {
    this.layout.show('conversations');
    this.refocus();
  }

  /** Begins to find in the open conversation. */
  findInConversation(): void {
    const { openId } = this.conversations;
    if (openId === null) return;
    this.layout.showConversation();
    this.find.start(openId);
  }

  /** Shows every message that a query finds, where the conversations are. */
  searchFor(query: string): void {
    this.search.type(query);
    this.search.again();
    this.focusSearch();
  }

  quit(): void {
    void this.#bridge.invoke('quit', {});
  }

  async tryLocally(): Promise<void> {
    const id = await this.signIn.tryLocally();
    if (id !== null) this.open(id);
  }

  /** Finds or makes the conversation and opens it; resolves with null, or with why not. */
  async startConversation(address: string): Promise<Failure | null> {
    const result = await this.#bridge.invoke('startConversation', { address });
    if (!result.ok) return result.failure;
    this.#openKnown(result.value);
    return null;
  }

  #openKnown(conversation: ConversationSummary): void {
    if (this.conversations.get(conversation.id) === undefined) this.conversations.put(conversation);
    this.open(conversation.id);
  }

  /** Opens the conversation with an address in a message of `from`, where it is said why if it cannot be opened. */
  async writeTo(from: ConversationId, address: string): Promise<void> {
    const failure = await this.startConversation(address);
    if (failure === null) this.focusComposer();
    else this.composer.fail(from, failure);
  }

  async openLink(conversationId: ConversationId, url: string): Promise<void> {
    const result = await this.#bridge.invoke('openLink', { url });
    if (!result.ok) this.composer.fail(conversationId, result.failure);
  }

  #takeSnapshot(snapshot: Snapshot): void {
    this.settings.take(snapshot.settings);
    this.archive.take(snapshot.archive);
    this.storage.take(snapshot.storage);
    this.desktop.away = snapshot.away;
    this.session.secretStore = snapshot.secretStore;
    this.session.version = snapshot.versions.parley;
    const { account } = this.session;
    this.#setPhase(snapshot.phase, false);
    const said = takeConnection(this.session, snapshot.connection);
    // How it is when the window opens is no news.
    if (account !== null) this.announcer.say(said);
    this.conversations.replaceAll(snapshot.conversations);
    this.composer.takeDrafts(snapshot.drafts);
    this.typing.clear();
    for (const id of snapshot.composing) this.typing.add(id);
    this.unsentCount = snapshot.unsent;
    if (this.layout.panel?.kind === 'unsent') void this.unsent.load();
    const { open } = this.conversations;
    // What was missed may have come unseen.
    if (open !== null && open.unread > 0 && !this.looking) this.timeline?.divideFrom(open.readUpTo + 1, true);
    this.#timelines.renew(this.timeline);
    if (this.#opensLast && snapshot.lastOpen !== null) this.open(snapshot.lastOpen, snapshot.newest);
    // Perhaps the window was opened because of it.
    void this.desktop.takeOpening();
  }

  #takeEvents(events: readonly AppEvent[]): void {
    const messages = new GatheredMessages();
    const said: string[] = [];
    for (const event of events) {
      switch (event.kind) {
        case 'phase':
          this.#setPhase(event.phase, true);
          break;
        case 'connection':
          said.push(...takeConnection(this.session, event.connection));
          break;
        case 'conversation':
          this.conversations.put(event.conversation);
          break;
        case 'conversation-deleted':
          this.#dropConversation(event.conversationId);
          break;
        case 'message':
          messages.add(event.message);
          break;
        case 'messages-deleted': {
          const gone = new Set(event.ids);
          messages.drop(event.conversationId, gone);
          this.#timelines.get(event.conversationId)?.remove(gone);
          this.composer.lose(event.conversationId, gone);
          this.messageWork.drop(gone);
          this.unsent.drop(gone);
          break;
        }
        case 'unsent':
          this.unsentCount = event.unsent;
          break;
        case 'settings':
          this.settings.take(event.settings);
          break;
        case 'archive':
          this.archive.take(event.job);
          break;
        case 'storage':
          this.storage.take(event.storage);
          break;
        case 'messages-imported':
          this.#timelines.renew(this.timeline, event.conversationId);
          break;
        case 'opening':
          void this.desktop.takeOpening();
          break;
        case 'away':
          this.desktop.away = event.away;
          break;
        case 'composing':
          if (event.composing) this.typing.add(event.conversationId);
          else this.typing.delete(event.conversationId);
          break;
      }
    }
    const changed = [...messages].flatMap(([, each]) => each);
    this.unsent.take(changed);
    this.proof.changed(changed.map(({ id }) => id));
    for (const [id, each] of messages) said.push(...this.#takeMessages(id, each));
    this.announcer.say(said);
  }

  #dropConversation(id: ConversationId): void {
    if (this.conversations.openId === id) this.closeConversation();
    this.conversations.remove(id);
    this.composer.drop(id);
    this.#timelines.drop(id);
    this.typing.delete(id);
  }

  /** Returns what there is to say of them. */
  #takeMessages(id: ConversationId, changed: readonly Message[]): string[] {
    const timeline = this.#timelines.get(id);
    if (timeline === undefined) return [];
    const arrived = changed.filter((each) => each.direction === 'incoming' && !timeline.has(each.id));
    const [first] = arrived;
    const failed = changed.filter((each) => timeline.fails(each));
    const unseen = timeline === this.timeline && (!this.looking || !timeline.atNewest);
    const unread = this.conversations.get(id)?.unread ?? 0;
    if (first !== undefined && unseen) timeline.divideFrom(first.sequence, unread > arrived.length);
    timeline.apply(changed);
    return timeline === this.timeline ? [...arrivedWords(arrived), ...failedWords(failed)] : [];
  }

  #setPhase(next: Snapshot['phase'], byEvent: boolean): void {
    if (byEvent && this.session.phase.kind === 'starting' && next.kind === 'signed-in') {
      // The snapshot says it too, and brings all that shows then: it is drawn once.
      this.#stream.refresh();
      return;
    }
    const before = this.session.account?.id ?? null;
    this.session.setPhase(next);
    const now = this.session.account?.id ?? null;
    if (before !== null && before !== now) this.#forget();
    // What happened to this account before it was signed in is in the snapshot only.
    if (byEvent && now !== null) this.#stream.refresh();
  }

  #forget(): void {
    this.conversations.clear();
    this.#timelines.clear();
    this.timeline = null;
    this.composer.clear();
    this.organising.clear();
    this.search.clear();
    this.palette.clear();
    this.find.close();
    this.messageWork.clear();
    this.layout.clear();
    this.refusal = null;
    this.typing.clear();
    this.unsentCount = nothingUnsent;
  }
}

export const [appState, provideAppState] = createContext<AppState>();
