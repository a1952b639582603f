import { find, registerCustomProtocol } from 'linkifyjs';
import { parseAddress } from '../model/address.ts';

/** A link as it was typed, from `start` to `end` in UTF-16 code units. What is seen is the target: nothing hides it. */
export interface LinkSpan {
  readonly start: number;
  readonly end: number;
  /** With the scheme http, https, mailto, sip, sips or im. */
  readonly href: string;
}

/** A piece of a message's text: as it is, or a link whose `href` has the scheme http, https or mailto. */
export type TextToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

for (const scheme of ['im', 'sip', 'sips']) registerCustomProtocol(scheme, true);

type Found = ReturnType<typeof find>[number];

const isWeb = /^https?:/i;
const forOthers = /^(?:https?:\/\/|mailto:)/i;
const forParley = /^(?:sips?|im):/i;
const marks = /[*_~`]{1,6}$/;
/** No further back than this is looked for the sign that opened a mark, UTF-16 code units. */
const farthestMark = 500;

/** Every link has one of these in its midst. Told without reading the text for links, which takes long. */
const mayHoldLink = /[^\s][.:@][^\s]/u;

/**
 * A person's address behind its scheme (RFC 3261, 25.1): phone numbers, service codes and hosts by number, too, which
 * linkify takes apart. Each part has a bound, so that the time grows with the text alone.
 */
const person = new RegExp(
  [
    // No end of a word, and not the first of two schemes.
    /(?<![\p{L}\p{N}+.-])(?:sips?|im):(?!(?:sips?|im):)/u,
    /(?:[A-Z0-9\-_.!~*'()&=+$,;?/]|%[0-9A-F]{2}){1,128}(?::[A-Z0-9\-_.!~*'()&=+$,%]{0,64})?@/u,
    /(?:\[[0-9A-F:.]{2,45}\]|[A-Z0-9](?:[A-Z0-9.-]{0,251}[A-Z0-9])?)(?::\d{1,5})?/u,
    /(?:;[A-Z0-9-]{1,32}(?:=[A-Z0-9.~%+-]{0,63}[A-Z0-9])?){0,8}/u,
  ]
    .map(({ source }) => source)
    .join(''),
  'giu',
);

/** The plus of a number before a mail address, which linkify leaves out. */
const plusBefore = /(?<![^\s(<[{"'„“«:*_~])(?:mailto:)?\+$/iu;
const longestPlusBefore = 10;

/** A name that ends so and has neither a scheme nor a path is rather a file or an abbreviation. */
const fileName = /^(?!www\.)[^/:?#@]+\.(?:md|mov|pl|py|rs|sh|so|zip)$/i;

/** How much of a link's end closes a mark that was opened before it: **see https://example.com** */
function marksBehind(text: string, start: number, end: number): number {
  const closing = marks.exec(text.slice(Math.max(start, end - 6), end))?.[0] ?? '';
  return text.slice(Math.max(0, start - farthestMark), start).includes(closing) ? closing.length : 0;
}

/** Whether a link leads to a person, with whom a conversation is to be opened. */
export const leadsToPerson = (href: string): boolean => forParley.test(href);

/** The web, mail and messaging addresses in a text, in their order. */
export function linksIn(text: string): readonly LinkSpan[] {
  if (!mayHoldLink.test(text)) return [];
  const persons = personsIn(text);
  const links: LinkSpan[] = [];
  let next = 0;
  for (const each of find(text, { defaultProtocol: 'https' })) {
    while ((persons[next]?.end ?? Infinity) <= each.start) next += 1;
    const own = persons[next];
    const link = linkOf(text, each);
    if (link === null) continue;
    if (own === undefined || own.start >= link.end) {
      links.push(link);
    } else if (link.start < own.start && isWeb.test(link.href)) {
      // An address within that of a page is a part of it.
      links.push(link);
      const inside = persons.slice(next).findIndex(({ start }) => start >= link.end);
      persons.splice(next, inside < 0 ? persons.length : inside);
    }
  }
  return persons.length === 0 ? links : [...links, ...persons].sort((one, other) => one.start - other.start);
}

function personsIn(text: string): LinkSpan[] {
  const found: LinkSpan[] = [];
  for (const { index, 0: href } of text.matchAll(person)) {
    if (parseAddress(href).ok) found.push({ start: index, end: index + href.length, href });
  }
  return found;
}

/** What linkify found, as it was meant; null when it is no link. */
function linkOf(text: string, { start: from, end, href: found, value }: Found): LinkSpan | null {
  if (fileName.test(value)) return null;
  const plus = /^mailto:/i.test(found)
    ? (plusBefore.exec(text.slice(Math.max(0, from - longestPlusBefore), from))?.[0] ?? '')
    : '';
  const start = from - plus.length;
  const behind = marksBehind(text, start, end);
  const whole = plus === '' ? found : found.replace(':', ':+');
  const href = behind === 0 ? whole : whole.slice(0, -behind);
  return forOthers.test(href) || (leadsToPerson(href) && parseAddress(href).ok)
    ? { start, end: end - behind, href }
    : null;
}

/** Splits plain text into text and links. Joined again, the tokens' texts are the text; nothing in it is markup. */
export function linkTokens(text: string): readonly TextToken[] {
  const tokens: TextToken[] = [];
  let from = 0;
  for (const { start, end, href } of linksIn(text)) {
    if (leadsToPerson(href)) continue;
    if (start > from) tokens.push({ kind: 'text', text: text.slice(from, start) });
    tokens.push({ kind: 'link', text: text.slice(start, end), href });
    from = end;
  }
  if (from < text.length) tokens.push({ kind: 'text', text: text.slice(from) });
  return tokens;
}
