import type { Token } from 'markdown-it';
import { chatMarkdown } from './chat-markdown.ts';

/** What stands within a line or several. Joined and without its marks it is what was typed. */
export type InlineToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** As it was typed; `href` as in LinkSpan. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly children: readonly InlineToken[] };

export type BlockToken =
  /** Its line breaks and spaces are meant. */
  | { readonly kind: 'paragraph'; readonly children: readonly InlineToken[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly BlockToken[] }
  | {
      readonly kind: 'list';
      /** Null: its items have no numbers. */
      readonly start: number | null;
      /** What stands behind the numbers. */
      readonly mark: '.' | ')';
      readonly items: readonly (readonly BlockToken[])[];
    };

/** Marks deeper than this are shown as they were typed. */
const deepest = 5;

const spans: Readonly<Record<string, 'strong' | 'emphasis' | 'struck'>> = {
  strong: 'strong',
  em: 'emphasis',
  s: 'struck',
};

/**
 * Whether a text can hold neither marks nor links, as most messages: one line that begins with a letter and has none of
 * the signs that they need. The reader below would find the same, and takes far longer for it.
 */
const isPlain = (text: string): boolean =>
  /^[A-Za-z\u00c0-\u{10ffff}]/u.test(text) && !/[\p{Cc}*_~`<>[\]\\&#:@/|=+{}^]|[^\S ]|\s$|\.\S/u.test(text);

/**
 * Reads the markup that people write in messages: bold, italic, struck out, code, quotes and lists, and links as they
 * are typed. Everything else is the text that it is. Never throws; the work grows with the length alone.
 */
export function readMarkup(text: string): readonly BlockToken[] {
  if (isPlain(text)) return [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];
  const source = text.replace(/\r\n?/g, '\n');
  const tokens = chatMarkdown().parse(source, {});
  return new BlockReader(tokens, source).blocks();
}

class BlockReader {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  #lines: readonly string[] | null = null;
  #at = 0;

  constructor(tokens: readonly Token[], source: string) {
    this.#tokens = tokens;
    this.#source = source;
  }

  /** The blocks up to the end of the enclosing one. */
  blocks(): BlockToken[] {
    const blocks: BlockToken[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined) return blocks;
      this.#at += 1;
      if (token.nesting < 0 && token.type !== 'paragraph_close') return blocks;
      const block = this.#block(token);
      if (block !== null) blocks.push(block);
    }
  }

  #block(token: Token): BlockToken | null {
    switch (token.type) {
      case 'inline':
        return { kind: 'paragraph', children: inlineTokens(token.children ?? []) };
      case 'fence': {
        const text = token.content.replace(/\n$/, '');
        // Marks around nothing mark nothing.
        return text.trim() === '' ? this.#asTyped(token) : { kind: 'code', text };
      }
      case 'blockquote_open': {
        const children = this.blocks();
        return children.length > 0 ? { kind: 'quote', children } : this.#asTyped(token);
      }
      case 'bullet_list_open':
        return { kind: 'list', start: null, mark: '.', items: this.#items() };
      case 'ordered_list_open': {
        const start = Number(token.attrGet('start') ?? 1);
        return { kind: 'list', start, mark: token.markup === ')' ? ')' : '.', items: this.#items() };
      }
      default:
        return null;
    }
  }

  #items(): (readonly BlockToken[])[] {
    const items: (readonly BlockToken[])[] = [];
    while (this.#tokens[this.#at]?.type === 'list_item_open') {
      this.#at += 1;
      items.push(this.blocks());
    }
    this.#at += 1; // the end of the list
    return items;
  }

  #asTyped({ map }: Token): BlockToken {
    this.#lines ??= this.#source.split('\n');
    const text = this.#lines.slice(map?.[0] ?? 0, map?.[1] ?? 0).join('\n');
    return { kind: 'paragraph', children: [{ kind: 'text', text }] };
  }
}

/** Makes a tree of opening and closing tokens. */
function inlineTokens(tokens: readonly Token[]): readonly InlineToken[] {
  const root: InlineToken[] = [];
  const open: InlineToken[][] = [];
  let level = 0;
  const add = (token: InlineToken): void => {
    const into = open.at(-1) ?? root;
    const last = into.at(-1);
    if (token.kind === 'text' && last?.kind === 'text') {
      into[into.length - 1] = { kind: 'text', text: last.text + token.text };
    } else {
      into.push(token);
    }
  };
  for (const token of tokens) {
    const kind = spans[token.tag];
    if (kind !== undefined && token.nesting > 0) {
      level += 1;
      if (level > deepest) {
        add({ kind: 'text', text: token.markup });
      } else {
        const children: InlineToken[] = [];
        add({ kind, children });
        open.push(children);
      }
    } else if (kind !== undefined) {
      if (level > deepest) add({ kind: 'text', text: token.markup });
      else open.pop();
      level -= 1;
    } else if (token.type === 'code_inline') {
      add({ kind: 'code', text: token.content });
    } else if (token.type === 'typed_link') {
      add({ kind: 'link', text: token.content, href: String(token.attrGet('href')) });
    } else if (token.content !== '') {
      add({ kind: 'text', text: token.content });
    }
  }
  return root;
}
