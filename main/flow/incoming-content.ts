import { parseContentType, type ContentType } from '../payload/content-type.ts';
import { headerOf } from './headers.ts';
import type { HeaderField, IncomingRequest, SipBody } from './ports.ts';

export type IncomingContent =
  | { readonly kind: 'content'; readonly body: SipBody; readonly contentType: ContentType }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unsupported'; readonly headers: readonly HeaderField[] };

/** What a MESSAGE carries, measured against the media types that are taken (RFC 3261, 8.2.3). */
export function contentOf(request: IncomingRequest, formats: readonly string[]): IncomingContent {
  const { body } = request;
  if (body === null || body.content.length === 0) return { kind: 'empty' };
  const encoding = headerOf(request.headers, 'Content-Encoding')?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    return { kind: 'unsupported', headers: [['Accept-Encoding', 'identity']] };
  }
  const contentType = parseContentType(body.contentType);
  if (contentType === null || !formats.includes(contentType.type)) {
    return { kind: 'unsupported', headers: [['Accept', formats.join(', ')]] };
  }
  return { kind: 'content', body, contentType };
}

export const unsupportedMediaType = [415, 'Unsupported Media Type'] as const;
