import { parseContentType, type ContentType } from './content-type.ts';
import {
  cpimUri,
  escapeCpim,
  formatCpimAddress,
  isCpimName,
  parseCpimAddress,
  unescapeCpim,
  type CpimAddress,
} from './cpim-header.ts';
import { parseDateTime } from './date-time.ts';
import { readHeaderBlock, type HeaderBlock } from './header-block.ts';
import { mimeEntity } from './mime-entity.ts';
import { encodeText } from './text.ts';

export interface CpimHeader {
  /** What its prefix stands for; `cpimNamespace` without one. A prefix that no NS declares stands for itself. */
  readonly namespace: string;
  /** Without its prefix, in the spelling of the peer. */
  readonly name: string;
  /** Without parameters (`;lang=fr`) and escapes. */
  readonly value: string;
}

/** A message/cpim document (RFC 3862). */
export interface CpimMessage {
  readonly from: CpimAddress | null;
  readonly to: readonly CpimAddress[];
  readonly cc: readonly CpimAddress[];
  /** The first of them: others are the same in other languages. */
  readonly subject: string | null;
  /** As it was written, for reports to repeat; `parseDateTime` reads it. */
  readonly dateTime: string | null;
  /** Names that the reader must understand, with their prefixes. */
  readonly require: readonly string[];
  /** All headers but NS, in their order. */
  readonly headers: readonly CpimHeader[];
  /** text/plain when there is none. */
  readonly contentType: ContentType;
  /** In lower case without parameters: `notification` marks an IMDN. Null when there is none. */
  readonly contentDisposition: string | null;
  readonly content: Uint8Array;
}

