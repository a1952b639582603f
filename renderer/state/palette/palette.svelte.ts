import type { Clock } from '../../../shared/model/clock.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { Search } from '../search.svelte.ts';

const mostRecent = 20;
/** Begins a query for actions alone. */
const actionsOnly = '>';

/** What is typed into the palette, and what was used lately. */
export class Palette {
  /** Messages, as they are found; the rest of the palette is there at once. */
  readonly messages: Search;
  #query = $state('');
  #conversations = $state.raw<readonly ConversationId[]>([]);
  #actions = $state.raw<readonly string[]>([]);

  constructor(bridge: Bridge, clock: Clock) {
    this.messages = new Search(bridge, clock);
  }

  get query(): string {
    return this.#query;
  }

  /** Whether only actions are looked for. */
  get onlyActions(): boolean {
    return this.#query.trimStart().startsWith(actionsOnly);
  }

  /** What is looked for, without the sign that says where. */
  get words(): string {
    return this.onlyActions ? this.#query.trimStart().slice(actionsOnly.length) : this.#query;
  }

  /** The latest first, as all that was used lately. */
  get recentConversations(): readonly ConversationId[] {
    return this.#conversations;
  }

  /** Ids of actions. */
  get recentActions(): readonly string[] {
    return this.#actions;
  }

  type(query: string): void {
    this.#query = query;
    this.messages.type(this.onlyActions ? '' : query);
  }

  opened(id: ConversationId): void {
    this.#conversations = [id, ...this.#conversations.filter((each) => each !== id)].slice(0, mostRecent);
  }

  did(id: string): void {
    this.#actions = [id, ...this.#actions.filter((each) => each !== id)].slice(0, mostRecent);
  }

  clear(): void {
    this.type('');
    this.#conversations = [];
    this.#actions = [];
  }
}
