import { parseContentType } from '../payload/content-type.ts';
import { largestEmbeddedMessage, msTextFormatHeader, writeMsTextFormat } from '../payload/ms-text-format.ts';
import { readMessageSdp, sdpType, speaksSip, writeMessageSdp, type MessageSdp } from '../payload/sdp.ts';
import type { HeaderField, Signaling, SipBody } from './ports.ts';
import type { ToastMessage } from './toast-message.ts';

/** Answers to an INVITE by peers that know no IM dialogs, PROTOCOL 2.8 and 4. They take MESSAGE outside dialogs. */
export const noDialogStatus: ReadonlySet<number> = new Set([405, 415, 420, 488, 501, 606]);

/** The option tag by which an answer says that the toast was read and need not come again as MESSAGE. */
export const toastTag = 'ms-text-format';

export const offerOf = (signaling: Signaling, acceptTypes: readonly string[]): SipBody => ({
  contentType: sdpType,
  content: writeMessageSdp({ ...signaling.mediaAddress, format: 'null', acceptTypes }),
});

export const answerOf = (signaling: Signaling, acceptTypes: readonly string[]): SipBody => ({
  contentType: sdpType,
  content: writeMessageSdp({ ...signaling.mediaAddress, format: signaling.local.address, acceptTypes }),
});

/** The IM session that an offer or answer describes; null when it describes none, or one of another protocol. */
export function sessionOf(body: SipBody | null): MessageSdp | null {
  if (body === null || parseContentType(body.contentType)?.type !== sdpType) return null;
  const sdp = readMessageSdp(body.content);
  return sdp !== null && speaksSip(sdp) ? sdp : null;
}

/** The toast as a header of the INVITE; none when it is too large or no plain text. The MESSAGE then carries it. */
export function toastHeaders(toast: ToastMessage | null): HeaderField[] {
  if (toast === null || toast.body.length === 0 || toast.body.length > largestEmbeddedMessage) return [];
  if (parseContentType(toast.contentType)?.type !== 'text/plain') return [];
  return [[msTextFormatHeader, writeMsTextFormat(toast)]];
}
