import { formatContentType, parseContentType, type ContentType } from '../payload/content-type.ts';
import { cpimType, looksLikeCpim, readCpim, type CpimMessage } from '../payload/cpim.ts';
import { htmlToText } from '../payload/html-to-text.ts';
import { imdnType, readImdn, type Imdn } from '../payload/imdn.ts';
import { isComposingType, readIsComposing } from '../payload/is-composing.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import { bestAlternative, readMultipart } from '../payload/mime-multipart.ts';
import { msImdnType } from '../payload/ms-imdn.ts';
import { decodeText } from '../payload/text.ts';
import { headerOf } from './headers.ts';
import type { HeaderField, IncomingRequest, SipBody } from './ports.ts';

/** A message for a person to read. */
export interface ReadableContent {
  readonly kind: 'content';
  /** Of several alternatives the best that the application reads. */
  readonly body: SipBody;
  readonly contentType: ContentType;
  /** As plain text; null when the content is none. */
  readonly text: string | null;
  /** The CPIM document that it came in. */
  readonly envelope: CpimMessage | null;
}

/** What a MESSAGE tells of typing. */
export interface ComposingContent {
  readonly kind: 'composing';
  readonly activity: KeyboardActivity;
  /** Milliseconds for which `type` holds without another notification. */
  readonly expiry: number;
}

/** What a MESSAGE tells of an earlier one (RFC 5438). */
export interface DispositionContent {
  readonly kind: 'disposition';
  readonly imdn: Imdn;
  readonly envelope: CpimMessage | null;
}

export type IncomingContent =
  | ReadableContent
  | ComposingContent
  | DispositionContent
  | { readonly kind: 'empty' }
  /** A document that is not what its type says. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unsupported'; readonly headers: readonly HeaderField[] };

/** What is understood whatever the application reads. */
const alwaysTaken: readonly string[] = [isComposingType, cpimType, imdnType];

/** What an INVITE and its answer say that messages of the dialog may be. */
export const sessionTypes = (formats: readonly string[]): string[] => [
  ...formats,
  ...alwaysTaken,
  msImdnType,
];

export const unsupportedMediaType = [415, 'Unsupported Media Type'] as const;

/** What a MESSAGE carries, measured against the media types that the application reads (RFC 3261, 8.2.3). */
export function contentOf(request: IncomingRequest, formats: readonly string[]): IncomingContent {
  const { body } = request;
  if (body === null || body.content.length === 0) return { kind: 'empty' };
  const encoding = headerOf(request.headers, 'Content-Encoding')?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    return { kind: 'unsupported', headers: [['Accept-Encoding', 'identity']] };
  }
  const contentType = parseContentType(body.contentType);
  if (contentType === null) return unsupported(formats);
  if (contentType.type === cpimType) return unwrapped(body, formats);
  if (contentType.type === 'text/plain' && looksLikeCpim(decodeText(body.content, contentType))) {
    // A server that stores messages may lose their type.
    return unwrapped(body, formats);
  }
  return read(body, contentType, null, formats);
}

function unwrapped(body: SipBody, formats: readonly string[]): IncomingContent {
  const envelope = readCpim(body.content);
  if (envelope === null) return { kind: 'unreadable' };
  const { contentType, content } = envelope;
  if (content.length === 0) return { kind: 'empty' };
  return read({ contentType: headerValueOf(contentType), content }, contentType, envelope, formats);
}

function read(
  body: SipBody,
  contentType: ContentType,
  envelope: CpimMessage | null,
  formats: readonly string[],
): IncomingContent {
  const charset = contentType.parameters.get('charset');
  if (contentType.type === isComposingType) {
    const composing = readIsComposing(body.content, charset);
    if (composing === null) return { kind: 'unreadable' };
    const activity = composing.state === 'active' ? 'type' : 'idle';
    return { kind: 'composing', activity, expiry: composing.refresh * 1_000 };
  }
  if (contentType.type === imdnType) {
    const imdn = readImdn(body.content, charset);
    return imdn === null ? { kind: 'unreadable' } : { kind: 'disposition', imdn, envelope };
  }
  if (!formats.includes(contentType.type)) return unsupported(formats);
  if (contentType.type.startsWith('multipart/')) return chosen(body, contentType, envelope, formats);
  return { kind: 'content', body, contentType, text: textOf(body.content, contentType), envelope };
}

function chosen(
  body: SipBody,
  contentType: ContentType,
  envelope: CpimMessage | null,
  formats: readonly string[],
): IncomingContent {
  const whole = readMultipart(body.content, contentType);
  if (whole === null) return { kind: 'unreadable' };
  const best = bestAlternative(whole, formats);
  if (best === null) return unsupported(formats);
  // The sender's own words are better than what is left of its HTML.
  const plain = bestAlternative(whole, ['text/plain']) ?? best;
  return {
    kind: 'content',
    body: { contentType: headerValueOf(best.contentType), content: best.body },
    contentType: best.contentType,
    text: textOf(plain.body, plain.contentType),
    envelope,
  };
}

function textOf(content: Uint8Array, contentType: ContentType): string | null {
  if (contentType.type === 'text/html') return htmlToText(decodeText(content, contentType));
  return contentType.type === 'text/plain' ? decodeText(content, contentType) : null;
}

const unsupported = (formats: readonly string[]): IncomingContent => ({
  kind: 'unsupported',
  headers: [['Accept', [...formats, ...alwaysTaken].join(', ')]],
});

function headerValueOf({ type, parameters }: ContentType): string {
  try {
    return formatContentType(type, Object.fromEntries(parameters));
  } catch {
    return type; // a parameter that no header could carry
  }
}
