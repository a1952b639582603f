import { longestText } from '../model/message.ts';

/** Of the message that is answered no more than this is repeated. */
const mostLines = 4;
const mostCharacters = 240;

const isQuoted = (line: string): boolean => line.startsWith('>');

/**
 * The text with a quote of the message that it answers before it, for programs that know no replies: lines that begin
 * with `>`, an empty line, the text. A quote in the original is left out, unless it is all there is.
 */
export function withQuote(text: string, original: string): string {
  const lines = original.trim().split(/\r\n|\r|\n/);
  const own = lines.filter((line) => !isQuoted(line));
  const shown = own.join('').trim() === '' ? lines : own;
  const first = shown.findIndex((line) => line.trim() !== '');
  const kept = shortened(shown.slice(Math.max(0, first)));
  return `${kept.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')}\n\n${text}`;
}

/**
 * A message's text as it goes over the wire. `original`: the text of the message that it answers; null: it answers none
 * that is here. A text that fills the limit has no room for a quote: it goes alone then, so that it arrives.
 */
export function textOnWire(text: string, original: string | null): string {
  if (original === null) return text;
  const quoted = withQuote(text, original);
  return quoted.length > longestText ? text : quoted;
}

/** Takes off what `withQuote` put before the text. The text as it is when there is no quote, or nothing behind it. */
export function withoutQuote(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const end = lines.findIndex((line) => !isQuoted(line));
  if (end <= 0 || lines[end]?.trim() !== '') return text;
  const rest = lines.slice(end + 1).join('\n');
  return rest.trim() === '' ? text : rest;
}

function shortened(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let left = mostCharacters;
  for (const line of lines.slice(0, mostLines)) {
    // A character may be two code units; one more than fits tells that something is left out.
    const characters = [...line.slice(0, 2 * left + 2)];
    if (characters.length > left) {
      kept.push(`${characters.slice(0, left).join('').trimEnd()}…`);
      return kept;
    }
    left -= characters.length;
    kept.push(line.trimEnd());
    if (left <= 0) break;
  }
  if (kept.length < lines.length) kept.push('…');
  return kept;
}
