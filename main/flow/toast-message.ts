import { parseContentType } from '../payload/content-type.ts';
import { readMsTextFormat } from '../payload/ms-text-format.ts';
import { decodeText, encodeText, plainTextType } from '../payload/text.ts';
import { headerOf } from './headers.ts';
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

/** The toast of an incoming invitation; null when it carries none that can be read. */
export function toastOf(headers: readonly HeaderField[]): ToastMessage | null {
  const value = headerOf(headers, 'Ms-Text-Format');
  const embedded = value === null ? null : readMsTextFormat(value);
  return embedded === null ? null : new ToastMessage(embedded);
}
