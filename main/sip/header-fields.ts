import type { IncomingMessage, NameAddrHeader } from 'sip.js/lib/core/index.js';
import { parseAddress } from '../../shared/model/address.ts';
import type { HeaderField, Participant, SipBody, SipResponse } from '../flow/ports.ts';
import { textToBody } from './wire-text.ts';

const longestDisplayName = 256;

// RFC 3261, 7.3.3 and the IANA registry of SIP header fields.
const compactForms = new Map([
  ['a', 'Accept-Contact'],
  ['b', 'Referred-By'],
  ['c', 'Content-Type'],
  ['d', 'Request-Disposition'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['j', 'Reject-Contact'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['n', 'Identity-Info'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
  ['y', 'Identity'],
]);

/** The header fields of a message in their order, unfolded, one a line as it came. */
export function headerFields(message: string): HeaderField[] {
  const end = message.indexOf('\r\n\r\n');
  const lines = message
    .slice(0, end < 0 ? message.length : end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .slice(1);
  return lines.flatMap((line): HeaderField[] => {
    const colon = line.indexOf(':');
    if (colon <= 0) return [];
    const name = line.slice(0, colon).trim();
    return [[compactForms.get(name.toLowerCase()) ?? name, line.slice(colon + 1).trim()]];
  });
}

export const fieldOf = (fields: readonly HeaderField[], name: string): string | null =>
  fields.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null;

/** Header lines for SIP.js. A line break in a value would begin another field: it becomes a blank. */
export function headerLines(fields: readonly HeaderField[]): string[] {
  return fields.map(([name, value]) => {
    if (!/^[A-Za-z0-9\-.!%*_+`'~]+$/.test(name)) throw new TypeError('Not a header name');
    return `${name}: ${oneLine(value)}`;
  });
}

export const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

export function bodyOf(message: IncomingMessage): SipBody | null {
  const contentType = fieldOf(headerFields(message.data), 'Content-Type');
  if (contentType === null && message.body === '') return null;
  return { contentType: contentType ?? 'application/octet-stream', content: textToBody(message.body) };
}

/** Who From or To names; null when the address is none that Parley can write to. */
export function participantOf(header: NameAddrHeader): Participant | null {
  const address = parseAddress(header.uri.toRaw());
  if (!address.ok) return null;
  return { address: address.value, displayName: decodeDisplayName(header.displayName) };
}

/** A display name as a quoted-string carries it (RFC 3261, 25.1). */
export const encodeDisplayName = (name: string): string =>
  oneLine(name).replaceAll(/["\\]/g, String.raw`\$&`);

function decodeDisplayName(raw: string | undefined): string | null {
  const name = (raw ?? '')
    .replaceAll(/\\(.)/gu, '$1')
    // Control characters and overrides of the writing direction could make one name look like another.
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  return name === '' ? null : name.slice(0, longestDisplayName);
}

export function responseOf(
  message: IncomingMessage & {
    readonly statusCode: number | undefined;
    readonly reasonPhrase: string | undefined;
  },
): SipResponse {
  return {
    statusCode: message.statusCode ?? 500,
    reasonPhrase: message.reasonPhrase ?? '',
    headers: headerFields(message.data),
    body: bodyOf(message),
  };
}

/** What Parley answers itself in the place of a peer that cannot be reached any more. */
export const ownResponse = (statusCode: number, reasonPhrase: string): SipResponse => ({
  statusCode,
  reasonPhrase,
  headers: [],
  body: null,
});
