import { SvelteMap } from 'svelte/reactivity';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';

const lastActivity = (conversation: ConversationSummary): number =>
  conversation.lastMessage?.at ?? conversation.createdAt;

/** The list: every conversation by its last activity, and the one that is open. */
export class Conversations {
  readonly #byId = new SvelteMap<ConversationId, ConversationSummary>();
  /** May name a conversation whose summary has not come yet. */
  openId = $state<ConversationId | null>(null);
  readonly sorted: readonly ConversationSummary[] = $derived(
    [...this.#byId.values()].sort((a, b) => lastActivity(b) - lastActivity(a)),
  );
  readonly unread: number = $derived(this.sorted.reduce((sum, each) => sum + each.unread, 0));
  readonly open: ConversationSummary | null = $derived(
    this.openId === null ? null : (this.#byId.get(this.openId) ?? null),
  );

  get(id: ConversationId): ConversationSummary | undefined {
    return this.#byId.get(id);
  }

  put(conversation: ConversationSummary): void {
    this.#byId.set(conversation.id, conversation);
  }

  remove(id: ConversationId): void {
    this.#byId.delete(id);
  }

  replaceAll(conversations: readonly ConversationSummary[]): void {
    const kept = new Set(conversations.map((each) => each.id));
    for (const id of this.#byId.keys()) if (!kept.has(id)) this.#byId.delete(id);
    for (const each of conversations) this.put(each);
  }

  /** The conversation `step` rows below the open one; without one, the first or the last. */
  neighbour(step: 1 | -1): ConversationId | null {
    const at = this.sorted.findIndex((each) => each.id === this.openId);
    const wanted = at < 0 ? (step > 0 ? 0 : this.sorted.length - 1) : at + step;
    return this.sorted[wanted]?.id ?? null;
  }

  /** The nearest conversation with something unread after (1) or before (-1) the open one, all the way round. */
  unreadNeighbour(step: 1 | -1): ConversationId | null {
    const at = this.sorted.findIndex((each) => each.id === this.openId);
    const inOrder =
      step > 0
        ? [...this.sorted.slice(at + 1), ...this.sorted.slice(0, Math.max(0, at))]
        : [...this.sorted.slice(0, Math.max(0, at)).reverse(), ...this.sorted.slice(at + 1).reverse()];
    return inOrder.find((each) => each.unread > 0)?.id ?? null;
  }

  clear(): void {
    this.#byId.clear();
    this.openId = null;
  }
}
