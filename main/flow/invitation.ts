import { parseContentType } from '../payload/content-type.ts';
import { largestEmbeddedMessage, msTextFormatHeader, writeMsTextFormat } from '../payload/ms-text-format.ts';
import { readMessageSdp, sdpType, speaksSip, writeMessageSdp, type MessageSdp } from '../payload/sdp.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import {
  FailureResponseError,
  FlowTerminatedError,
  OperationTimeoutError,
  TransportLostError,
} from './errors.ts';
import { hasOptionTag } from './headers.ts';
import { noDialogStatus } from './peer-capabilities.ts';
import type {
  DialogHandlers,
  HeaderField,
  InviteOutcome,
  OutgoingInvite,
  Signaling,
  SignalingDialog,
  SipBody,
} from './ports.ts';
import type { ToastMessage } from './toast-message.ts';

/**
 * Answers to an INVITE when nobody is there. A server may keep a MESSAGE for whoever is absent; if it does not, the
 * message gets the same answer.
 */
const absentStatus: ReadonlySet<number> = new Set([404, 408, 480]);

/** The option tag by which an answer says that the toast was read and need not come again as MESSAGE. */
export const toastTag = 'ms-text-format';

const offerOf = (signaling: Signaling, acceptTypes: readonly string[]): SipBody => ({
  contentType: sdpType,
  content: writeMessageSdp({ ...signaling.mediaAddress, format: 'null', acceptTypes }),
});

/** @param offer what is answered */
export const answerOf = (
  signaling: Signaling,
  acceptTypes: readonly string[],
  offer: MessageSdp | null,
): SipBody => ({
  contentType: sdpType,
  content: writeMessageSdp({
    ...signaling.mediaAddress,
    media: offer?.media ?? 'message',
    format: signaling.local.address,
    acceptTypes,
  }),
});

/** The IM session that an offer or answer describes; null when it describes none, or one of another protocol. */
export function sessionOf(body: SipBody | null): MessageSdp | null {
  if (body === null || parseContentType(body.contentType)?.type !== sdpType) return null;
  const sdp = readMessageSdp(body.content);
  return sdp !== null && speaksSip(sdp) ? sdp : null;
}

/** The toast as a header of the INVITE; none when it is too large or no plain text. The MESSAGE then carries it. */
function toastHeaders(toast: ToastMessage | null): HeaderField[] {
  if (toast === null || toast.body.length === 0 || toast.body.length > largestEmbeddedMessage) return [];
  if (parseContentType(toast.contentType)?.type !== 'text/plain') return [];
  return [[msTextFormatHeader, writeMsTextFormat(toast)]];
}

export interface InvitedSession {
  readonly dialog: SignalingDialog;
  readonly acceptTypes: readonly string[];
  /** The peer has shown the toast: it need not be sent again. */
  readonly toastRead: boolean;
}

export interface InviteSessionOptions {
  readonly signaling: Signaling;
  readonly peer: SipAddress;
  readonly acceptTypes: readonly string[];
  readonly toast: ToastMessage | null;
  /** Go along, beside the toast's own. */
  readonly headers: readonly HeaderField[];
  readonly handlers: DialogHandlers;
  /** The headers of the answer. */
  readonly heard: (headers: readonly HeaderField[]) => void;
}

/**
 * Invites the peer to an IM dialog. The result is null when a MESSAGE outside dialogs is the way to it, because
 * it knows none or is absent; it rejects when there is no answer or one that says neither.
 */
export function inviteSession(options: InviteSessionOptions): {
  readonly invite: OutgoingInvite;
  readonly result: Promise<InvitedSession | null>;
} {
  const { signaling, handlers } = options;
  // A dialog that turns out to be for something else is none of the call's business.
  let dropped = false;
  const invite = signaling.invite(
    options.peer,
    offerOf(signaling, options.acceptTypes),
    [...options.headers, ...toastHeaders(options.toast)],
    {
      onRequest: (request) => {
        if (dropped) request.respond(481, 'Call/Transaction Does Not Exist');
        else handlers.onRequest(request);
      },
      onEnded: (end) => {
        if (!dropped) handlers.onEnded(end);
      },
    },
  );
  const result = async (): Promise<InvitedSession | null> => {
    const outcome = await invite.outcome;
    if ('response' in outcome) options.heard(outcome.response.headers);
    if (outcome.kind !== 'accepted') {
      const status = outcome.kind === 'refused' ? outcome.response.statusCode : 0;
      if (noDialogStatus.has(status) || absentStatus.has(status)) return null;
      throw failureOf(outcome);
    }
    const { dialog, response } = outcome;
    const session = sessionOf(response.body);
    if (session === null) {
      // It took the invitation for MSRP, for instance.
      dropped = true;
      void dialog.bye();
      return null;
    }
    return {
      dialog,
      acceptTypes: session.acceptTypes,
      toastRead: hasOptionTag(response.headers, 'Supported', toastTag),
    };
  };
  return { invite, result: result() };
}

function failureOf(outcome: Exclude<InviteOutcome, { kind: 'accepted' }>): Error {
  switch (outcome.kind) {
    case 'refused':
      return new FailureResponseError(outcome.response);
    case 'no-answer':
      return new OperationTimeoutError();
    case 'canceled':
      return new FlowTerminatedError('local', false);
    case 'transport-lost':
      return new TransportLostError(outcome.left);
  }
}
