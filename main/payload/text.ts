import type { ContentType } from './content-type.ts';

/** Parameters of what Parley writes: always UTF-8, spelt as Lync spells it. */
export const plainTextType = 'text/plain; charset=UTF-8';

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A byte order mark beats the label: `utf-16` alone does not tell the order (RFC 2781, 3.2). */
function byteOrder(body: Uint8Array): 'utf-16be' | 'utf-16le' | null {
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : null;
}

/**
 * The text of a body, by its charset parameter; UTF-8 when there is none or it is unknown (RFC 6657 and what clients
 * do). Bytes that are wrong in the charset become U+FFFD: a damaged text is better than none.
 */
export function decodeText(body: Uint8Array, contentType: ContentType): string {
  const charset = byteOrder(body) ?? contentType.parameters.get('charset')?.trim() ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder('utf-8').decode(body); // a label that the encoding standard does not know
  }
}
