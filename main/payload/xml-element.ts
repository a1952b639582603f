import { SaxesParser } from 'saxes';
import { decodeText } from './text.ts';

/** An element of a peer's XML document. Names are without their prefix: peers bind prefixes wrongly or not at all. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The characters between its own tags, those of its children left out, without blanks around them. */
  readonly text: string;
}

/** In bytes. The documents of this folder have some hundred. */
const largestDocument = 64 * 1024;
const deepestElement = 16;
const mostElements = 2_000;

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: OpenElement[];
  text: string;
}

/**
 * The root of a document; null when it is not well-formed, has a DOCTYPE or an entity beyond the five of XML, is larger
 * than 64 KiB, deeper than 16 or has more than 2000 elements. Never throws.
 *
 * @param charset of the Content-Type; UTF-8 when there is none
 */
export function readXml(body: Uint8Array, charset?: string): XmlElement | null {
  if (body.length > largestDocument) return null;
  const parser = new SaxesParser({ xmlns: false, position: false });
  const open: OpenElement[] = [];
  let root: OpenElement | null = null;
  let count = 0;
  const refuse = (): never => {
    throw new RangeError('Not a document that is read here');
  };
  parser.on('error', refuse);
  // Entities are declared in a DOCTYPE and nowhere else; a peer has no use for one.
  parser.on('doctype', refuse);
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > mostElements || open.length >= deepestElement) refuse();
    const element = {
      name: localName(tag.name),
      attributes: attributesOf(tag.attributes),
      children: [],
      text: '',
    };
    if (root === null) root = element;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (text: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed !== undefined) closed.text = closed.text.trim();
  });
  const parameters = new Map(charset === undefined ? [] : [['charset', charset] as const]);
  try {
    parser.write(decodeText(body, { type: 'application/xml', parameters })).close();
  } catch {
    return null;
  }
  return root;
}

export const childOf = (element: XmlElement, name: string): XmlElement | null =>
  element.children.find((child) => child.name === name) ?? null;

/** The text of a child; null when there is no such child or it is empty. */
export function childText(element: XmlElement, name: string): string | null {
  const text = childOf(element, name)?.text ?? '';
  return text === '' ? null : text;
}

/** Text for between tags and within double quotes. Throws on characters that XML 1.0 cannot carry in any form. */
export function escapeXml(text: string): string {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
    throw new RangeError('XML cannot carry a control character or half a character');
  }
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (blank) => `&#${String(blank.charCodeAt(0))};`);
}

/** A name without prefix counts before one with. */
function attributesOf(attributes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    const local = localName(name);
    if (local === name || !found.has(local)) found.set(local, value);
  }
  return found;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
