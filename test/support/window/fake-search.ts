import type { CommandArguments, CommandOutput } from '../../../shared/contract/commands.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { SearchHit } from '../../../shared/model/search-hit.ts';
import { parseSearchQuery } from '../../../shared/model/search-query.ts';

type History = Iterable<readonly Message[]>;

function toHit(message: Message, terms: readonly string[]): SearchHit | null {
  const { id, conversationId, sequence, direction, sender, at, text } = message;
  const places = terms.map((term) => text.toLowerCase().indexOf(term));
  if (places.some((place) => place < 0)) return null;
  const ranges = terms.map((term, index): [number, number] => {
    const from = places[index] ?? 0;
    return [from, from + term.length];
  });
  ranges.sort(([a], [b]) => a - b);
  const clipped = { start: false, end: false };
  return { id, conversationId, sequence, direction, sender, at, excerpt: text, clipped, ranges };
}

function find(history: History, query: string): readonly SearchHit[] {
  const terms = parseSearchQuery(query).terms.map((term) => term.toLowerCase());
  return [...history]
    .flat()
    .map((message) => toHit(message, terms))
    .filter((hit) => hit !== null)
    .toSorted((a, b) => b.sequence - a.sequence);
}

/** Words without regard to case, newest first: what the window needs of the real search. */
export function fakeSearch(
  history: History,
  { query, before, limit }: CommandArguments<'search'>,
  indexed: number,
): CommandOutput<'search'> {
  const all = find(history, query).filter(({ sequence }) => before === null || sequence < before);
  const hits = all.slice(0, limit);
  return { hits, next: all.length > limit ? (hits.at(-1)?.sequence ?? null) : null, indexed };
}

export function fakeCount(history: History, query: string): CommandOutput<'countSearch'> {
  const count = find(history, query).length;
  return { count: Math.min(count, 1000), complete: count <= 1000 };
}

export function fakeAround(
  messages: readonly Message[],
  { sequence, limit }: CommandArguments<'messagesAround'>,
): CommandOutput<'messagesAround'> {
  const earlier = messages.filter((each) => each.sequence <= sequence);
  const later = messages.filter((each) => each.sequence > sequence);
  const half = Math.ceil((limit + 1) / 2);
  return {
    messages: [...earlier.slice(-half), ...later.slice(0, limit - half)],
    moreBefore: earlier.length > half,
    moreAfter: later.length > limit - half,
  };
}
