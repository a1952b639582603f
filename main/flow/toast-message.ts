import { parseContentType } from '../payload/content-type.ts';
import { readMsTextFormat } from '../payload/ms-text-format.ts';
import { decodeText, encodeText, plainTextType } from '../payload/text.ts';
import type { HeaderField } from './ports.ts';

/** A first message that travels with the invitation, so that it can be shown while the call still rings. */
export class ToastMessage {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The text; null when the content is none. */
  readonly message: string | null;

  constructor(content: string | { readonly contentType: string; readonly body: Uint8Array }) {
    const { contentType, body } =
      typeof content === 'string' ? { contentType: plainTextType, body: encodeText(content) } : content;
    const parsed = parseContentType(contentType);
    this.contentType = contentType;
    this.body = body;
    this.message = parsed?.type.startsWith('text/') === true ? decodeText(body, parsed) : null;
  }
}

/** In the order of preference. Lync 2013 puts richer forms of the same text, one a line, into the second one. */
const toastHeaders = ['ms-text-format', 'ms-im-format'];

/** The toast of an incoming invitation; null when it carries none that can be read. */
export function toastOf(headers: readonly HeaderField[]): ToastMessage | null {
  for (const wanted of toastHeaders) {
    for (const [name, value] of headers) {
      const embedded = name.toLowerCase() === wanted ? readMsTextFormat(value) : null;
      if (embedded !== null) return new ToastMessage(embedded);
    }
  }
  return null;
}
