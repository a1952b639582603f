import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';

const pageSize = 50;
/** The most that one command answers. */
const largestPage = 200;
/** Beyond this many, the oldest are let go while the newest are in view; scrolling up loads them again. */
const mostKept = 400;
const keptAfterTrim = 150;

/**
 * One conversation's messages: an unbroken run in the order of their sequence, up to the newest unless somebody jumped
 * to a message far from there; `hasNewer` says so.
 */
export class Timeline {
  readonly #bridge: Bridge;
  readonly #conversationId: ConversationId;
  /** Messages that changed while a page was on its way; the page may be older than they are. */
  readonly #early = new Map<MessageId, Message>();
  #wanted: Promise<void> | null = null;
  /** Counts the runs that were begun; a page of an earlier one is not of this run any more. */
  #run = 0;
  #markedUpTo = 0;

  messages = $state.raw<readonly Message[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  hasOlder = $state(false);
  loadingOlder = $state(false);
  olderFailed = $state(false);
  hasNewer = $state(false);
  loadingNewer = $state(false);
  newerFailed = $state(false);
  /** The message that somebody jumped to, for the view to show and point out. */
  target = $state.raw<{ readonly id: MessageId } | null>(null);
  /** The "New" divider stands before the first incoming message of at least this sequence. */
  unreadFrom = $state<number | null>(null);
  /** Counts the user's own messages that were added at the end; those of pages are not counted. */
  ownAdded = $state(0);
  /** Whether the newest message is in view; the view keeps it true to the scroll position. */
  atNewest = $state(true);
  #seenUpTo = $state(0);
  /** Incoming messages that came while the run did not reach to the newest. */
  #missed = $state(0);
  readonly newest: Message | null = $derived(this.messages.at(-1) ?? null);
  /** Incoming messages that came while the newest was out of view. */
  readonly newBelow: number = $derived(
    this.#missed +
      this.messages.filter((each) => each.direction === 'incoming' && each.sequence > this.#seenUpTo).length,
  );

  constructor(bridge: Bridge, conversationId: ConversationId) {
    this.#bridge = bridge;
    this.#conversationId = conversationId;
  }

  has(id: MessageId): boolean {
    return this.messages.some((each) => each.id === id);
  }

  /** The conversation was opened: puts the divider, and loads the newest page with all that is unread (200 at most). */
  async open(unread: number, readUpTo: number): Promise<void> {
    this.unreadFrom = unread > 0 ? readUpTo + 1 : null;
    this.atNewest = true;
    this.target = null;
    if (this.hasNewer) {
      await this.showNewest();
      return;
    }
    if (this.state === 'ready') {
      this.#seenUpTo = this.newest?.sequence ?? 0;
      return;
    }
    this.#wanted ??= this.#loadNewest(Math.min(largestPage, Math.max(pageSize, unread + 10)));
    await this.#wanted;
  }

  /** Leaves the run that somebody jumped to for the newest messages. */
  async showNewest(): Promise<void> {
    this.target = null;
    this.atNewest = true;
    this.#wanted = this.#loadNewest(pageSize);
    await this.#wanted;
  }

  /** Shows a message, wherever in the conversation it is. */
  async jumpTo(id: MessageId, sequence: number): Promise<void> {
    this.atNewest = false;
    this.unreadFrom = null;
    if (this.state !== 'ready' || !this.has(id)) {
      const run = this.#begin();
      const result = await this.#bridge.invoke('messagesAround', {
        conversationId: this.#conversationId,
        sequence,
        limit: pageSize,
      });
      if (run !== this.#run) return;
      if (!result.ok) {
        this.state = 'failed';
        return;
      }
      const { messages, moreBefore, moreAfter } = result.value;
      this.#show(messages, moreBefore, moreAfter);
    }
    this.target = { id };
  }

  #begin(): number {
    this.state = 'loading';
    this.loadingOlder = false;
    this.loadingNewer = false;
    this.olderFailed = false;
    this.newerFailed = false;
    this.#wanted = null;
    this.#run += 1;
    return this.#run;
  }

