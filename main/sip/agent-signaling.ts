import type { IncomingInviteRequest, IncomingMessageRequest } from 'sip.js/lib/core/index.js';
import type { SipAddress } from '../../shared/model/address.ts';
import type {
  DialogHandlers,
  HeaderField,
  OutgoingInvite,
  RequestOutcome,
  SipBody,
  SipResponse,
} from '../flow/ports.ts';
import type { Log } from '../log/log.ts';
import { unsentInvite, type AccountSignaling, type SignalingCarrier } from './account-signaling.ts';
import { uriOf, type Agent } from './agent.ts';
import { ownResponse, participantOf } from './header-fields.ts';
import { ReceivedInvite } from './incoming-invite.ts';
import { incomingRequest } from './incoming-request.ts';
import { sendInvite } from './outgoing-invite.ts';
import { sendRequest } from './request-outcome.ts';

/** Carries what an account sends over one agent, for as long as that has a connection. */
export class AgentSignaling implements SignalingCarrier {
  readonly #agent: Agent;
  readonly #log: Log;

  constructor(agent: Agent, log: Log) {
    this.#agent = agent;
    this.#log = log;
  }

  get open(): boolean {
    return this.#agent.open;
  }

  get localAddress(): string {
    return this.#agent.link.localAddress;
  }

  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite {
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

  #unsendable(error: unknown): SipResponse {
    this.#log.error({ reason: String(error) }, 'A request could not be written');
    return ownResponse(484, 'Address Incomplete');
  }
}

/** Hands an INVITE that came to an agent to the account's signaling. */
export function takeInvite(signaling: AccountSignaling, agent: Agent, request: IncomingInviteRequest): void {
  const from = participantOf(request.message.from);
  if (from === null) {
    request.reject({ statusCode: 400 });
    return;
  }
  const invite = new ReceivedInvite(agent, request, from);
  signaling.receiveInvite(invite);
}

/** Hands a MESSAGE outside any dialog that came to an agent to the account's signaling. */
export function takeMessage(
  signaling: AccountSignaling,
  agent: Agent,
  request: IncomingMessageRequest,
): void {
  const from = participantOf(request.message.from);
  if (from === null) {
    request.reject({ statusCode: 400 });
    return;
  }
  signaling.receiveMessage(incomingRequest(agent, request, from));
}
