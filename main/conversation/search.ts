import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { SearchCount, SearchPage } from '../../shared/model/search-hit.ts';
import { isEmptyQuery, parseSearchQuery, type CalendarDate } from '../../shared/model/search-query.ts';
import type { Store, WantedMessages } from '../store/interface.ts';
import { CommandError } from './failure-error.ts';

/** A day begins where the user is. */
const beginningOf = ({ year, month, day }: CalendarDate): number => new Date(year, month - 1, day).getTime();

/** Finds messages of one account, and reads a timeline from where they are. */
export class HistorySearch {
  readonly #store: Store;
  readonly #accountId: AccountId;

  constructor(store: Store, accountId: AccountId) {
    this.#store = store;
    this.#accountId = accountId;
  }

  /** `query` as typed; `within` one conversation alone. Nothing to look for finds nothing. */
  async search(
    query: string,
    within: ConversationId | null,
    before: number | null,
    limit: number,
  ): Promise<SearchPage> {
    const wanted = this.#read(query, within);
    return wanted === null ? { hits: [], next: null, indexed: 1 } : this.#store.search(wanted, before, limit);
  }

  async count(query: string, within: ConversationId | null): Promise<SearchCount> {
    const wanted = this.#read(query, within);
    return wanted === null ? { count: 0, complete: true } : this.#store.countSearch(wanted);
  }

  async around(
    id: ConversationId,
    sequence: number,
    limit: number,
  ): Promise<{ messages: Message[]; moreBefore: boolean; moreAfter: boolean }> {
    await this.#require(id);
    const run = await this.#store.messagesAround(id, sequence, limit);
    return { ...run, messages: [...run.messages] };
  }

  async after(
    id: ConversationId,
    sequence: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean }> {
    await this.#require(id);
    const page = await this.#store.messagesAfter(id, sequence, limit);
    return { ...page, messages: [...page.messages] };
  }

  async sequenceAt(id: ConversationId, at: number): Promise<number | null> {
    await this.#require(id);
    return this.#store.sequenceAt(id, at);
  }

  #read(text: string, conversationId: ConversationId | null): WantedMessages | null {
    const query = parseSearchQuery(text);
    if (isEmptyQuery(query)) return null;
    const { terms, from, in: places, hasLink, before, after } = query;
    return {
      accountId: this.#accountId,
      conversationId,
      terms,
      from,
      in: places,
      hasLink,
      since: after === null ? null : beginningOf(after),
      until: before === null ? null : beginningOf(before),
    };
  }

  async #require(id: ConversationId): Promise<void> {
    const conversation = await this.#store.conversation(id);
    if (conversation?.accountId !== this.#accountId) throw new CommandError({ code: 'unknown-conversation' });
  }
}
