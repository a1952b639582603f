/** What narrows a search, as it is typed (shared/model/search-query.ts). */
export const searchFilters = ['from:', 'in:', 'after:', 'before:', 'has:link'] as const;
export type SearchFilter = (typeof searchFilters)[number];

/** A filter whose value is still to be typed. */
const unfinished = /(?:^|\s)(?:from|in|after|before|has):$/iu;

/** What can be looked for already: a filter without its value is no word. */
export const searchable = (query: string): string => query.trimEnd().replace(unfinished, '');

/** The local day as a filter wants it. */
function isoDay(at: number): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export interface FilteredQuery {
  readonly query: string;
  /** What is to be typed over, as places in the query. */
  readonly from: number;
  readonly to: number;
}

/** The query with one more filter. A day is proposed: `today`, a local midnight in milliseconds since 1970. */
export function withFilter(query: string, filter: SearchFilter, today: number): FilteredQuery {
  const words = query.trimEnd();
  const before = words === '' ? filter : `${words} ${filter}`;
  const value =
    filter === 'after:' || filter === 'before:' ? isoDay(today) : filter === 'has:link' ? ' ' : '';
  const whole = before + value;
  return { query: whole, from: value === ' ' ? whole.length : before.length, to: whole.length };
}
