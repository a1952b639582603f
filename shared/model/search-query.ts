import * as v from 'valibot';

/** The longest query that is read, in UTF-16 code units; what is beyond is not looked at. */
export const longestQuery = 1024;
/** The most words, phrases and names that one query may hold; further ones are not looked at. */
const mostParts = 32;

const parts = v.pipe(v.array(v.pipe(v.string(), v.maxLength(longestQuery))), v.maxLength(mostParts));

/** A day of the user's calendar; months count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The entries of a schema for what a query asks for apart from dates, which mean nothing without a time zone. */
export const searchWords = { terms: parts, from: parts, in: parts, hasLink: v.boolean() };

/** What a search asks for. All of it has to be true of a hit. */
export interface SearchQuery {
  /** Words and phrases, as typed. */
  readonly terms: string[];
  /** Parts of a sender's name or address; one of them is enough. `me` is the user. */
  readonly from: string[];
  /** Parts of a conversation's name or address; one of them is enough. */
  readonly in: string[];
  readonly hasLink: boolean;
  /** Before that day begins. */
  readonly before: CalendarDate | null;
  /** From the beginning of that day on. */
  readonly after: CalendarDate | null;
}

/** `name:value`, `name:"several words"`, `"several words"` or a word; a quotation that is not closed ends with the query. */
const part = /(?:(?<operator>[a-z]+):(?="|\S))?(?:"(?<quoted>[^"]*)(?:"|$)|(?<word>\S+))/giu;

function readDate(text: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || day < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // The thirtieth of February would be in March.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

const inOrder = ({ year, month, day }: CalendarDate): number => (year * 12 + month) * 31 + day;

function chosen(
  known: CalendarDate | null,
  next: CalendarDate,
  better: (next: number, known: number) => boolean,
): CalendarDate {
  return known === null || better(inOrder(next), inOrder(known)) ? next : known;
}

/**
 * Reads what a person types into the search: words, "phrases", `from:`, `in:`, `before:2026-11-23`, `after:2026-11-23`,
 * `has:link`. Whatever is none of these is words: it never throws, and no text is an error.
 */
export function parseSearchQuery(text: string): SearchQuery {
  const terms: string[] = [];
  const from: string[] = [];
  const places: string[] = [];
  let before: CalendarDate | null = null;
  let after: CalendarDate | null = null;
  let hasLink = false;
  const add = (list: string[], value: string): void => {
    if (value.trim() !== '' && list.length < mostParts) list.push(value);
  };
  for (const match of text.slice(0, longestQuery).matchAll(part)) {
    const { operator, quoted, word } = match.groups ?? {};
    const value = quoted ?? word ?? '';
    const date = readDate(value);
    switch (operator?.toLowerCase()) {
      case undefined:
        add(terms, value);
        break;
      case 'from':
        add(from, value);
        break;
      case 'in':
        add(places, value);
        break;
      case 'before':
        if (date === null) add(terms, match[0]);
        else before = chosen(before, date, (next, known) => next < known);
        break;
      case 'after':
        if (date === null) add(terms, match[0]);
        else after = chosen(after, date, (next, known) => next > known);
        break;
      case 'has':
        if (value.toLowerCase() === 'link') hasLink = true;
        else add(terms, match[0]);
        break;
      default:
        add(terms, match[0]);
    }
  }
  return { terms, from, in: places, before, after, hasLink };
}

/** Whether there is nothing to look for. */
export const isEmptyQuery = (query: SearchQuery): boolean =>
  query.terms.length === 0 &&
  query.from.length === 0 &&
  query.in.length === 0 &&
  query.before === null &&
  query.after === null &&
  !query.hasLink;
