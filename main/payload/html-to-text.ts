import { decodeHtmlEntities } from './html-entities.ts';

/** In characters; the rest of a larger document is not shown. */
const longestHtml = 256 * 1024;

const blocks = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Their content is no text to show. */
const dropped = new Set(['script', 'style', 'title', 'template', 'noscript', 'iframe', 'object']);

/**
 * The words of an HTML message, for peers that send nothing plainer: block elements become lines, cells are parted by
 * a tab, an image is its alternative text, a link whose text hides its address gets it behind. Nothing is executed or
 * loaded, and the result is plain text that must still be escaped where it is shown. Works through the text once.
 */
export function htmlToText(html: string): string {
  const source = html.slice(0, longestHtml);
  const text = new PlainText();
  let link: { readonly address: string; readonly start: number } | null = null;
  let at = 0;
  while (at < source.length) {
    const opening = tagStart(source, at);
    text.add(decodeHtmlEntities(source.slice(at, opening)));
    if (opening >= source.length) break;
    const end = tagEnd(source, opening);
    const tag = /^<(\/?)([A-Za-z][^\s/>]{0,30})/.exec(source.slice(opening, opening + 40));
    at = end;
    if (tag?.[2] === undefined) continue;
    const name = tag[2].toLowerCase();
    const isEnd = tag[1] === '/';
    if (dropped.has(name) && !isEnd) {
      at = closingTag(source, name, end);
    } else if (name === 'br') {
      text.line();
    } else if (name === 'a') {
      if (link !== null && !text.since(link.start).includes(link.address.replace(/\/$/, ''))) {
        text.add(` (${link.address})`);
      }
      const address = isEnd ? '' : attributeOf(source.slice(opening, end), 'href');
      link = /^https?:\/\/\S+$/i.test(address) ? { address, start: text.length } : null;
    } else if (name === 'img') {
      text.add(attributeOf(source.slice(opening, end), 'alt'));
    } else if (blocks.has(name)) {
      text.block();
      if (name === 'pre') text.preformatted = !isEnd;
      if (name === 'li' && !isEnd) text.add('\u2022 ');
    } else if ((name === 'td' || name === 'th') && isEnd) {
      text.cell();
    }
  }
  return text.toString();
}

/** Collects text and settles blanks as a browser does: a run of them is one, none starts or ends a line. */
class PlainText {
  preformatted = false;
  #lines: string[] = [];
  #line = '';
  #blank: '' | ' ' | '\t' = '';
  #length = 0;

  /** Where the next character goes, for `since`. */
  get length(): number {
    return this.#length;
  }

  /** What was added to the current line since it had this length; empty when the line is another. */
  since(start: number): string {
    const before = this.#length - this.#line.length;
    return start < before ? '' : this.#line.slice(start - before);
  }

  add(text: string): void {
    if (this.preformatted) {
      const lines = text.split(/\r\n|\r|\n/);
      for (const [index, line] of lines.entries()) {
        if (index > 0) this.line();
        this.#append(line);
      }
      return;
    }
    // A no-break space is not HTML's white space and stays.
    for (const word of text.split(/([ \t\r\n\f]+)/)) {
      if (/^[ \t\r\n\f]/.test(word)) this.#blank ||= ' ';
      else if (word !== '') this.#append(word);
    }
  }

  line(): void {
    this.#lines.push(this.#line);
    this.#line = '';
    this.#blank = '';
  }

  /** Starts a line unless one was just started. */
  block(): void {
    if (this.#line !== '') this.line();
    this.#blank = '';
  }

  cell(): void {
    this.#blank = '\t';
  }

  toString(): string {
    return [...this.#lines, this.#line].join('\n').replaceAll('\u00a0', ' ').trim();
  }

  #append(text: string): void {
    const added = (this.#line === '' ? '' : this.#blank) + text;
    this.#blank = '';
    this.#line += added;
    this.#length += added.length;
  }
}

/** Where the next tag, comment or declaration starts; the end of the text when there is none. */
function tagStart(source: string, from: number): number {
  for (let at = source.indexOf('<', from); at >= 0; at = source.indexOf('<', at + 1)) {
    if (/[A-Za-z/!?]/.test(source.charAt(at + 1))) return at;
  }
  return source.length;
}

/** Behind the tag or comment; the end of the text when it is never closed, as in a browser. */
function tagEnd(source: string, opening: number): number {
  if (source.startsWith('<!--', opening)) {
    const end = source.indexOf('-->', opening + 4);
    return end < 0 ? source.length : end + 3;
  }
  let quote = '';
  for (let at = opening + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return at + 1;
    } else if ((character === '"' || character === "'") && /[=\s]/.test(source.charAt(at - 1))) {
      quote = character;
    }
  }
  return source.length;
}

/** Where the end tag of a dropped element starts; its content is not looked at. */
function closingTag(source: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? source.length;
}

function attributeOf(tag: string, name: string): string {
  const pattern = new RegExp(`\\s${name}\\s{0,8}=\\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i');
  const [, double, single, bare] = pattern.exec(tag.slice(0, 4096)) ?? [];
  return decodeHtmlEntities(double ?? single ?? bare ?? '').trim();
}
