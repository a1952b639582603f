import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';

const pageSize = 50;
/** The most that one command answers. */
const largestPage = 200;
/** Beyond this many, the oldest are let go while the newest are in view; scrolling up loads them again. */
const mostKept = 400;
const keptAfterTrim = 150;

/** One conversation's messages: an unbroken run up to the newest, in the order of their sequence. */
export class Timeline {
  readonly #bridge: Bridge;
  readonly #conversationId: ConversationId;
  /** Messages that changed while a page was on its way; the page may be older than they are. */
  readonly #early = new Map<MessageId, Message>();
  #wanted: Promise<void> | null = null;
  #markedUpTo = 0;

  messages = $state.raw<readonly Message[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  hasOlder = $state(false);
  loadingOlder = $state(false);
  olderFailed = $state(false);
  /** The "New" divider stands before the first incoming message of at least this sequence. */
  unreadFrom = $state<number | null>(null);
  /** Whether the newest message is in view; the view keeps it true to the scroll position. */
  atNewest = $state(true);
  #seenUpTo = $state(0);
  readonly newest: Message | null = $derived(this.messages.at(-1) ?? null);
  /** Incoming messages that came while the newest was out of view. */
  readonly newBelow: number = $derived(
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
    if (this.state === 'ready') {
      this.#seenUpTo = this.newest?.sequence ?? 0;
      return;
    }
    this.#wanted ??= this.#loadNewest(Math.min(largestPage, Math.max(pageSize, unread + 10)));
    await this.#wanted;
  }

  async #loadNewest(limit: number): Promise<void> {
    this.state = 'loading';
    const page = await this.#page(null, limit);
    this.#wanted = null;
    if (page === null) {
      this.state = 'failed';
      return;
    }
    this.messages = page.messages;
    this.hasOlder = page.more;
    this.state = 'ready';
    this.#seenUpTo = this.newest?.sequence ?? 0;
    this.#takeEarly();
  }

  async loadOlder(): Promise<void> {
    const oldest = this.messages[0];
    if (oldest === undefined || !this.hasOlder || this.loadingOlder || this.state !== 'ready') return;
    this.loadingOlder = true;
    this.olderFailed = false;
    const page = await this.#page(oldest.sequence, pageSize);
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

  /** Events were missed: reads again everything that is loaded, so that the reader's place stays. */
  async refresh(): Promise<void> {
    const oldest = this.messages[0];
    if (this.state !== 'ready' || oldest === undefined) {
      this.#wanted ??= this.#loadNewest(pageSize);
      await this.#wanted;
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

  /** Events: new messages, and messages whose receipt changed. */
  apply(changed: readonly Message[]): void {
    if (this.state !== 'ready' || this.loadingOlder)
      for (const each of changed) this.#early.set(each.id, each);
    if (this.state !== 'ready') return;
    this.#merge(changed);
    if (this.atNewest) this.#trim();
  }

  /** A stored message that a command answered. The events are newer than it, so what is known stays. */
  add(message: Message): void {
    if (!this.has(message.id)) this.apply([message]);
  }

  /** The view says whether the newest message is in view. */
  setAtNewest(atNewest: boolean): void {
    this.atNewest = atNewest;
    if (atNewest) this.#seenUpTo = this.newest?.sequence ?? 0;
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
    for (const each of byId.values()) if (each.sequence >= oldest) merged.push(each);
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
