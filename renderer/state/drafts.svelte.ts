import { SvelteMap } from 'svelte/reactivity';
import type { Clock } from '../../shared/model/clock.ts';
import type { Draft } from '../../shared/model/draft.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** From a key press until it is kept, milliseconds; further ones within that time are kept with it. */
const keepingDelay = 250;

export interface Written {
  readonly text: string;
  /** In UTF-16 code units. */
  readonly caret: number;
  /** The message that it answers. */
  readonly replyTo: Message | null;
}

const nothing: Written = { text: '', caret: 0, replyTo: null };
const isNothing = ({ text, replyTo }: Written): boolean => text === '' && replyTo === null;

/**
 * What is being written, a draft for each conversation, so that no text can reach the wrong peer. The main process keeps
 * each change shortly after it was made.
 */
export class Drafts {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #drafts = new SvelteMap<ConversationId, Written>();
  /** Drafts that changed in this window: what comes from elsewhere is older. */
  readonly #changed = new Set<ConversationId>();
  readonly #waiting = new Map<ConversationId, Unsubscribe>();
  /** Drafts on their way as messages: what is written meanwhile is kept when that has ended, not before. */
  readonly #leaving = new Set<ConversationId>();

  constructor(bridge: Bridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
  }

  get(id: ConversationId): Written {
    return this.#drafts.get(id) ?? nothing;
  }

  set(id: ConversationId, written: Written): void {
    this.#put(id, written);
    this.#changed.add(id);
    if (this.#waiting.has(id) || this.#leaving.has(id)) return;
    this.#waiting.set(
      id,
      this.#clock.after(keepingDelay, () => {
        this.#keep(id);
      }),
    );
  }

  /** What was kept, as the main process tells it. */
  take(kept: readonly Draft[]): void {
    for (const { conversationId, text, caret, replyTo } of kept) {
      if (!this.#changed.has(conversationId)) this.#put(conversationId, { text, caret, replyTo });
    }
  }

  /** Keeps at once what waits to be kept. */
  flush(): void {
    for (const id of [...this.#waiting.keys()]) this.#keep(id);
  }

  /** The draft leaves as a message, which ends it in the same transaction: nothing may be kept in between. */
  async leave<T>(id: ConversationId, sending: () => Promise<T>): Promise<T> {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
    this.#leaving.add(id);
    this.#changed.add(id);
    this.#put(id, nothing);
    try {
      return await sending();
    } finally {
      this.#leaving.delete(id);
      if (!isNothing(this.get(id))) this.#keep(id);
    }
  }

  /** The conversation is not there any more. */
  drop(id: ConversationId): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
    this.#drafts.delete(id);
  }

  clear(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#drafts.clear();
    this.#changed.clear();
  }

  #put(id: ConversationId, written: Written): void {
    if (isNothing(written)) this.#drafts.delete(id);
    else this.#drafts.set(id, written);
  }

  #keep(conversationId: ConversationId): void {
    this.#waiting.get(conversationId)?.();
    this.#waiting.delete(conversationId);
    const written = this.get(conversationId);
    const { text, caret, replyTo } = written;
    const draft = isNothing(written) ? null : { text, caret, replyTo: replyTo?.id ?? null };
    void this.#bridge.invoke('saveDraft', { conversationId, draft });
  }
}
