import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { SearchHit } from '../../shared/model/search-hit.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { Search } from './search.svelte.ts';

/** Looks for messages in the open conversation and goes from one to the next. */
export class Find {
  readonly search: Search;
  readonly #show: (hit: SearchHit) => void;
  /** Which hit is shown, the newest is 0; -1 before the first is there. */
  place = $state(-1);
  active = $state(false);
  /** The words whose places are marked in the messages. */
  readonly terms: readonly string[] = $derived.by(() => (this.active ? this.search.terms : []));

  /** `show` goes to a message without taking the focus. */
  constructor(bridge: Bridge, clock: Clock, show: (hit: SearchHit) => void) {
    this.#show = show;
    this.search = new Search(bridge, clock, () => {
      this.#go(0);
    });
  }

  /** Begins, or takes the focus back to what is typed. */
  start(id: ConversationId): void {
    if (this.search.within !== id) this.search.clear();
    this.search.within = id;
    this.active = true;
    this.search.focus();
  }

  close(): void {
    this.active = false;
    this.place = -1;
    this.search.clear();
  }

  type(query: string): void {
    this.place = -1;
    this.search.type(query);
  }

  /** The next older hit; after the oldest comes the newest again. */
  async older(): Promise<void> {
    const { search } = this;
    if (search.state === 'searching') {
      // What shows may still be of the word before.
      search.again();
      return;
    }
    const { query } = search;
    if (this.place + 1 >= search.hits.length && search.hasMore) await search.loadMore();
    if (search.query !== query || search.hits.length === 0) return;
    if (this.place + 1 < search.hits.length) this.#go(this.place + 1);
    else if (!search.hasMore) this.#go(0);
  }

  /** The next newer hit; before the newest comes the oldest, if all are known. */
  newer(): void {
    const { hits, hasMore } = this.search;
    if (this.place > 0) this.#go(this.place - 1);
    else if (!hasMore) this.#go(hits.length - 1);
  }

  #go(place: number): void {
    const hit = this.search.hits[place];
    if (!this.active || hit === undefined) return;
    this.place = place;
    this.#show(hit);
  }
}
