import { formatContentType, parseContentType } from './content-type.ts';

/** A message inside a header: what Lync sends as `Ms-Text-Format` with an INVITE. */
export interface EmbeddedMessage {
  /** With its parameters, without ms-body. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

export const msTextFormatHeader = 'Ms-Text-Format';

/** Headers above this break proxies; a longer text goes as a MESSAGE only. In bytes before base64. */
export const largestEmbeddedMessage = 1024;

export function writeMsTextFormat(message: EmbeddedMessage): string {
  return `${message.contentType};ms-body=${Buffer.from(message.body).toString('base64')}`;
}

/** Null when the header carries no readable message. The parameter `msgr` (a font description) is dropped. */
export function readMsTextFormat(value: string): EmbeddedMessage | null {
  const parsed = parseContentType(value);
  const encoded = parsed?.parameters.get('ms-body');
  if (parsed === null || encoded === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return null;
  const charset = parsed.parameters.get('charset');
  const contentType =
    charset !== undefined && /^[\w.:+-]+$/.test(charset)
      ? formatContentType(parsed.type, { charset })
      : parsed.type;
  return { contentType, body: Buffer.from(encoded, 'base64') };
}
