import Parser, { type MarkdownIt, type StateBlock, type StateInline } from 'markdown-it';
import { linksIn, type LinkSpan } from '../../shared/text/links.ts';

// CommonMark is made for documents. In a message a line break is one, a blank line is one more, an answer under a
// quote is no part of the quote, and signs that mark nothing up are what they look like. So the block rules that
// documents alone need are left out, and some of the others are kept from what a person does not mean.

/** Quotes and lists within each other, in the parser's levels: a list counts two. The parser drops text beyond its own bound. */
const deepestLevel = 6;

const lineOf = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0);

/** `>:(` is a face. A quote has a blank or a word behind its sign, or other lines of quote below. */
const quoteStart = /^>(?:[ \t>]*[\p{L}\p{N}]|[ \t>]*[ \t][^\s>])/u;
/** An item has a text, `+` is more often a plus, and a row of signs is a line that somebody drew. */
const itemStart = /^(?!(?:[-*][ \t]*)+$)(?:[-*]|\d{1,9}[.)])[ \t]+\S/;

type BlockRule = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => boolean;

const only =
  (rule: BlockRule, where: (state: StateBlock, line: number) => boolean): BlockRule =>
  (state, startLine, endLine, silent) =>
    state.level < deepestLevel && where(state, startLine) && rule(state, startLine, endLine, silent);

const isQuote = (state: StateBlock, line: number): boolean => {
  const text = lineOf(state, line);
  if (quoteStart.test(text)) return true;
  return text.trimEnd() === '>' && line + 1 < state.lineMax && lineOf(state, line + 1).startsWith('>');
};
const isItem = (state: StateBlock, line: number): boolean => itemStart.test(lineOf(state, line));

/** All lines up to the next quote, list or code block, blank ones too, with all their spaces. */
const paragraph: BlockRule = (state, startLine, endLine) => {
  const terminators = state.md.block.ruler.getRules('paragraph');
  const outer = state.parentType;
  state.parentType = 'paragraph';
  let end = startLine + 1;
  for (let line = end; line < endLine; line += 1) {
    if (state.isEmpty(line)) continue;
    // What is less indented is no part of the item, what stands under a quote no part of the quote.
    if ((state.sCount[line] ?? 0) < state.blkIndent) break;
    if (terminators.some((rule) => rule(state, line, endLine, true))) break;
    end = line + 1;
  }
  state.parentType = outer;
  state.line = end;
  state.push('paragraph_open', 'p', 1).map = [startLine, end];
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, end, state.blkIndent, false);
  inline.map = [startLine, end];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  return true;
};

/** A line without the sign ends a quote. */
const plainLine: BlockRule = (_state, _startLine, _endLine, silent) => silent;

const marks = new Set(['*', '_', '~', '`'].map((mark) => mark.charCodeAt(0)));

interface Links {
  readonly spans: readonly LinkSpan[];
  next: number;
}
const linksOf = new WeakMap<StateInline, Links>();

/** The first link that begins at the parser's place or behind it. */
function nextLink(state: StateInline): LinkSpan | undefined {
  let links = linksOf.get(state);
  if (links === undefined) {
    links = { spans: linksIn(state.src), next: 0 };
    linksOf.set(state, links);
  }
  while ((links.spans[links.next]?.start ?? Infinity) < state.pos) links.next += 1;
  return links.spans[links.next];
}

function typedLink(state: StateInline): boolean {
  const link = nextLink(state);
  if (link?.start !== state.pos) return false;
  const token = state.push('typed_link', '', 0);
  token.content = state.src.slice(link.start, link.end);
  token.attrSet('href', link.href);
  state.pos = link.end;
  return true;
}

function plainText(state: StateInline): boolean {
  const end = Math.min(nextLink(state)?.start ?? state.posMax, state.posMax);
  let at = state.pos;
  while (at < end && !marks.has(state.src.charCodeAt(at))) at += 1;
  if (at === state.pos) return false;
  state.pending += state.src.slice(state.pos, at);
  state.pos = at;
  return true;
}

/** A single asterisk within a word is a sum: 2*3*4. */
function innerAsterisk(state: StateInline): boolean {
  if (state.src[state.pos] !== '*') return false;
  const run = state.scanDelims(state.pos, false);
  if (run.length !== 1 || run.can_open || run.can_close) return false;
  state.pending += '*';
  state.pos += 1;
  return true;
}

function createChatMarkdown(): MarkdownIt {
  const md = new Parser('zero');
  const { ruler } = md.block;
  const [quote, list] = (['blockquote', 'list'] as const).map((name) => {
    ruler.enableOnly([name]);
    return ruler.getRules('')[0];
  });
  if (quote === undefined || list === undefined) throw new Error('The parser has no quotes or lists');
  const alt = ['paragraph', 'blockquote', 'list'];
  ruler.at('blockquote', only(quote, isQuote), { alt });
  ruler.at('list', only(list, isItem), { alt: alt.slice(0, 2) });
  ruler.at('paragraph', paragraph);
  ruler.before('paragraph', 'plain_line', plainLine, { alt: ['blockquote'] });
  ruler.enableOnly(['fence', 'blockquote', 'list', 'plain_line', 'paragraph']);
  md.inline.ruler.at('text', plainText);
  md.inline.ruler.before('text', 'typed_link', typedLink);
  md.inline.ruler.before('emphasis', 'inner_asterisk', innerAsterisk);
  md.enable(['backticks', 'strikethrough', 'emphasis']);
  return md;
}

let made: MarkdownIt | null = null;

/** The parser of messages, made at the first text that has marks. Its own tokens are of types that `readMarkup` knows. */
export const chatMarkdown = (): MarkdownIt => (made ??= createChatMarkdown());
