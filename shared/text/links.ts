import { find } from 'linkifyjs';

/** A piece of a message's text: as it is, or a link whose `href` has the scheme http, https or mailto. */
export type TextToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const openable = /^(?:https?:\/\/|mailto:)/i;

/** Splits plain text into text and links. Joined again, the tokens' texts are the text; nothing in it is markup. */
export function linkTokens(text: string): readonly TextToken[] {
  const tokens: TextToken[] = [];
  let from = 0;
  for (const link of find(text, { defaultProtocol: 'https' })) {
    if (!openable.test(link.href)) continue;
    if (link.start > from) tokens.push({ kind: 'text', text: text.slice(from, link.start) });
    tokens.push({ kind: 'link', text: text.slice(link.start, link.end), href: link.href });
    from = link.end;
  }
  if (from < text.length) tokens.push({ kind: 'text', text: text.slice(from) });
  return tokens;
}