/** Headers that belong together under one NS. */
export interface CpimExtension {
  readonly prefix: string;
  readonly namespace: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface CpimToWrite {
  readonly from: CpimAddress;
  readonly to: readonly CpimAddress[];
  readonly cc?: readonly CpimAddress[];
  /** RFC 3339. */
  readonly dateTime?: string;
  readonly subject?: string;
  readonly extensions?: readonly CpimExtension[];
  /** Names with their prefixes. */
  readonly require?: readonly string[];
  readonly contentType: string;
  readonly contentDisposition?: string;
  readonly content: Uint8Array;
}

export const cpimType = 'message/cpim';
export const cpimNamespace = 'urn:ietf:params:cpim-headers:';
export const imdnNamespace = 'urn:ietf:params:imdn';

const mostAddresses = 50;
/** In characters: more of a text is not looked at to tell whether it is CPIM. */
const longestHead = 64 * 1024;

/** Throws a RangeError on a value that would break the document. */
export function writeCpim(message: CpimToWrite): Uint8Array {
  if (parseContentType(message.contentType) === null) {
    throw new RangeError(`Not a media type: ${JSON.stringify(message.contentType)}`);
  }
  if (message.dateTime !== undefined && parseDateTime(message.dateTime) === null) {
    throw new RangeError(`Not a date and time of RFC 3339: ${JSON.stringify(message.dateTime)}`);
  }
  const lines = [
    `From: ${formatCpimAddress(message.from)}`,
    ...message.to.map((address) => `To: ${formatCpimAddress(address)}`),
    ...(message.cc ?? []).map((address) => `cc: ${formatCpimAddress(address)}`),
    ...(message.dateTime === undefined ? [] : [`DateTime: ${message.dateTime}`]),
    ...(message.subject === undefined ? [] : [`Subject: ${escapeCpim(message.subject)}`]),
    ...(message.extensions ?? []).flatMap(extensionLines),
    ...(message.require === undefined ? [] : [`Require: ${message.require.join(',')}`]),
    '',
    `Content-Type: ${message.contentType}`,
    ...(message.contentDisposition === undefined
      ? []
      : [`Content-Disposition: ${message.contentDisposition}`]),
    `Content-Length: ${String(message.content.length)}`,
    '',
    '',
  ];
  if (lines.some((line) => /\p{Cc}/u.test(line))) {
    throw new RangeError('A value for the CPIM header holds a control character');
  }
  return Buffer.concat([encodeText(lines.join('\r\n')), message.content]);
}

function extensionLines({ prefix, namespace, headers }: CpimExtension): string[] {
  const names = [prefix, ...headers.map(([name]) => name)];
  const wrong = names.find((name) => !isCpimName(name));
  if (wrong !== undefined) throw new RangeError(`Not a name for a CPIM header: ${JSON.stringify(wrong)}`);
  return [
    `NS: ${prefix} <${cpimUri(namespace)}>`,
    ...headers.map(([name, value]) => `${prefix}.${name}: ${escapeCpim(value)}`),
  ];
}

/**
 * Reads a document; null when its header is none (`readHeaderBlock` has the limits) or names neither From nor To.
 * Lenient: lines may end in LF, the MIME header may be missing or stand in the first block, and a Content-Type of
 * message/cpim may stand before everything, as old clients write it. At most 50 addresses of a kind are kept.
 */
export function readCpim(body: Uint8Array): CpimMessage | null {
  return read(body)?.message ?? null;
}

/**
 * Whether a text/plain body is a CPIM document in truth: some servers keep messages and lose their type. It must start
 * with a CPIM header with From and To, followed by a MIME header with a Content-Type.
 */
export function looksLikeCpim(text: string): boolean {
  if (!/^\s*[A-Za-z][\w-]*(?:\.[\w-]+)?[ \t]*:/.test(text.slice(0, 200))) return false;
  const found = read(encodeText(text.slice(0, longestHead)));
  return found !== null && found.typed && found.message.from !== null && found.message.to.length > 0;
}

interface CpimDocument {
  readonly message: CpimMessage;
  /** Whether it tells the type of its content. */
  readonly typed: boolean;
}

function read(body: Uint8Array): CpimDocument | null {
  let head = readHeaderBlock(body, startOf(body));
  if (head !== null && isOuterHeader(head)) head = readHeaderBlock(body, head.end);
  if (head === null) return null;
  const headers = resolveNames(head.fields.filter(([name]) => !isMimeName(name)));
  const from = addressesOf(headers, 'From')[0] ?? null;
  const to = addressesOf(headers, 'To');
  if (from === null && to.length === 0) return null;
  const mime = readHeaderBlock(body, head.end);
  const isMime =
    mime !== null && (mime.fields.length === 0 || mime.fields.some(([name]) => isMimeName(name)));
  // The first of two of the same name counts: a map keeps the last.
  const mimeHeaders = new Map(
    [...(isMime ? mime.fields : []), ...head.fields.filter(([name]) => isMimeName(name))]
      .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
      .reverse(),
  );
  const rest = body.subarray(isMime ? mime.end : head.end);
  const entity = mimeEntity(mimeHeaders, withoutTrailer(rest, mimeHeaders.get('content-length')));
  const disposition = /^[\w-]+/.exec(mimeHeaders.get('content-disposition') ?? '')?.[0];
  const message: CpimMessage = {
    from,
    to,
    cc: addressesOf(headers, 'cc'),
    subject: valuesOf(headers, 'Subject')[0] ?? null,
    dateTime: valuesOf(headers, 'DateTime')[0]?.trim() ?? null,
    require: valuesOf(headers, 'Require').flatMap((value) => value.split(',').map((name) => name.trim())),
    headers: headers.map(({ namespace, name, value }) => ({ namespace, name, value: unescapeCpim(value) })),
    contentType: entity.contentType,
    contentDisposition: disposition?.toLowerCase() ?? null,
    content: entity.body,
  };
  return { message, typed: mimeHeaders.has('content-type') };
}

/** Values of a header of CPIM itself. Its name is compared without regard to case, though RFC 3862 has one. */
const rawValuesOf = (headers: readonly CpimHeader[], name: string): string[] =>
  headers
    .filter((one) => one.namespace === cpimNamespace && one.name.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);

const valuesOf = (headers: readonly CpimHeader[], name: string): string[] =>
  rawValuesOf(headers, name).map(unescapeCpim);

const addressesOf = (headers: readonly CpimHeader[], name: string): CpimAddress[] =>
  rawValuesOf(headers, name)
    .flatMap((value) => parseCpimAddress(value) ?? [])
    .slice(0, mostAddresses);

/** Applies the NS headers to those that follow (RFC 3862, 4.6). Values keep their escapes. */
function resolveNames(fields: HeaderBlock['fields']): CpimHeader[] {
  // A receipt matters more than a missing NS.
  const namespaces = new Map([['imdn', imdnNamespace]]);
  let unprefixed = cpimNamespace;
  const headers: CpimHeader[] = [];
  for (const [fullName, field] of fields) {
    const value = withoutParameters(field);
    if (fullName.toLowerCase() === 'ns') {
      const [, before, uri] = /^([^<>]*)<([^<>]*)>/.exec(value) ?? [];
      if (before === undefined || uri === undefined) continue;
      if (before.trim() === '') unprefixed = uri.trim();
      else namespaces.set(before.trim(), uri.trim());
      continue;
    }
    const dot = fullName.indexOf('.');
    const prefix = fullName.slice(0, Math.max(0, dot));
    const namespace = dot < 0 ? unprefixed : (namespaces.get(prefix) ?? prefix);
    headers.push({ namespace, name: fullName.slice(dot + 1), value });
  }
  return headers;
}

/** `;lang=fr Objet` → `Objet`. */
function withoutParameters(field: string): string {
  let at = 0;
  let quoted = false;
  if (field.startsWith(';')) {
    for (; at < field.length && (quoted || field[at] !== ' '); at += 1) {
      if (field[at] === '"') quoted = !quoted;
    }
  }
  return field.slice(field[at] === ' ' || field[at] === '\t' ? at + 1 : at);
}

const isMimeName = (name: string): boolean => /^(?:content-|mime-version$)/i.test(name);

/** `Content-Type: message/cpim`, as if the document were a mail. */
const isOuterHeader = ({ fields }: HeaderBlock): boolean =>
  fields.every(([name]) => isMimeName(name)) &&
  fields.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && parseContentType(value)?.type === cpimType,
  );

/** Behind a byte order mark and empty lines. */
function startOf(body: Uint8Array): number {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  while (body[at] === 0x0d || body[at] === 0x0a) at += 1;
  return at;
}

/**
 * Content-Length takes off line ends that somebody put behind the content, nothing else: where the body ends is told by
 * the SIP message, and there are peers that count characters.
 */
function withoutTrailer(content: Uint8Array, length: string | undefined): Uint8Array {
  if (length === undefined || !/^\d{1,9}$/.test(length)) return content;
  const told = content.subarray(0, Number(length));
  const trailer = content.subarray(Number(length));
  return trailer.every((byte) => byte === 0x0d || byte === 0x0a) ? told : content;
}
