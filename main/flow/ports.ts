import type { SipAddress } from '../../shared/model/address.ts';
import type { EventSource } from '../../shared/model/event.ts';

/**
 * What flows need of a SIP stack. `main/sip` implements it over SIP.js; tests join two of them in memory.
 * Header names are matched without regard to case and compact forms are already expanded; one field a header line.
 */
export type HeaderField = readonly [name: string, value: string];

/**
 * The feature tag (RFC 3840) of our Contact. Servers that drop unknown headers keep it, and a registrar knows by it which
 * of a user's devices is a Parley. It promises IM dialogs.
 */
export const featureTag = '+parley';

export interface SipBody {
  /** The Content-Type header's value with its parameters. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** One end of a conversation, as From and To name it. */
export interface Participant {
  readonly address: SipAddress;
  readonly displayName: string | null;
}

export interface OutgoingRequest {
  readonly method: 'MESSAGE' | 'INFO' | 'NOTIFY' | 'BENOTIFY';
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
}

export interface SipResponse {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
}

/**
 * How a request ended. `no-answer`: a time-out of the transaction (RFC 3261, 17.1.2.2). `transport-lost`: the
 * connection was not there or broke; `left` tells whether the request had been handed to it.
 */
export type RequestOutcome =
  | { readonly kind: 'response'; readonly response: SipResponse }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'transport-lost'; readonly left: boolean };

export interface IncomingRequest {
  readonly method: string;
  readonly from: Participant;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
  /** Sends the final response. A second call does nothing. BENOTIFY is never answered. */
  respond(statusCode: number, reasonPhrase?: string, headers?: readonly HeaderField[]): void;
}

export type DialogEnd = 'local-bye' | 'remote-bye' | 'transport-lost';

/** Set before the dialog exists, because a peer may send right behind its ACK. */
export interface DialogHandlers {
  /** MESSAGE, INFO, NOTIFY and BENOTIFY inside the dialog; anything else is answered by the stack. */
  onRequest(request: IncomingRequest): void;
  /** Raised once. After `transport-lost` the dialog is gone here; the peer may not know yet. */
  onEnded(end: DialogEnd): void;
}

/** An established INVITE dialog. */
export interface SignalingDialog {
  readonly callId: string;
  readonly remote: Participant;
  /**
   * Callers send one request at a time (a later CSeq must not overtake an earlier one). Never rejects. BENOTIFY has no
   * answer: it resolves with a 200 of the stack's own once it was handed to the connection. So does a request in a
   * dialog that has ended by BYE, with a 481.
   */
  request(request: OutgoingRequest): Promise<RequestOutcome>;
  /** Resolves when the BYE was answered or given up; raises `onEnded('local-bye')`. */
  bye(): Promise<void>;
}

export type InviteOutcome =
  | { readonly kind: 'accepted'; readonly dialog: SignalingDialog; readonly response: SipResponse }
  | { readonly kind: 'refused'; readonly response: SipResponse }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'transport-lost'; readonly left: boolean };

export interface OutgoingInvite {
  readonly callId: string;
  /** Never rejects. The ACK has been sent when it resolves with `accepted`. */
  readonly outcome: Promise<InviteOutcome>;
  cancel(): void;
}

export interface IncomingInvite {
  readonly from: Participant;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
  /** Sends the 200 and resolves when the ACK came; rejects when the peer canceled or never acknowledged. */
  accept(
    answer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): Promise<SignalingDialog>;
  reject(statusCode: number, reasonPhrase?: string, headers?: readonly HeaderField[]): void;
  /** Called once if the peer cancels before accept or reject. */
  onCanceled(listener: () => void): void;
}

export interface Signaling {
  readonly local: Participant;
  /** The IP address and port to name in SDP; ignored by peers, but the grammar wants one. */
  readonly mediaAddress: { readonly host: string; readonly port: number };
  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite;
  /** A MESSAGE outside any dialog (RFC 3428), with a Call-ID of its own unless one is given. Never rejects. */
  message(
    to: SipAddress,
    body: SipBody,
    headers: readonly HeaderField[],
    callId?: string,
  ): Promise<RequestOutcome>;
  /** New INVITEs. Without a subscriber they are answered 480. */
  readonly inviteReceived: EventSource<IncomingInvite>;
  /** MESSAGEs outside any dialog. Without a subscriber they are answered 480. */
  readonly messageReceived: EventSource<IncomingRequest>;
}
