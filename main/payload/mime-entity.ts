import { parseContentType, type ContentType } from './content-type.ts';
import { readHeaderBlock } from './header-block.ts';

/** A header with a body inside a larger document (RFC 2045, 2.4). */
export interface MimeEntity {
  /** text/plain when there is none or it is not readable (RFC 2045, 5.2). */
  readonly contentType: ContentType;
  /** Names in lower case; of two of the same name the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without its transfer encoding. */
  readonly body: Uint8Array;
}

const plainText: ContentType = { type: 'text/plain', parameters: new Map() };

/**
 * Reads an entity; null when its header is none. A transfer encoding of base64 or quoted-printable is undone, any other
 * left alone.
 */
export function readMimeEntity(bytes: Uint8Array): MimeEntity | null {
  const block = readHeaderBlock(bytes, 0);
  if (block === null) return null;
  const headers = new Map<string, string>();
  for (const [name, value] of block.fields) {
    const key = name.toLowerCase();
    if (!headers.has(key)) headers.set(key, value.trim());
  }
  return mimeEntity(headers, bytes.subarray(block.end));
}

/** @param headers names in lower case */
export function mimeEntity(headers: ReadonlyMap<string, string>, encoded: Uint8Array): MimeEntity {
  return {
    contentType: parseContentType(headers.get('content-type') ?? '') ?? plainText,
    headers,
    body: withoutTransferEncoding(encoded, headers.get('content-transfer-encoding')?.toLowerCase() ?? ''),
  };
}

function withoutTransferEncoding(bytes: Uint8Array, encoding: string): Uint8Array {
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (encoding === 'base64') return Buffer.from(text, 'base64');
  const decoded = text
    .replace(/=[ \t]{0,80}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, 'latin1');
}
