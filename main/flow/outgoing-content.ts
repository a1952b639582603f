import { parseContentType } from '../payload/content-type.ts';
import { encodeText, plainTextType } from '../payload/text.ts';
import { ArgumentOutOfRangeError } from './errors.ts';
import type { SipBody } from './ports.ts';

/** A text, or any other content. */
export type InstantMessageContent = string | { readonly contentType: string; readonly body: Uint8Array };

/** What is sent. @throws ArgumentOutOfRangeError when the content names no media type that a header could carry */
export function bodyOf(content: InstantMessageContent): SipBody {
  if (typeof content === 'string') return { contentType: plainTextType, content: encodeText(content) };
  const { contentType, body } = content;
  if (/\p{Cc}/u.test(contentType) || parseContentType(contentType) === null) {
    throw new ArgumentOutOfRangeError(
      'sendInstantMessage.contentType',
      contentType,
      'a media type is needed',
    );
  }
  return { contentType, content: body };
}
