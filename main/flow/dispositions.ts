import type { CpimMessage } from '../payload/cpim.ts';
import { parseDateTime, parseSipDate } from '../payload/date-time.ts';
import { readReplyTo } from '../payload/reply-reference.ts';
import { readImdnRequest, type ImdnWish } from '../payload/imdn-request.ts';
import type { Imdn } from '../payload/imdn.ts';
import type { FlowChannel } from './flow-channel.ts';
import { hasHeader, headerOf, isMessageId, listOf, messageIdOf, replyToHeader } from './headers.ts';
import type { HeaderField, Participant } from './ports.ts';

/** Asks for reports on a message that is in no CPIM document, in the words of RFC 5438. Others ignore it. */
export const dispositionHeader = 'Parley-Disposition-Notification';
/** What a text outside dialogs asks for. In a dialog the SIP answer tells the delivery. */
export const allWishes: readonly ImdnWish[] = ['positive-delivery', 'negative-delivery', 'display'];

/** Which reports the sender of a message wants. */
export interface DispositionRequested {
  readonly delivery: boolean;
  readonly display: boolean;
}

/** What a message tells of itself beside its text. */
export interface MessageFacts {
  /** The sender's id of it, in whichever header it stands; null when there is none. */
  readonly remoteMessageId: string | null;
  /** When it was written, in milliseconds since 1970, as its sender says; null when it does not. */
  readonly sentAt: number | null;
  /** The message that it answers, by the id that its sender gave it; null when it answers none. */
  readonly replyTo: string | null;
  readonly dispositionRequested: DispositionRequested;
}

/** @param envelope the CPIM document that it came in */
export function messageFactsOf(
  headers: readonly HeaderField[],
  envelope: CpimMessage | null,
  messageIdHeader: string,
): MessageFacts {
  const asked = envelope === null ? null : readImdnRequest(envelope);
  const imdnId = asked?.messageId ?? null;
  const remoteMessageId =
    imdnId !== null && /^[\x21-\x7e]{1,128}$/.test(imdnId) ? imdnId : messageIdOf(headers, messageIdHeader);
  const wishes = new Set<string>([...(asked?.wishes ?? []), ...listOf(headers, dispositionHeader)]);
  const answered = envelope === null ? null : readReplyTo(envelope);
  // Without an id nothing can be reported.
  const wanted = (wish: ImdnWish): boolean => remoteMessageId !== null && wishes.has(wish);
  return {
    remoteMessageId,
    sentAt: parseDateTime(envelope?.dateTime ?? '') ?? parseSipDate(headerOf(headers, 'Date') ?? ''),
    replyTo: answered !== null && isMessageId(answered) ? answered : messageIdOf(headers, replyToHeader),
    dispositionRequested: { delivery: wanted('positive-delivery'), display: wanted('display') },
  };
}

/** `processed`: a server on the way has taken charge of the message; what becomes of it is not known yet. */
export type Disposition = 'delivered' | 'displayed' | 'failed' | 'processed';

/**
 * What became of a message of ours. The same report may come twice, late, or before the send has resolved; a `failed`
 * may repeat what the SIP answer has told (Linphone does so). Nothing says that `from` was the message's recipient:
 * compare.
 */
export interface DispositionReceivedEventArgs {
  readonly from: Participant;
  /** As it was given to `sendInstantMessage`. */
  readonly messageId: string;
  readonly disposition: Disposition;
  /** Of a failure: a SIP status. */
  readonly responseCode: number | null;
  /** Holds the answer to the report back, so that the peer hears when it was not stored. In a dialog it is answered. */
  waitUntil(promise: Promise<unknown>): void;
}

/** `display forbidden` and `display error` are missing: the message was delivered, and its reader does not say more. */
const meanings: ReadonlyMap<string, readonly [disposition: Disposition, responseCode: number | null]> =
  new Map([
    ['delivery delivered', ['delivered', null]],
    ['delivery failed', ['failed', 480]],
    ['delivery forbidden', ['failed', 403]],
    ['delivery error', ['failed', 500]],
    ['processing processed', ['processed', null]],
    ['processing stored', ['processed', null]],
    ['processing forbidden', ['failed', 403]],
    ['processing error', ['failed', 500]],
    ['display displayed', ['displayed', null]],
  ]);

/** Null when the report says nothing about the message's fate. */
export function dispositionOf(
  imdn: Imdn,
): { readonly disposition: Disposition; readonly responseCode: number | null } | null {
  const meaning = meanings.get(`${imdn.kind} ${imdn.status}`);
  if (meaning === undefined) return null;
  const [disposition, code] = meaning;
  return { disposition, responseCode: disposition === 'failed' ? (imdn.code ?? code) : null };
}

/** The channel to a peer in a dialog; `asks` tells whether it is one that reports what was displayed, as Parley does. */
export const askingForDisplay = (
  channel: FlowChannel,
  messageIdHeader: string,
  asks: () => boolean,
): FlowChannel => ({
  ...channel,
  message: (body, headers) =>
    channel.message(
      body,
      hasHeader(headers, messageIdHeader) && asks() ? [...headers, [dispositionHeader, 'display']] : headers,
    ),
});
