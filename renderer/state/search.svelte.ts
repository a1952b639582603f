import { parseSearchQuery } from '../../shared/model/search-query.ts';
import type { SearchCount, SearchHit } from '../../shared/model/search-hit.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { searchable } from './search-filters.ts';

const pageSize = 30;
/** After the last key press, in milliseconds. */
const patience = 120;
/** How often it is asked how far the index is, in milliseconds. */
const watchEvery = 1000;
/** How often main is asked for one page of hits before a person is asked whether to go on. */
const mostRounds = 40;

/** What is typed into the search, and what it found. */
export class Search {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #found: () => void;
  #cancel: Unsubscribe = () => undefined;
  /** Counts the searches; an answer to an earlier one comes too late. */
  #turn = 0;
  #next: number | null = null;
  #wishes = 0;

  query = $state('');
  state = $state<'idle' | 'searching' | 'ready' | 'failed'>('idle');
  hits = $state.raw<readonly SearchHit[]>([]);
  /** Null until it is known. */
  count = $state.raw<SearchCount | null>(null);
  /** From 0 to 1: how much of the history the index holds. */
  indexed = $state(1);
  hasMore = $state(false);
  loadingMore = $state(false);
  /** Whether something is looked for: the results stand where the conversations stood. */
  readonly active: boolean = $derived(this.query.trim() !== '');
  /** In this conversation alone; null: everywhere. */
  within: ConversationId | null = null;
  /** Counts the wishes that the search take the focus. */
  wanted = $state(0);

  /** `found` is called when the first hits of a search are there. */
  constructor(bridge: Bridge, clock: Clock, found: () => void = () => undefined) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#found = found;
  }

  /** The words that are looked for. */
  get terms(): readonly string[] {
    return parseSearchQuery(this.query).terms;
  }

  /** Searches as soon as the typing rests. */
  type(query: string): void {
    if (query === this.query) return;
    this.query = query;
    this.#cancel();
    this.#turn += 1;
    if (searchable(query) === '') {
      this.#reset('idle');
      return;
    }
    this.state = 'searching';
    this.#cancel = this.#clock.after(patience, () => void this.#search());
  }

  again(): void {
    this.#cancel();
    if (searchable(this.query) !== '') void this.#search();
  }

  clear(): void {
    this.type('');
  }

  focus(): void {
    this.wanted += 1;
  }

  /** Whether the focus was wished for since this was asked last. */
  takeWish(): boolean {
    const wished = this.wanted > this.#wishes;
    this.#wishes = this.wanted;
    return wished;
  }

  async loadMore(): Promise<void> {
    if (!this.hasMore || this.loadingMore || this.state !== 'ready') return;
    this.loadingMore = true;
    const turn = this.#turn;
    const complete = await this.#fill(turn, this.hits, pageSize);
    if (turn !== this.#turn) return;
    this.loadingMore = false;
    if (!complete) this.state = 'failed';
  }

  async #search(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.state = 'searching';
    this.#next = null;
    this.loadingMore = false;
    const { within: conversationId } = this;
    const query = searchable(this.query);
    const complete = await this.#fill(turn, [], pageSize);
    if (turn !== this.#turn) return;
    if (!complete) {
      this.#reset('failed');
      return;
    }
    this.state = 'ready';
    if (this.indexed < 1) this.#watchIndex(turn);
    this.count = null;
    this.#found();
    if (!this.hasMore) {
      this.count = { count: this.hits.length, complete: true };
      return;
    }
    const counted = await this.#bridge.invoke('countSearch', { query, conversationId });
    if (turn === this.#turn && counted.ok) this.count = counted.value;
  }

  /** Adds a page of hits to those before. False: main failed. Hits show as they come. */
  async #fill(turn: number, before: readonly SearchHit[], wanted: number): Promise<boolean> {
    let found: readonly SearchHit[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const limit = wanted - found.length;
      const result = await this.#bridge.invoke('search', {
        query: searchable(this.query),
        conversationId: this.within,
        before: this.#next,
        limit,
      });
      if (turn !== this.#turn) return true;
      if (!result.ok) return false;
      found = [...found, ...result.value.hits];
      this.hits = [...before, ...found];
      this.#next = result.value.next;
      this.indexed = result.value.indexed;
      this.hasMore = result.value.next !== null;
      if (!this.hasMore || found.length >= wanted) break;
    }
    return true;
  }

  /** Asks how far the index is as long as it is being built and this is looked for. */
  #watchIndex(turn: number): void {
    this.#cancel = this.#clock.after(watchEvery, () => {
      const { query, within: conversationId } = this;
      void this.#bridge.invoke('search', { query, conversationId, before: null, limit: 1 }).then((result) => {
        if (turn !== this.#turn || !result.ok) return;
        this.indexed = result.value.indexed;
        if (this.indexed < 1) this.#watchIndex(turn);
      });
    });
  }

  #reset(state: 'idle' | 'failed'): void {
    this.state = state;
    this.hits = [];
    this.count = null;
    this.hasMore = false;
    this.loadingMore = false;
  }
}
