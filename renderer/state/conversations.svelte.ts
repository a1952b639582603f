import { SvelteMap } from 'svelte/reactivity';
import { countedUnread, type ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { ListRow } from './list-row.svelte.ts';

const lastActivity = (conversation: ConversationSummary): number =>
  conversation.lastMessage?.at ?? conversation.createdAt;

export type ConversationFilter = 'all' | 'unread' | 'archived';

/** There is something to mark as read. */
export const isUnread = ({ unread, markedUnread }: ConversationSummary): boolean =>
  unread > 0 || markedUnread;
/** A conversation that was deleted while its peer is blocked is kept for the block alone. */
const isShown = ({ blocked, lastMessage }: ConversationSummary): boolean => !blocked || lastMessage !== null;

/** The list: every conversation by its last activity, and the one that is open. */
export class Conversations {
  readonly #byId = new SvelteMap<ConversationId, ConversationSummary>();
  /** May name a conversation whose summary has not come yet. */
  openId = $state<ConversationId | null>(null);
  readonly sorted: readonly ConversationSummary[] = $derived(
    [...this.#byId.values()]
      .filter(isShown)
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || lastActivity(b) - lastActivity(a)),
  );
  filter = $state<ConversationFilter>('all');
  /** What the filter lets through; what is open stays, though it has just been read. */
  readonly shown: readonly ConversationSummary[] = $derived(
    this.sorted.filter((each) => {
      if (this.filter === 'archived') return each.archived;
      if (each.archived) return false;
      return this.filter === 'all' || isUnread(each) || each.id === this.openId;
    }),
  );
  readonly archived: number = $derived(this.sorted.filter((each) => each.archived).length);
  readonly blocked: readonly ConversationSummary[] = $derived(
    [...this.#byId.values()].filter((each) => each.blocked),
  );
  readonly unread: number = $derived(this.sorted.reduce((sum, each) => sum + countedUnread(each), 0));
  readonly open: ConversationSummary | null = $derived(
    this.openId === null ? null : (this.#byId.get(this.openId) ?? null),
  );
  readonly row = new ListRow(this);

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
    const at = this.shown.findIndex((each) => each.id === this.openId);
    const wanted = at < 0 ? (step > 0 ? 0 : this.shown.length - 1) : at + step;
    return this.shown[wanted]?.id ?? null;
  }

  /** The nearest conversation with something unread after (1) or before (-1) the open one, all the way round. */
  unreadNeighbour(step: 1 | -1): ConversationId | null {
    const at = this.sorted.findIndex((each) => each.id === this.openId);
    const inOrder =
      step > 0
        ? [...this.sorted.slice(at + 1), ...this.sorted.slice(0, Math.max(0, at))]
        : [...this.sorted.slice(0, Math.max(0, at)).reverse(), ...this.sorted.slice(at + 1).reverse()];
    return inOrder.find((each) => isUnread(each) && !each.archived)?.id ?? null;
  }

  clear(): void {
    this.#byId.clear();
    this.openId = null;
    this.filter = 'all';
    this.row.clear();
  }
}