  #show(messages: readonly Message[], hasOlder: boolean, hasNewer: boolean): void {
    this.messages = messages;
    this.hasOlder = hasOlder;
    this.hasNewer = hasNewer;
    this.#missed = 0;
    this.state = 'ready';
    this.#seenUpTo = this.newest?.sequence ?? 0;
    this.#takeEarly();
  }

  async #loadNewest(limit: number): Promise<void> {
    const run = this.#begin();
    const page = await this.#page(null, limit);
    if (run !== this.#run) return;
    this.#wanted = null;
    if (page === null) {
      this.state = 'failed';
      return;
    }
    this.#show(page.messages, page.more, false);
  }

  async loadOlder(): Promise<void> {
    const oldest = this.messages[0];
    if (oldest === undefined || !this.hasOlder || this.loadingOlder || this.state !== 'ready') return;
    this.loadingOlder = true;
    this.olderFailed = false;
    const run = this.#run;
    const page = await this.#page(oldest.sequence, pageSize);
    if (run !== this.#run) return;
    this.loadingOlder = false;
    if (page === null) {
      this.olderFailed = true;
      return;
    }
    // A refresh may have replaced the run meanwhile.
    if (this.messages[0]?.id !== oldest.id) return;
    this.messages = [...page.messages, ...this.messages];
    this.hasOlder = page.more;
    this.#takeEarly();
  }

  async loadNewer(): Promise<void> {
    const last = this.newest;
    if (last === null || !this.hasNewer || this.loadingNewer || this.state !== 'ready') return;
    this.loadingNewer = true;
    this.newerFailed = false;
    const run = this.#run;
    const page = await this.#pageAfter(last.sequence, pageSize);
    if (run !== this.#run) return;
    this.loadingNewer = false;
    if (page === null) {
      this.newerFailed = true;
      return;
    }
    this.messages = [...this.messages, ...page.messages];
    this.hasNewer = page.more;
    this.#seenUpTo = this.newest?.sequence ?? 0;
    if (!page.more) this.#missed = 0;
    this.#takeEarly();
  }

  /** Events were missed: reads again everything that is loaded, so that the reader's place stays. */
  async refresh(): Promise<void> {
    const oldest = this.messages[0];
    if (this.state !== 'ready' || oldest === undefined) {
      this.#wanted ??= this.#loadNewest(pageSize);
      await this.#wanted;
      return;
    }
    if (this.hasNewer) {
      await this.#refreshForward(oldest.sequence);
      return;
    }
    let run: readonly Message[] = [];
    let before: number | null = null;
    let more = true;
    while (more && (before === null || before > oldest.sequence)) {
      const page = await this.#page(before, largestPage);
      if (page === null) return;
      run = [...page.messages, ...run];
      more = page.more;
      before = page.messages[0]?.sequence ?? 0;
    }
    this.messages = run;
    this.hasOlder = more;
    this.#takeEarly();
    if (this.atNewest) this.#seenUpTo = this.newest?.sequence ?? 0;
  }

  async #refreshForward(oldest: number): Promise<void> {
    const started = this.#run;
    const upTo = this.newest?.sequence ?? 0;
    let run: readonly Message[] = [];
    let after = oldest - 1;
    let more = true;
    while (more && after < upTo) {
      const page = await this.#pageAfter(after, largestPage);
      if (page === null || started !== this.#run) return;
      run = [...run, ...page.messages];
      more = page.more;
      after = page.messages.at(-1)?.sequence ?? upTo;
    }
    this.messages = run;
    this.hasNewer = more;
    this.#takeEarly();
  }

  /** Events: new messages, and messages whose receipt changed. */
  apply(changed: readonly Message[]): void {
    if (this.state !== 'ready' || this.loadingOlder || this.loadingNewer)
      for (const each of changed) this.#early.set(each.id, each);
    if (this.state !== 'ready') return;
    this.#merge(changed);
    if (this.atNewest) this.#trim();
  }

  /** A stored message that a command answered. The events are newer than it, so what is known stays. */
  add(message: Message): void {
    if (this.has(message.id)) return;
    if (this.hasNewer) void this.showNewest();
    else this.apply([message]);
  }

  /** They were deleted. */
  remove(gone: ReadonlySet<MessageId>): void {
    for (const id of gone) this.#early.delete(id);
    if (this.messages.some(({ id }) => gone.has(id)))
      this.messages = this.messages.filter(({ id }) => !gone.has(id));
  }

  /** The view says whether the newest message is in view. */
  setAtNewest(atNewest: boolean): void {
    this.atNewest = atNewest && !this.hasNewer;
    if (this.atNewest) this.#seenUpTo = this.newest?.sequence ?? 0;
  }

  /** An unseen message came: the divider goes before it, unless it already stands before others that are unseen. */
  divideFrom(sequence: number, readUpTo: number): void {
    if (this.unreadFrom === null || readUpTo >= this.unreadFrom) this.unreadFrom = sequence;
  }

  /** The sequence to report as read, once; null when there is nothing new to report. */
  takeRead(readUpTo: number): number | null {
    const known = Math.max(readUpTo, this.#markedUpTo);
    const newest = this.newest?.sequence ?? 0;
    if (!this.messages.some((each) => each.direction === 'incoming' && each.sequence > known)) return null;
    this.#markedUpTo = newest;
    return newest;
  }

  async #page(before: number | null, limit: number) {
    const result = await this.#bridge.invoke('messages', {
      conversationId: this.#conversationId,
      before,
      limit,
    });
    return result.ok ? result.value : null;
  }

  async #pageAfter(after: number, limit: number) {
    const result = await this.#bridge.invoke('messagesAfter', {
      conversationId: this.#conversationId,
      after,
      limit,
    });
    return result.ok ? result.value : null;
  }

  #takeEarly(): void {
    const early = [...this.#early.values()];
    this.#early.clear();
    this.#merge(early);
  }

  #merge(changed: readonly Message[]): void {
    if (changed.length === 0) return;
    const byId = new Map(changed.map((each) => [each.id, each]));
    const merged = this.messages.map((each) => {
      const newer = byId.get(each.id);
      byId.delete(each.id);
      return newer ?? each;
    });
    // What is older than the run and not in it would leave a hole behind it.
    const oldest = this.hasOlder ? (merged[0]?.sequence ?? 0) : 0;
    const newest = this.hasNewer ? (merged.at(-1)?.sequence ?? 0) : Number.POSITIVE_INFINITY;
    for (const each of byId.values()) {
      if (each.sequence > newest && each.direction === 'incoming') this.#missed += 1;
      if (each.sequence < oldest || each.sequence > newest) continue;
      if (each.direction === 'outgoing') this.ownAdded += 1;
      merged.push(each);
    }
    merged.sort((a, b) => a.sequence - b.sequence);
    this.messages = merged;
    if (this.atNewest) this.#seenUpTo = this.newest?.sequence ?? 0;
  }

  #trim(): void {
    if (this.messages.length <= mostKept || this.loadingOlder) return;
    this.messages = this.messages.slice(-keptAfterTrim);
    this.hasOlder = true;
  }
}
