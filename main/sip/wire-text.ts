import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';

/** The longest body that may come out of a compressed one, in bytes. */
const longestInflated = 1024 * 1024;

/**
 * SIP.js works on strings and takes a character for a byte. So its strings carry the header as text (UTF-8 decoded) and
 * the body as one character per byte (Latin-1): bodies of any kind pass unharmed, and Content-Length counts bytes.
 */

/** A body as SIP.js carries it. */
export const bodyToText = (content: Uint8Array): string =>
  Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');

export const textToBody = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The bytes to send for a message that SIP.js wrote. */
export function encodeMessage(text: string): Uint8Array {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('A SIP message needs an empty line after its header');
  const body = textToBody(text.slice(end + 4));
  let header = text
    .slice(0, end)
    .replace(/\r\nContent-Length:[^\r\n]*/i, `\r\nContent-Length: ${String(body.length)}`)
    // SIP.js writes the field even when it has nothing to say.
    .replace(/\r\nSupported: *(?=\r\n)/, '');
  // RFC 3261, 20.35: a response names its software in Server.
  if (header.startsWith('SIP/2.0 ')) header = header.replace(/\r\nUser-Agent: /, '\r\nServer: ');
  return Buffer.concat([Buffer.from(`${header}\r\n\r\n`, 'utf8'), body]);
}

/**
 * The text that SIP.js can parse, or null when the bytes are no whole message. A body with `Content-Encoding: deflate`
 * (zlib, as Linphone sends it) is inflated, and the field dropped.
 */
export function decodeMessage(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return null;
  let header = buffer.toString('utf8', 0, end);
  let body: Buffer = buffer.subarray(end + 4);
  const announced = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*(?=\r\n|$)/i.exec(header)?.[1];
  if (announced !== undefined) {
    if (Number(announced) > body.length) return null;
    body = body.subarray(0, Number(announced));
  }
  const encoding = /\r\n(?:content-encoding|e)[ \t]*:\s*([^\r\n]*)/i.exec(header);
  if (encoding !== null && /^deflate$/i.test((encoding[1] ?? '').trim())) {
    const inflated = inflate(body);
    if (inflated === null) return null;
    body = inflated;
    header = header.replace(encoding[0], '');
  }
  header = quoteDisplayNames(header).replace(/\r\n(?:content-length|l)[ \t]*:[^\r\n]*/gi, '');
  return `${header}\r\nContent-Length: ${String(body.length)}\r\n\r\n${bodyToText(body)}`;
}

/** Whether a message may go as a WebSocket text frame (RFC 7118, 4.2). */
export const isTextMessage = (bytes: Uint8Array): boolean => isUtf8(bytes);

function inflate(body: Buffer): Buffer | null {
  try {
    return inflateSync(body, { maxOutputLength: longestInflated });
  } catch {
    return null;
  }
}

// SIP.js refuses a display name outside ASCII without quotes; many clients send one.
const quoteDisplayNames = (header: string): string =>
  header.replace(
    /(\r\n(?:from|to|contact|f|t|m)[ \t]*:)([^"<\r\n]*)</gi,
    (whole, field: string, name: string) =>
      /[^\t -~]/.test(name) ? `${field} "${name.trim().replaceAll('\\', '\\\\')}" <` : whole,
  );
