import { encodeText } from './text.ts';
import { childOf, childText, escapeXml, readXml, type XmlElement } from './xml-element.ts';

/** What a disposition notification tells (RFC 5438, 7). */
export type ImdnDisposition =
  | {
      readonly kind: 'delivery';
      readonly status: 'delivered' | 'failed' | 'forbidden' | 'error';
    }
  | {
      readonly kind: 'processing';
      readonly status: 'processed' | 'stored' | 'forbidden' | 'error';
    }
  | {
      readonly kind: 'display';
      readonly status: 'displayed' | 'forbidden' | 'error';
    };

export type Imdn = ImdnDisposition & {
  /** imdn.Message-ID of the message that it is about; with Linphone the Call-ID of a MESSAGE without CPIM. */
  readonly messageId: string;
  /** DateTime of that message as it was written; null when it is not told. */
  readonly dateTime: string | null;
  readonly recipientUri: string | null;
  readonly originalRecipientUri: string | null;
  readonly subject: string | null;
  /** The SIP code in Linphone's `reason` element: 100 to 699. */
  readonly code: number | null;
};

export type ImdnToWrite = ImdnDisposition & {
  readonly messageId: string;
  /** RFC 3339; that of the message (RFC 5438, 7.2.1.1). */
  readonly dateTime: string;
  readonly recipientUri?: string;
  readonly originalRecipientUri?: string;
  readonly subject?: string;
};

export const imdnType = 'message/imdn+xml';

const dispositions: readonly ImdnDisposition[] = [
  { kind: 'delivery', status: 'delivered' },
  { kind: 'delivery', status: 'failed' },
  { kind: 'delivery', status: 'forbidden' },
  { kind: 'delivery', status: 'error' },
  { kind: 'processing', status: 'processed' },
  { kind: 'processing', status: 'stored' },
  { kind: 'processing', status: 'forbidden' },
  { kind: 'processing', status: 'error' },
  { kind: 'display', status: 'displayed' },
  { kind: 'display', status: 'forbidden' },
  { kind: 'display', status: 'error' },
];

const longestMessageId = 1024;

/** Lines end in CRLF, the last one has none. Throws on text that XML cannot carry. */
export function writeImdn(imdn: ImdnToWrite): Uint8Array {
  const optional = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`<${name}>${escapeXml(value)}</${name}>`];
  const notification = `${imdn.kind}-notification`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<imdn xmlns="urn:ietf:params:xml:ns:imdn">',
    ...optional('message-id', imdn.messageId),
    ...optional('datetime', imdn.dateTime),
    ...optional('recipient-uri', imdn.recipientUri),
    ...optional('original-recipient-uri', imdn.originalRecipientUri),
    ...optional('subject', imdn.subject),
    `<${notification}><status><${imdn.status}/></status></${notification}>`,
    '</imdn>',
  ];
  return encodeText(lines.join('\r\n'));
}

/**
 * Reads a notification, bare or taken out of its CPIM; null when it is another document, has no message id, no status
 * of its kind, or is refused by `readXml`. The first notification counts.
 *
 * @param charset of the Content-Type
 */
export function readImdn(body: Uint8Array, charset?: string): Imdn | null {
  const root = readXml(body, charset);
  if (root?.name !== 'imdn') return null;
  const messageId = childText(root, 'message-id');
  const found = root.children.flatMap((child) => dispositionOf(child) ?? [])[0];
  if (messageId === null || messageId.length > longestMessageId || found === undefined) return null;
  return {
    ...found.disposition,
    messageId,
    dateTime: childText(root, 'datetime'),
    recipientUri: childText(root, 'recipient-uri'),
    originalRecipientUri: childText(root, 'original-recipient-uri'),
    subject: childText(root, 'subject'),
    code: found.code,
  };
}

function dispositionOf(element: XmlElement): { disposition: ImdnDisposition; code: number | null } | null {
  const status = childOf(element, 'status');
  if (status === null) return null;
  const disposition = dispositions.find(
    (one) => element.name === `${one.kind}-notification` && childOf(status, one.status) !== null,
  );
  if (disposition === undefined) return null;
  return { disposition, code: codeOf(childOf(status, 'reason') ?? childOf(element, 'reason')) };
}

function codeOf(reason: XmlElement | null): number | null {
  const code = reason?.attributes.get('code')?.trim() ?? '';
  return /^[1-6]\d\d$/.test(code) ? Number(code) : null;
}
