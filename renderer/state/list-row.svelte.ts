import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';

/** The row that takes the place of one that is gone: the next of those that were there with it, else the one before. */
function neighbourOf(
  gone: ConversationId,
  before: readonly ConversationId[],
  now: readonly ConversationId[],
): ConversationId | null {
  const at = before.indexOf(gone);
  const there = new Set(now);
  const isThere = (id: ConversationId): boolean => there.has(id);
  return before.slice(at + 1).find(isThere) ?? before.slice(0, Math.max(0, at)).findLast(isThere) ?? null;
}

/** What of the conversations decides about the row. */
interface Listed {
  readonly shown: readonly ConversationSummary[];
  readonly openId: ConversationId | null;
}

/** The one row of the list that takes the focus: where the keys walked to last, and it follows what is opened. */
export class ListRow {
  readonly #listed: Listed;
  #order: readonly ConversationId[] = [];
  #open: ConversationId | null = null;
  #walked = $state<ConversationId | null>(null);
  readonly id: ConversationId | null = $derived.by(() => {
    const { shown, openId } = this.#listed;
    const has = (wanted: ConversationId | null): boolean => shown.some(({ id }) => id === wanted);
    return has(this.#walked) ? this.#walked : has(openId) ? openId : (shown[0]?.id ?? null);
  });

  constructor(listed: Listed) {
    this.#listed = listed;
  }

  /** To a row of the list; to none, it stays. */
  walkTo(id: ConversationId | null): void {
    if (this.#listed.shown.some((each) => each.id === id)) this.#walked = id;
  }

  /** To be called whenever the list or what is open has changed. */
  follow(): void {
    const { shown, openId } = this.#listed;
    const order = shown.map(({ id }) => id);
    if (openId !== this.#open) {
      this.#open = openId;
      this.walkTo(openId);
    }
    if (this.#walked !== null && !order.includes(this.#walked))
      this.#walked = neighbourOf(this.#walked, this.#order, order);
    this.#order = order;
  }

  clear(): void {
    this.#walked = null;
    this.#open = null;
    this.#order = [];
  }
}
