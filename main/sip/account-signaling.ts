import type { IncomingInviteRequest, IncomingMessageRequest } from 'sip.js/lib/core/index.js';
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
import { newCallId, uriOf, type Agent } from './agent.ts';
import { ownResponse, participantOf } from './header-fields.ts';
import { ReceivedInvite } from './incoming-invite.ts';
import { incomingRequest } from './incoming-request.ts';
import { sendInvite } from './outgoing-invite.ts';
import { sendRequest } from './request-outcome.ts';

/** Stays the same while connections come and go; `attach` and `detach` say over which agent it speaks. */
export class AccountSignaling implements Signaling {
  readonly local: Participant;
  readonly inviteReceived = new TypedEvent<IncomingInvite>();
  readonly messageReceived = new TypedEvent<IncomingRequest>();
  readonly #log: Log;
  #agent: Agent | null = null;

  constructor(local: Participant, log: Log) {
    this.local = local;
    this.#log = log;
  }

  attach(agent: Agent): void {
    this.#agent = agent;
  }

  detach(): void {
    this.#agent = null;
  }

  get mediaAddress(): { readonly host: string; readonly port: number } {
    return { host: this.#agent?.link.localAddress ?? '0.0.0.0', port: 5060 };
  }

  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite {
    if (this.#agent === null || !this.#agent.open) {
      return unsentInvite({ kind: 'transport-lost', left: false });
    }
    try {
      return sendInvite(this.#agent, to, offer, headers, handlers);
    } catch (error) {
      return unsentInvite({ kind: 'refused', response: this.#unsendable(error) });
    }
  }

  async message(
    to: SipAddress,
    body: SipBody,
    headers: readonly HeaderField[],
    callId?: string,
  ): Promise<RequestOutcome> {
    const agent = this.#agent;
    if (agent === null || !agent.open) return { kind: 'transport-lost', left: false };
    try {
      const target = uriOf(to);
      const message = agent.request('MESSAGE', target, target, {
        headers,
        body,
        ...(callId === undefined ? {} : { callId }),
      });
      return await sendRequest(agent, (delegate) => agent.core.message(message, delegate));
    } catch (error) {
      return { kind: 'response', response: this.#unsendable(error) };
    }
  }

  receiveInvite(agent: Agent, request: IncomingInviteRequest): void {
    const from = participantOf(request.message.from);
    if (from === null) {
      request.reject({ statusCode: 400 });
      return;
    }
    const invite = new ReceivedInvite(agent, request, from);
    this.#raise(this.inviteReceived, invite, (statusCode) => {
      invite.reject(statusCode);
    });
  }

  receiveMessage(agent: Agent, request: IncomingMessageRequest): void {
    const from = participantOf(request.message.from);
    if (from === null) {
      request.reject({ statusCode: 400 });
      return;
    }
    const message = incomingRequest(agent, request, from);
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

  #unsendable(error: unknown): ReturnType<typeof ownResponse> {
    this.#log.error({ reason: String(error) }, 'A request could not be written');
    return ownResponse(484, 'Address Incomplete');
  }
}

function unsentInvite(outcome: Awaited<OutgoingInvite['outcome']>): OutgoingInvite {
  return { callId: newCallId(), outcome: Promise.resolve(outcome), cancel: () => undefined };
}
