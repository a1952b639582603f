import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { Timeline } from './timeline.svelte.ts';

/** So many conversations that were open are kept, the last ones. */
const kept = 6;
/** After so long it is tried again what was refused, milliseconds; twice as long each time. */
const firstRetry = 1_000;
const longestRetry = 30_000;

/** The timelines of conversations that are or were open. */
export class KeptTimelines {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #firstPage: () => number;
  readonly #timelines = new Map<ConversationId, Timeline>();
  #cancelRetry: Unsubscribe = () => undefined;

  /** `firstPage`: how many messages a timeline begins with. */
  constructor(bridge: Bridge, clock: Clock, firstPage: () => number) {
    this.#bridge = bridge;
    this.#clock = clock;
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
      if (timeline === open) void this.#refresh(timeline);
      else this.#timelines.delete(id);
    }
  }

  clear(): void {
    this.#cancelRetry();
    this.#timelines.clear();
  }

  /** Until it works: nobody sees by itself that something is missing, so the first time it is said. */
  async #refresh(timeline: Timeline, retry = firstRetry): Promise<void> {
    this.#cancelRetry();
    const failure = await timeline.refresh();
    if (failure === null) timeline.stale = null;
    else if (retry === firstRetry) timeline.stale = failure;
    if (failure === null || ![...this.#timelines.values()].includes(timeline)) return;
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(
      retry,
      () => void this.#refresh(timeline, Math.min(retry * 2, longestRetry)),
    );
  }
}
