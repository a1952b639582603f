import type { Failure } from '../../shared/contract/failure.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Result } from '../../shared/model/result.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { withoutDeleted } from './deleted-messages.ts';
import type { Jump, JumpTarget } from './jump.ts';
import { contextSize, keptOf, mostOf, type OnScreen, type Page, type Place } from './timeline-bounds.ts';

const pageSize = 50;
/** Further ones come in smaller steps: to draw more at once would hold up the scrolling. */
const stepSize = 10;
/** The most that one command answers. */
const largestPage = 200;

/**
 * One conversation's messages: an unbroken run in the order of their sequence, of which neither end need be that of the
 * conversation; `hasOlder` and `hasNewer` say so. The run is bounded, whatever the conversation's length.
 */
export class Timeline {
  readonly #bridge: Bridge;
  readonly #conversationId: ConversationId;
  /** Messages that are drawn at first: what fills the window is there sooner, and further ones are loaded behind it. */
  readonly #firstPage: () => number;
  /** Messages that changed while a page was on its way; the page may be older than they are. */
  readonly #early = new Map<MessageId, Message>();
  /** Pages on their way. */
  #asked = 0;
  #wanted: Promise<void> | null = null;
  /** Counts the runs that were begun; a page of an earlier one is not of this run any more. */
  #run = 0;
  #markedUpTo = 0;
  #ids: ReadonlySet<MessageId> = new Set();
  #messages = $state.raw<readonly Message[]>([]);
  /** The user's own that are being stored. */
  #expected = $state.raw<readonly Message[]>([]);

