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

const forOthers = /^(?:https?:\/\/|mailto:)/i;
const forParley = /^(?:sips?|im):/i;
const marks = /[*_~`]{1,6}$/;
/** No further back than this is looked for the sign that opened a mark, UTF-16 code units. */
const farthestMark = 500;

/** Every link has one of these in its midst. Told without reading the text for links, which takes long. */
const mayHoldLink = /[^\s][.:@][^\s]/u;

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
  const links: LinkSpan[] = [];
  for (const { start, end, href: found } of find(text, { defaultProtocol: 'https' })) {
    const behind = marksBehind(text, start, end);
    const href = behind === 0 ? found : found.slice(0, -behind);
    if (forOthers.test(href) || (leadsToPerson(href) && parseAddress(href).ok))
      links.push({ start, end: end - behind, href });
  }
  return links;
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
