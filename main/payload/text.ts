import type { ContentType } from './content-type.ts';

/** Parameters of what Parley writes: always UTF-8, spelt as Lync spells it. */
export const plainTextType = 'text/plain; charset=UTF-8';

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The text of a body, by its charset parameter; UTF-8 when there is none or it is unknown (RFC 6657 and what clients
 * do). Bytes that are wrong in the charset become U+FFFD: a damaged text is better than none.
 */
export function decodeText(body: Uint8Array, contentType: ContentType): string {
  const charset = contentType.parameters.get('charset')?.trim() ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder('utf-8').decode(body); // a label that the encoding standard does not know
  }
}
