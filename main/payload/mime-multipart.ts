import { formatContentType, parseContentType, type ContentType } from './content-type.ts';
import { mimeEntity, readMimeEntity, type MimeEntity } from './mime-entity.ts';
import { encodeText } from './text.ts';

/** A body part; a whole multipart body is one too. */
export interface MimePart extends MimeEntity {
  /** Those of a multipart that was taken apart; empty for any other content. */
  readonly parts: readonly MimePart[];
}

/** In the whole body, at all depths together. Further ones are left out. */
const mostParts = 32;
/** A multipart deeper than this is not taken apart. */
const deepestMultipart = 4;
const longestBoundary = 200;

/**
 * Takes a multipart body of any kind apart (RFC 2046, 5.1); null when the type is no multipart or no part is found.
 * Lenient: lines may end in LF, the closing line and the boundary parameter may be missing.
 */
export function readMultipart(body: Uint8Array, contentType: ContentType): MimePart | null {
  const entity = { ...mimeEntity(new Map(), body), contentType };
  const root = takeApart(entity, deepestMultipart, { parts: mostParts });
  return root.parts.length === 0 ? null : root;
}

/**
 * The part to show: of multipart/alternative the last that is supported, because the sender puts the best last
 * (RFC 2046, 5.1.4); of any other multipart the first. Null when none is.
 *
 * @param supported media types in lower case; `text/*` and `*` stand for many
 */
export function bestAlternative(part: MimePart, supported: readonly string[]): MimePart | null {
  if (part.parts.length === 0) return isSupported(part.contentType.type, supported) ? part : null;
  const candidates = part.parts.flatMap((one) => bestAlternative(one, supported) ?? []);
  const best = part.contentType.type === 'multipart/alternative' ? candidates.at(-1) : candidates[0];
  return best ?? null;
}

/** @param supported media types in lower case; `text/*` and `*` stand for many */
export const isSupported = (type: string, supported: readonly string[]): boolean =>
  supported.some(
    (one) =>
      one === type ||
      one === '*' ||
      one === '*/*' ||
      (one.endsWith('/*') && type.startsWith(one.slice(0, -1))),
  );

/**
 * Writes multipart/alternative.
 *
 * @param parts the plainest first
 * @param boundary of 1 to 70 letters, digits and `-`; throws when a part contains it
 */
export function writeMultipartAlternative(
  parts: readonly { readonly contentType: string; readonly content: Uint8Array }[],
  boundary: string,
): { readonly contentType: string; readonly content: Uint8Array } {
  if (!/^[A-Za-z0-9-]{1,70}$/.test(boundary))
    throw new RangeError(`Not a boundary: ${JSON.stringify(boundary)}`);
  if (parts.length === 0) throw new RangeError('A multipart needs a part');
  const chunks: Uint8Array[] = [];
  for (const { contentType, content } of parts) {
    if (parseContentType(contentType) === null || /\p{Cc}/u.test(contentType)) {
      throw new RangeError(`Not a media type: ${JSON.stringify(contentType)}`);
    }
    if (Buffer.from(content).includes(`--${boundary}`)) throw new RangeError('A part contains the boundary');
    chunks.push(
      encodeText(`--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`),
      content,
      encodeText('\r\n'),
    );
  }
  chunks.push(encodeText(`--${boundary}--\r\n`));
  return {
    contentType: formatContentType('multipart/alternative', { boundary }),
    content: Buffer.concat(chunks),
  };
}

function takeApart(entity: MimeEntity, depth: number, left: { parts: number }): MimePart {
  const parts: MimePart[] = [];
  if (depth > 0 && entity.contentType.type.startsWith('multipart/')) {
    for (const bytes of split(entity.body, entity.contentType.parameters.get('boundary'))) {
      if (left.parts === 0) break;
      left.parts -= 1;
      const part = readMimeEntity(bytes);
      if (part !== null) parts.push(takeApart(part, depth - 1, left));
    }
  }
  return { ...entity, parts };
}

/** What lies between the boundary lines. */
function* split(body: Uint8Array, told: string | undefined): Generator<Uint8Array> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const boundary = told ?? firstBoundary(bytes);
  if (boundary === null || boundary === '' || boundary.length > longestBoundary) return;
  const delimiter = `--${boundary}`;
  let start = -1;
  let at = bytes.indexOf(delimiter);
  while (at >= 0) {
    const line = boundaryLine(bytes, at, at + Buffer.byteLength(delimiter));
    if (line !== null) {
      if (start >= 0) yield bytes.subarray(start, Math.max(start, line.before));
      if (line.closing) return;
      start = line.next;
    }
    at = bytes.indexOf(delimiter, line?.next ?? at + 1);
  }
  // A boundary that ends the body is the closing line cut off, and no empty part.
  if (start >= 0 && start < bytes.length) yield bytes.subarray(start);
}

interface BoundaryLine {
  /** Where the part before it ends: the line end before a boundary belongs to the boundary. */
  readonly before: number;
  readonly next: number;
  readonly closing: boolean;
}

/** Null when the delimiter is not alone on its line. */
function boundaryLine(bytes: Buffer, at: number, end: number): BoundaryLine | null {
  if (at > 0 && bytes[at - 1] !== 0x0a) return null;
  const closing = bytes[end] === 0x2d && bytes[end + 1] === 0x2d;
  if (closing) end += 2;
  while (bytes[end] === 0x20 || bytes[end] === 0x09 || bytes[end] === 0x0d) end += 1;
  if (end < bytes.length && bytes[end] !== 0x0a) return null;
  const before = at > 1 && bytes[at - 2] === 0x0d ? at - 2 : Math.max(0, at - 1);
  return { before, next: Math.min(bytes.length, end + 1), closing };
}

/** Without the parameter: the first line that can be a boundary. */
const firstBoundary = (bytes: Buffer): string | null =>
  /^(?:\r?\n)?--([^\s-][^\r\n]{0,199}?)[ \t]*(?:\r?\n|$)/.exec(bytes.toString('latin1', 0, 300))?.[1] ?? null;