  state = $state<'loading' | 'ready' | 'failed'>('loading');
  hasOlder = $state(false);
  loadingOlder = $state(false);
  olderFailed = $state(false);
  hasNewer = $state(false);
  loadingNewer = $state(false);
  newerFailed = $state(false);
  /** Why it could not be read again, so that something may be missing in it. */
  stale = $state.raw<Failure | null>(null);
  /** The message that somebody jumped to, for the view to show and point out. */
  target = $state.raw<JumpTarget | null>(null);
  /** The last of those, as long as one is in the run that was shown for it. */
  jumped = $state.raw<JumpTarget | null>(null);
  /** The "New" divider stands before the first incoming message of at least this sequence. */
  unreadFrom = $state<number | null>(null);
  /** Counts the runs that were shown; in each the view finds its place anew. */
  shown = $state(0);
  /** Counts the user's own messages that came to the end, stored or not; those of pages are not counted. */
  ownAdded = $state(0);
  /** Whether the newest message is in view; the view keeps it true to the scroll position. */
  atNewest = $state(true);
  /** The sequences of the first and the last message in view; null before that is known. */
  onScreen = $state.raw<OnScreen | null>(null);
  /** Where the view was last, for one that is drawn anew; null when it has to find its place. */
  place: Place | null = null;
  /** While text is selected nothing is let go: the selection would go with it. */
  held = false;
  readonly newest: Message | null = $derived(this.#messages.at(-1) ?? null);
  /** What is to be drawn: what is expected stands at the end of everything, where that is in the run. */
  readonly drawn: readonly Message[] = $derived(
    this.hasNewer || this.#expected.length === 0
      ? this.#messages
      : [...this.#messages, ...this.#expected.filter(({ id }) => !this.has(id))],
  );

  constructor(bridge: Bridge, conversationId: ConversationId, firstPage: () => number) {
    this.#bridge = bridge;
    this.#conversationId = conversationId;
    this.#firstPage = firstPage;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  has(id: MessageId): boolean {
    return this.#ids.has(id);
  }

  /** Whether it is a message of the run that has not failed before. */
  fails({ id, receipt }: Message): boolean {
    if (receipt?.state !== 'failed' || !this.has(id)) return false;
    return this.#messages.find((each) => each.id === id)?.receipt?.state !== 'failed';
  }

  /**
   * The conversation was opened: puts the divider, and shows the first unread message or, without one, the newest.
   * `newest` is what is known of them; nothing is loaded if it suffices.
   */
  async open(unread: number, readUpTo: number, newest: Page | null = null): Promise<void> {
    this.unreadFrom = unread > 0 ? readUpTo + 1 : null;
    this.atNewest = true;
    this.#forgetJump();
    this.onScreen = null;
    this.place = null;
    if (this.state === 'ready' && !this.hasNewer && (unread === 0 || this.#reachesBack(readUpTo))) {
      this.shown += 1;
      return;
    }
    const wanted = Math.max(this.#firstPage(), unread + contextSize);
    if (newest !== null && (!newest.more || unread + contextSize <= newest.messages.length)) {
      this.#begin();
      this.#show(newest.messages.slice(-wanted), newest.more || newest.messages.length > wanted, false);
      return;
    }
    this.#wanted ??=
      unread + contextSize <= pageSize
        ? this.#loadNewest(wanted)
        : this.#loadAround(readUpTo, () => undefined);
    await this.#wanted;
  }

  /** Leaves a run that does not reach to the newest messages for those. */
  async showNewest(): Promise<void> {
    this.#forgetJump();
    this.atNewest = true;
    this.#wanted = this.#loadNewest();
    await this.#wanted;
  }

  /** Shows a message, wherever in the conversation it is. */
  async jumpTo(id: MessageId, sequence: number, how: Partial<Jump> = {}): Promise<void> {
    this.atNewest = false;
    this.unreadFrom = null;
    const point = (): void => {
      this.jumped = { id, takesFocus: true, terms: [], ...how };
      this.target = this.jumped;
    };
    if (this.state === 'ready' && this.has(id)) {
      if (this.#wanted !== null) this.#begin();
      point();
      return;
    }
    this.#wanted = this.#loadAround(sequence, point);
    await this.#wanted;
  }

  async loadOlder(): Promise<void> {
    const oldest = this.#messages[0];
    if (oldest === undefined || !this.hasOlder || this.loadingOlder || this.state !== 'ready') return;
    this.loadingOlder = true;
    this.olderFailed = false;
    const run = this.#run;
    const page = await this.#page(oldest.sequence, stepSize);
    if (run !== this.#run) return;
    this.loadingOlder = false;
    if (!page.ok) {
      this.olderFailed = true;
      return;
    }
    // A refresh may have replaced the run meanwhile.
    if (this.#messages[0]?.id !== oldest.id) return;
    this.hasOlder = page.value.more;
    this.#replace([...page.value.messages, ...this.#messages]);
    this.#letNewestGo();
    this.#takeEarly();
  }

  async loadNewer(): Promise<void> {
    const last = this.newest;
    if (last === null || !this.hasNewer || this.loadingNewer || this.state !== 'ready') return;
    this.loadingNewer = true;
    this.newerFailed = false;
    const run = this.#run;
    const page = await this.#pageAfter(last.sequence, stepSize);
    if (run !== this.#run) return;
    this.loadingNewer = false;
    if (!page.ok) {
      this.newerFailed = true;
      return;
    }
    if (this.newest?.id !== last.id) return;
    this.hasNewer = page.value.more;
    this.#replace([...this.#messages, ...page.value.messages]);
    this.#letOldestGo(this.#mostKept());
    this.#takeEarly();
  }

  /**
   * Events were missed: reads again what is loaded, so that the reader's place stays. Resolves with why it could not,
   * where the run does not show that itself.
   */
  async refresh(): Promise<Failure | null> {
    const oldest = this.#messages[0];
    if (this.state !== 'ready' || oldest === undefined) {
      this.#wanted ??= this.#loadNewest();
      await this.#wanted;
      return null;
    }
    const run = this.#run;
    const limit = Math.min(largestPage, Math.max(pageSize, this.#messages.length));
    const fromEnd = this.atNewest && !this.hasNewer && !this.dividesUnseen(0);
    const page = fromEnd
      ? await this.#page(null, limit)
      : await this.#pageAfter(Math.max(0, oldest.sequence - 1), limit);
    if (run !== this.#run) return null;
    if (!page.ok) return page.failure;
    if (fromEnd) this.hasOlder = page.value.more;
    else this.hasNewer = page.value.more;
    if (this.hasNewer) this.atNewest = false;
    this.#replace(page.value.messages);
    this.#takeEarly();
    return null;
  }

  /** Events: new messages, and messages whose receipt changed. */
  apply(changed: readonly Message[]): void {
    // Nothing is on its way: what waited for a page that did not come must not come after this.
    if (this.state === 'ready' && this.#asked === 0) this.#early.clear();
    else for (const each of changed) this.#early.set(each.id, each);
    if (this.state === 'ready') this.#merge(changed);
  }

  /** Messages were deleted. */
  remove(ids: ReadonlySet<MessageId>): void {
    for (const id of ids) this.#early.delete(id);
    const [first] = this.#messages;
    const kept = withoutDeleted(this.#messages, ids);
    if (first === undefined || kept === this.#messages) return;
    this.#replace(kept);
    if (kept.length > 0) return;
    // There is nothing that others could be loaded before or after.
    if (this.hasNewer) this.#wanted = this.#loadAround(first.sequence, () => undefined);
    else if (this.hasOlder) this.#wanted = this.#loadNewest();
  }

  /** The user sends it. It is drawn before it is stored, and is none of the messages until then; the result ends that. */
  expect(message: Message): Unsubscribe {
    this.#expected = [...this.#expected, message];
    if (!this.hasNewer) this.ownAdded += 1;
    return () => {
      this.#expected = this.#expected.filter((each) => each !== message);
    };
  }

  /** A stored message that a command answered. The events are newer than it, so what is known stays. */
  add(message: Message): void {
    if (this.has(message.id)) return;
    if (this.hasNewer) void this.showNewest();
    else this.apply([message]);
  }

  /** It comes before the user's eyes: until the view says what of it they see, nothing of it was seen. */
  enter(): void {
    this.onScreen = null;
  }

  /** The view says whether the newest message is in view, and which are. */
  setView(atNewest: boolean, onScreen: OnScreen | null, place: Place | null): void {
    this.atNewest = atNewest && !this.hasNewer;
    this.onScreen = onScreen;
    this.place = place;
  }

  /** An unseen message came: the divider goes before it, unless it stands before others that are unread. */
  divideFrom(sequence: number, othersUnread: boolean): void {
    // That all was reported as read is known here before it comes back.
    const allRead = !this.hasNewer && this.#markedUpTo >= (this.newest?.sequence ?? 0);
    if (this.unreadFrom === null || !othersUnread || allRead) this.unreadFrom = sequence;
  }

  /** Whether nothing after the divider was seen. */
  dividesUnseen(readUpTo: number): boolean {
    return this.unreadFrom !== null && this.unreadFrom > Math.max(readUpTo, this.#markedUpTo);
  }

  /**
   * The sequence to report as read, once; null when there is nothing new to report. At the newest message that is all;
   * elsewhere what is in view, unless there is something unread before it.
   */
  takeRead(readUpTo: number): number | null {
    const { onScreen } = this;
    // It is loaded and not laid out: the view goes to the first unread message before anything is seen.
    if (onScreen === null) return null;
    const known = Math.max(readUpTo, this.#markedUpTo);
    this.#markedUpTo = known;
    const unread = this.#messages.find(
      ({ direction, sequence }) => direction === 'incoming' && sequence > known,
    );
    if (unread === undefined) return null;
    let upTo = this.newest?.sequence ?? 0;
    if (!this.atNewest) {
      if (!this.#reachesBack(known)) return null;
      if (unread.sequence < onScreen.first || unread.sequence > onScreen.last) return null;
      upTo = onScreen.last;
    }
    this.#markedUpTo = upTo;
    return upTo;
  }

  #reachesBack(sequence: number): boolean {
    return !this.hasOlder || (this.#messages[0]?.sequence ?? Infinity) <= sequence;
  }

  #forgetJump(): void {
    this.target = null;
    this.jumped = null;
  }

  /** A page that is still on its way is of an earlier run now, and nobody waits for it any more. */
  #begin(): number {
    this.#wanted = null;
    // What is shown stays until there is something else to show.
    if (this.state === 'failed') this.state = 'loading';
    this.loadingOlder = false;
    this.loadingNewer = false;
    this.olderFailed = false;
    this.newerFailed = false;
    this.#run += 1;
    return this.#run;
  }

  #show(messages: readonly Message[], hasOlder: boolean, hasNewer: boolean): void {
    this.hasOlder = hasOlder;
    this.hasNewer = hasNewer;
    this.#replace(messages);
    this.state = 'ready';
    this.onScreen = null;
    this.place = null;
    this.#takeEarly();
    this.shown += 1;
  }

  async #loadNewest(limit = this.#firstPage()): Promise<void> {
    const run = this.#begin();
    const page = await this.#page(null, limit);
    if (run !== this.#run) return;
    this.#wanted = null;
    if (page.ok) this.#show(page.value.messages, page.value.more, false);
    else this.state = 'failed';
  }

  async #loadAround(sequence: number, shown: () => void): Promise<void> {
    const run = this.#begin();
    const page = await this.#ask(() =>
      this.#bridge.invoke('messagesAround', {
        conversationId: this.#conversationId,
        sequence,
        limit: pageSize,
      }),
    );
    if (run !== this.#run) return;
    this.#wanted = null;
    if (!page.ok) {
      this.state = 'failed';
      return;
    }
    this.atNewest = false;
    this.#show(page.value.messages, page.value.moreBefore, page.value.moreAfter);
    shown();
  }

  #page(before: number | null, limit: number) {
    const conversationId = this.#conversationId;
    return this.#ask(() => this.#bridge.invoke('messages', { conversationId, before, limit }));
  }

  #pageAfter(after: number, limit: number) {
    const conversationId = this.#conversationId;
    return this.#ask(() => this.#bridge.invoke('messagesAfter', { conversationId, after, limit }));
  }

  async #ask<T>(ask: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    this.#asked += 1;
    const result = await ask();
    this.#asked -= 1;
    return result;
  }

  #takeEarly(): void {
    const early = [...this.#early.values()];
    if (this.#asked === 0) this.#early.clear();
    this.#merge(early);
  }

  #merge(changed: readonly Message[]): void {
    if (changed.length === 0) return;
    const byId = new Map(changed.map((each) => [each.id, each]));
    const merged = this.#messages.map((each) => {
      const newer = byId.get(each.id);
      byId.delete(each.id);
      // A command's answer and the event after it say the same: nothing is drawn twice for it.
      return newer === undefined || JSON.stringify(newer) === JSON.stringify(each) ? each : newer;
    });
    const differs = merged.some((each, index) => each !== this.#messages[index]);
    // What is older than the run and not in it would leave a hole behind it.
    const oldest = this.hasOlder ? (merged[0]?.sequence ?? 0) : 0;
    const newest = this.hasNewer ? (merged.at(-1)?.sequence ?? 0) : Number.POSITIVE_INFINITY;
    let added = 0;
    for (const each of byId.values()) {
      if (each.sequence < oldest || each.sequence > newest) continue;
      if (each.direction === 'outgoing' && !this.#expected.some(({ id }) => id === each.id))
        this.ownAdded += 1;
      added += 1;
      merged.push(each);
    }
    if (added > 0) merged.sort((a, b) => a.sequence - b.sequence);
    if (added > 0 || differs) this.#replace(merged);
    if (this.atNewest) this.#letSeenGo(added);
    else this.#letNewestGo();
  }

  #letSeenGo(added: number): void {
    const most = this.#mostKept();
    const kept = keptOf(this.#messages.length, most, added, this.#unseen());
    this.#letOldestGo(kept);
    if (Math.min(kept, this.#messages.length) <= most) return;
    // One reads on from the first that nobody has seen: rather than that one, the newest go.
    this.atNewest = false;
    this.#letNewestGo();
  }

  /** How many messages there are from a divider on after which nothing was seen. */
  #unseen(): number {
    const from = this.dividesUnseen(0) ? this.unreadFrom : null;
    return from === null ? 0 : this.#messages.filter(({ sequence }) => sequence >= from).length;
  }

  #letOldestGo(kept: number): void {
    if (this.#messages.length <= kept || this.loadingOlder || this.held) return;
    this.hasOlder = true;
    this.#replace(this.#messages.slice(-kept));
  }

  #letNewestGo(): void {
    const most = this.#mostKept();
    if (this.#messages.length <= most || this.loadingNewer || this.held) return;
    this.hasNewer = true;
    this.#replace(this.#messages.slice(0, most));
  }

  #mostKept(): number {
    return mostOf(this.#messages, this.onScreen);
  }

  #replace(messages: readonly Message[]): void {
    this.#messages = messages;
    this.#ids = new Set(messages.map(({ id }) => id));
  }
}
