import type { SipAddress } from '../../shared/model/address.ts';
import type { EventSource } from '../../shared/model/event.ts';
import { sessionOf } from './invitation.ts';
import type { PeerDirectory } from './peer-directory.ts';
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
} from './ports.ts';

/** A signaling that notes what the answers to its invitations tell of the peers. */
export class LearningSignaling implements Signaling {
  readonly #signaling: Signaling;
  readonly #peers: PeerDirectory;

  constructor(signaling: Signaling, peers: PeerDirectory) {
    this.#signaling = signaling;
    this.#peers = peers;
  }

  get local(): Participant {
    return this.#signaling.local;
  }

  get mediaAddress(): Signaling['mediaAddress'] {
    return this.#signaling.mediaAddress;
  }

  get inviteReceived(): EventSource<IncomingInvite> {
    return this.#signaling.inviteReceived;
  }

  get messageReceived(): EventSource<IncomingRequest> {
    return this.#signaling.messageReceived;
  }

  async message(
    to: SipAddress,
    body: SipBody,
    headers: readonly HeaderField[],
    callId?: string,
  ): Promise<RequestOutcome> {
    return this.#signaling.message(to, body, headers, callId);
  }

  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite {
    const invite = this.#signaling.invite(to, offer, headers, handlers);
    void invite.outcome.then((outcome) => {
      if (!('response' in outcome)) return;
      const { statusCode, headers: answered, body } = outcome.response;
      this.#peers.learn(
        { address: to, displayName: null },
        {
          kind: 'invite-answer',
          session: outcome.kind === 'accepted' && sessionOf(body) !== null,
          statusCode,
          headers: answered,
        },
      );
    });
    return invite;
  }
}
