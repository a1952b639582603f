import { parseDateTime } from './date-time.ts';
import { encodeText } from './text.ts';
import { childText, escapeXml, readXml } from './xml-element.ts';

export type ComposingState = 'active' | 'idle';

/** A composing notification of RFC 3994. */
export interface IsComposing {
  readonly state: ComposingState;
  /**
   * Seconds for which `active` holds without another notification: 10 to 300, 120 when the peer names none
   * (RFC 3994, 3.3).
   */
  readonly refresh: number;
  /** The media type that is being written; null when it is not told. */
  readonly contentType: string | null;
  /** When the peer last wrote, in milliseconds since 1970; null when it is not told. */
  readonly lastActive: number | null;
}

export const isComposingType = 'application/im-iscomposing+xml';

export interface IsComposingToWrite {
  readonly state: ComposingState;
  /** Left out when absent. Whole seconds. */
  readonly refresh?: number;
  readonly contentType?: string;
}

const [shortestRefresh, longestRefresh, defaultRefresh] = [10, 300, 120];

/** Lines end in CRLF, the last one has none. */
export function writeIsComposing({ state, refresh, contentType }: IsComposingToWrite): Uint8Array {
  if (refresh !== undefined && !(Number.isSafeInteger(refresh) && refresh > 0)) {
    throw new RangeError(`refresh must be a whole number of seconds above 0, not ${String(refresh)}`);
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing">',
    `<state>${state}</state>`,
    ...(contentType === undefined ? [] : [`<contenttype>${escapeXml(contentType)}</contenttype>`]),
    ...(refresh === undefined ? [] : [`<refresh>${String(refresh)}</refresh>`]),
    '</isComposing>',
  ];
  return encodeText(lines.join('\r\n'));
}

/**
 * What a document tells; null when it is another document, has no state, or is refused by `readXml`. A state that is
 * not `active` counts as idle (RFC 3994, 3.2).
 *
 * @param charset of the Content-Type
 */
export function readIsComposing(body: Uint8Array, charset?: string): IsComposing | null {
  const root = readXml(body, charset);
  if (root?.name !== 'isComposing') return null;
  const state = childText(root, 'state');
  if (state === null) return null;
  const lastActive = childText(root, 'lastactive');
  return {
    state: state.toLowerCase() === 'active' ? 'active' : 'idle',
    refresh: refreshOf(childText(root, 'refresh')),
    contentType: childText(root, 'contenttype'),
    lastActive: lastActive === null ? null : parseDateTime(lastActive),
  };
}

function refreshOf(text: string | null): number {
  if (text === null || !/^\d{1,15}$/.test(text)) return defaultRefresh;
  return Math.min(longestRefresh, Math.max(shortestRefresh, Number(text)));
}
