import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { isUnread, type Conversations } from './conversations.svelte.ts';
import type { Timeline } from './timeline.svelte.ts';

/** The parts of the window that have to do with it. */
interface Parts {
  readonly conversations: Conversations;
  /** Of the open conversation. */
  readonly timeline: Timeline | null;
  /** Whether somebody sees it. */
  readonly looking: boolean;
}

/** Tells the main process what has been read. */
export class Reading {
  readonly #bridge: Bridge;
  readonly #parts: Parts;

  constructor(bridge: Bridge, parts: Parts) {
    this.#bridge = bridge;
    this.#parts = parts;
  }

  /** What of the open conversation has been before the user's eyes. */
  report(): void {
    const { timeline, looking, conversations } = this.#parts;
    const { open } = conversations;
    if (open === null || timeline?.state !== 'ready' || !looking) return;
    const upTo = timeline.takeRead(open.readUpTo);
    if (upTo !== null) void this.#bridge.invoke('markRead', { conversationId: open.id, upTo });
  }

  /** Everything in the open conversation, wherever one stands in it. */
  allOfOpen(): void {
    const { timeline, conversations } = this.#parts;
    const { open } = conversations;
    if (open === null || !isUnread(open)) return;
    if (timeline !== null) timeline.unreadFrom = null;
    this.all(open.id);
  }

  /** Everything in a conversation, wherever the user is. */
  all(conversationId: ConversationId): void {
    const upTo = this.#parts.conversations.get(conversationId)?.lastMessage?.sequence ?? 0;
    void this.#bridge.invoke('markRead', { conversationId, upTo: Math.max(0, upTo) });
  }
}
