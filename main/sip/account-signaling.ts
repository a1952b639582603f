import type { SipAddress } from '../../shared/model/address.ts';
import { TypedEvent } from '../../shared/model/event.ts';
import type {
  DialogHandlers,
  HeaderField,
  IncomingInvite,
  IncomingRequest,
  OutgoingInvite,
  Participant,
  RequestOutcome,
  Signaling,
  SipBody,
} from '../flow/ports.ts';
import type { Log } from '../log/log.ts';
import { newCallId } from './random-id.ts';

/** What carries requests while there is a registration: the part of signaling that needs the SIP stack. */
export interface SignalingCarrier extends Pick<Signaling, 'invite' | 'message'> {
  /** Whether its connection is there. */
  readonly open: boolean;
  /** The IP address of its connection's own end. */
  readonly localAddress: string;
}

/** Stays the same while connections come and go; `attach` and `detach` say what carries what it sends. */
export class AccountSignaling implements Signaling {
  readonly local: Participant;
  readonly inviteReceived = new TypedEvent<IncomingInvite>();
  readonly messageReceived = new TypedEvent<IncomingRequest>();
  readonly #log: Log;
  #carrier: SignalingCarrier | null = null;

  constructor(local: Participant, log: Log) {
    this.local = local;
    this.#log = log;
  }

  attach(carrier: SignalingCarrier): void {
    this.#carrier = carrier;
  }

  detach(): void {
    this.#carrier = null;
  }

  get mediaAddress(): { readonly host: string; readonly port: number } {
    return { host: this.#carrier?.localAddress ?? '0.0.0.0', port: 5060 };
  }

  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite {
    return this.#carrier?.open === true
      ? this.#carrier.invite(to, offer, headers, handlers)
      : unsentInvite({ kind: 'transport-lost', left: false });
  }

  async message(
    to: SipAddress,
    body: SipBody,
    headers: readonly HeaderField[],
    callId?: string,
  ): Promise<RequestOutcome> {
    return this.#carrier?.open === true
      ? this.#carrier.message(to, body, headers, callId)
      : { kind: 'transport-lost', left: false };
  }

  /** An INVITE that came; it is refused where nobody listens, or who listens fails. */
  receiveInvite(invite: IncomingInvite): void {
    this.#raise(this.inviteReceived, invite, (statusCode) => {
      invite.reject(statusCode);
    });
  }

  /** A MESSAGE that came outside any dialog, in the same way. */
  receiveMessage(message: IncomingRequest): void {
    this.#raise(this.messageReceived, message, (statusCode) => {
      message.respond(statusCode);
    });
  }

  #raise<T>(event: TypedEvent<T>, value: T, refuse: (statusCode: number) => void): void {
    if (event.size === 0) {
      refuse(480);
      return;
    }
    try {
      event.raise(value);
    } catch (error) {
      this.#log.error({ reason: String(error) }, 'The handler of an incoming request failed');
      refuse(500);
    }
  }
}

/** An INVITE that never left. */
export function unsentInvite(outcome: Awaited<OutgoingInvite['outcome']>): OutgoingInvite {
  return { callId: newCallId(), outcome: Promise.resolve(outcome), cancel: () => undefined };
}
