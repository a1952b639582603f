import { encodeText } from './text.ts';
import { childOf, childText, escapeXml, readXml, type XmlElement } from './xml-element.ts';

/** One recipient of Lync's delivery notification. */
export interface MsImdnRecipient {
  /** Without the angle brackets. */
  readonly uri: string;
  readonly displayName: string | null;
  /** A SIP status code; null when the peer wrote none that is readable. */
  readonly code: number | null;
  /** Whether the message did not get there: without a code, with 0, or from 300 on, as pidgin-sipe has it. */
  readonly failed: boolean;
  /** The value of the entry `ms-diagnostics`. */
  readonly diagnostics: string | null;
}

/** Lync's delivery notification ([MS-CONFIM]); without a recipient that failed it tells that all have the message. */
export interface MsImdn {
  /** The Message-Id header of the 202. */
  readonly messageId: string;
  readonly recipients: readonly MsImdnRecipient[];
}

export interface MsImdnFailure {
  readonly uri: string;
  readonly displayName?: string;
  readonly code: number;
  readonly diagnostics?: string;
}

export const msImdnType = 'application/ms-imdn+xml';

const longestMessageId = 1024;
const mostRecipients = 250;

/** @param failures those whom the message did not reach; none: all have it */
export function writeMsImdn(messageId: string, failures: readonly MsImdnFailure[] = []): Uint8Array {
  const recipients = failures.map(({ uri, displayName, code, diagnostics }) => {
    if (!Number.isInteger(code) || code < 300 || code > 699) {
      throw new RangeError(`A failure has a SIP code of 300 to 699, not ${String(code)}`);
    }
    if (/[<>\s]/.test(uri)) throw new RangeError(`Not a URI: ${JSON.stringify(uri)}`);
    const name = displayName === undefined ? '' : `"${displayName.replace(/["\\]/g, '\\$&')}" `;
    const entry =
      diagnostics === undefined
        ? ''
        : `<entry><key>ms-diagnostics</key><value>${escapeXml(diagnostics)}</value></entry>`;
    return `<recipient uri="${escapeXml(`${name}<${uri}>`)}"><status>${String(code)}</status>${entry}</recipient>`;
  });
  return encodeText(
    '<?xml version="1.0" encoding="utf-8"?><imdn xmlns="http://schemas.microsoft.com/rtc/2005/08/imdn">' +
      `<message-id>${escapeXml(messageId)}</message-id>${recipients.join('')}</imdn>`,
  );
}

/**
 * Null when it is another document, has no message id, or is refused by `readXml`. A recipient without a uri is left
 * out, and all beyond 250.
 *
 * @param charset of the Content-Type
 */
export function readMsImdn(body: Uint8Array, charset?: string): MsImdn | null {
  const root = readXml(body, charset);
  if (root?.name !== 'imdn') return null;
  const messageId = childText(root, 'message-id');
  if (messageId === null || messageId.length > longestMessageId) return null;
  const recipients = root.children
    .filter((child) => child.name === 'recipient')
    .slice(0, mostRecipients)
    .flatMap((element) => recipientOf(element) ?? []);
  return { messageId, recipients };
}

function recipientOf(element: XmlElement): MsImdnRecipient | null {
  const address = element.attributes.get('uri')?.trim() ?? '';
  const opening = address.lastIndexOf('<');
  const uri = address
    .slice(opening + 1)
    .replace(/>.*$/s, '')
    .trim();
  if (uri === '') return null;
  const name = address.slice(0, Math.max(0, opening)).trim();
  const quoted = /^"(.*)"$/s.exec(name)?.[1]?.replace(/\\(.)/gs, '$1');
  const status = childText(element, 'status') ?? '';
  const code = /^[1-6]\d\d$/.test(status) ? Number(status) : null;
  const diagnostics = element.children.find(
    (child) => child.name === 'entry' && childOf(child, 'key')?.text.toLowerCase() === 'ms-diagnostics',
  );
  return {
    uri,
    displayName: name === '' ? null : (quoted ?? name),
    code,
    failed: code === null || code >= 300,
    diagnostics: diagnostics === undefined ? null : childText(diagnostics, 'value'),
  };
}
