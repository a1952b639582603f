import { decodeText, encodeText } from './text.ts';

export type MessageMedia = 'message' | 'x-ms-message';

/** The part of an instant messaging session's SDP that matters to a flow ([MS-SDP] 3.1.5.3, RFC 4566). */
export interface MessageSdp {
  /** The name that the peer knows the medium by: the older one is of OCS 2005 and before. */
  readonly media: MessageMedia;
  /** `sip` for IM dialogs; MSRP names others. In the spelling of the peer. */
  readonly protocol: string;
  /** 0 refuses the media; any other is ignored. */
  readonly port: number;
  /** Media types in lower case, in the peer's order; empty when it names none. */
  readonly acceptTypes: readonly string[];
}

export interface MessageSdpToWrite {
  /** `message` when not given; an answer has that of its offer (RFC 3264, 6). */
  readonly media?: MessageMedia;
  /** An IP address, for the o= and c= lines. */
  readonly host: string;
  readonly port: number;
  /** `null` in an offer, `sip:<address>` in an answer. */
  readonly format: string;
  readonly acceptTypes: readonly string[];
}

export const sdpType = 'application/sdp';

const largestSdp = 64 * 1024;
const mostAcceptTypes = 100;

/** Lync's form of an offer or answer. Lines end in CRLF. */
export function writeMessageSdp(sdp: MessageSdpToWrite): Uint8Array {
  const family = sdp.host.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- 0 0 IN ${family} ${sdp.host}`,
    's=session',
    `c=IN ${family} ${sdp.host}`,
    't=0 0',
    `m=${sdp.media ?? 'message'} ${String(sdp.port)} sip ${sdp.format}`,
    `a=accept-types:${sdp.acceptTypes.join(' ')}`,
  ];
  const text = lines.map((line) => `${line}\r\n`).join('');
  if (lines.some((line) => /[\r\n]/.test(line)))
    throw new RangeError('A value for the SDP holds a line break');
  return encodeText(text);
}

/**
 * Finds the first usable instant messaging line, `m=message` or the older `m=x-ms-message`; null when there is none.
 * Reads any line ending and skips whatever it does not know. A line for `sip` is preferred to one for MSRP.
 */
export function readMessageSdp(body: Uint8Array): MessageSdp | null {
  if (body.length > largestSdp) return null;
  const media: { media: MessageMedia; protocol: string; port: number; acceptTypes: string[] }[] = [];
  let current: (typeof media)[number] | null = null;
  for (const line of decodeText(body, { type: sdpType, parameters: new Map() }).split(/\r\n|\r|\n/)) {
    if (/^m=/i.test(line)) {
      const parts = /^m=(x-ms-)?message[ \t]+(\d{1,5})(?:\/\d{1,5})?[ \t]+([^ \t]+)/i.exec(line);
      current = null;
      if (parts?.[2] !== undefined && parts[3] !== undefined) {
        const name = parts[1] === undefined ? 'message' : 'x-ms-message';
        current = { media: name, port: Number(parts[2]), protocol: parts[3], acceptTypes: [] };
        media.push(current);
      }
      continue;
    }
    const types = /^a=accept-types:(.*)$/i.exec(line)?.[1];
    if (types === undefined || current === null) continue;
    for (const type of types.split(/[ \t]+/)) {
      if (type !== '' && current.acceptTypes.length < mostAcceptTypes)
        current.acceptTypes.push(type.toLowerCase());
    }
  }
  return media.find(speaksSip) ?? media[0] ?? null;
}

/** Whether the media line is for messages in the SIP dialog, and not refused. */
export const speaksSip = (sdp: Pick<MessageSdp, 'protocol' | 'port'>): boolean =>
  sdp.protocol.toLowerCase() === 'sip' && sdp.port !== 0;
