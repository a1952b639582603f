import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { Timeline } from './timeline.svelte.ts';

/** So many conversations that were open are kept, the last ones. */
const kept = 6;

/** The timelines of conversations that are or were open. */
export class KeptTimelines {
  readonly #bridge: Bridge;
  readonly #firstPage: () => number;
  readonly #timelines = new Map<ConversationId, Timeline>();

  /** `firstPage`: how many messages a timeline begins with. */
  constructor(bridge: Bridge, firstPage: () => number) {
    this.#bridge = bridge;
    this.#firstPage = firstPage;
  }

  get(id: ConversationId): Timeline | undefined {
    return this.#timelines.get(id);
  }

  /** The one of a conversation that opens. */
  take(id: ConversationId): Timeline {
    const timeline = this.#timelines.get(id) ?? new Timeline(this.#bridge, id, this.#firstPage);
    this.#timelines.delete(id);
    this.#timelines.set(id, timeline);
    for (const oldest of this.#timelines.keys()) {
      if (this.#timelines.size <= kept) break;
      this.#timelines.delete(oldest);
    }
    return timeline;
  }

  drop(id: ConversationId): void {
    this.#timelines.delete(id);
  }

  /** They may have other messages than before, one or all: what is open is read again, what is kept is let go. */
  renew(open: Timeline | null, only: ConversationId | null = null): void {
    for (const [id, timeline] of this.#timelines) {
      if (only !== null && id !== only) continue;
      if (timeline === open) void timeline.refresh();
      else this.#timelines.delete(id);
    }
  }

  clear(): void {
    this.#timelines.clear();
  }
}
