import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import { TypedEvent } from '../../shared/model/event.ts';
import type {
  DialogEnd,
  DialogHandlers,
  HeaderField,
  IncomingInvite,
  IncomingRequest,
  InviteOutcome,
  OutgoingInvite,
  OutgoingRequest,
  Participant,
  RequestOutcome,
  Signaling,
  SignalingDialog,
  SipBody,
  SipResponse,
} from '../../main/flow/ports.ts';

/** One request on its way, as tests see it. */
export interface WireRequest {
  readonly from: SipAddress;
  readonly to: SipAddress;
  readonly method: string;
  readonly inDialog: boolean;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
}

/** What becomes of a request: null lets it through to the peer. */
export type Fate =
  | null
  | { readonly kind: 'answer'; readonly statusCode: number; readonly headers?: readonly HeaderField[] }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'transport-lost'; readonly left: boolean };

export const response = (
  statusCode: number,
  headers: readonly HeaderField[] = [],
  body: SipBody | null = null,
  reasonPhrase = 'Fake',
): SipResponse => ({ statusCode, reasonPhrase, headers, body });

/** Joins fake signaling ends in memory. Every step takes one turn of the microtask queue. */
export class FakeNetwork {
  /** All requests, in the order in which they were sent; INVITE and BYE among them. */
  readonly wire: WireRequest[] = [];
  /** Final answers, as `status method`. */
  readonly answers: { readonly request: WireRequest; readonly response: SipResponse }[] = [];
  /** Decides about each request (INVITE included, BYE not); may take its time. */
  fate: (request: WireRequest) => Fate | Promise<Fate> = () => null;
  /** Resolves when the caller has acknowledged that its call was accepted. */
  acknowledged: () => Promise<void> = async () => Promise.resolve();
  readonly #ends = new Map<string, FakeSignaling>();
  #ids = 0;

  add(address: SipAddress, displayName: string | null = null): FakeSignaling {
    const end = new FakeSignaling(this, { address, displayName });
    this.#ends.set(addressKey(address), end);
    return end;
  }

  find(address: SipAddress): FakeSignaling | undefined {
    return this.#ends.get(addressKey(address));
  }

  id(): string {
    this.#ids += 1;
    return `fake-${String(this.#ids)}`;
  }

  /** The methods that went over the wire. */
  get methods(): string[] {
    return this.wire.map((request) => request.method);
  }

  async send(
    request: WireRequest,
    deliver: (respond: (response: SipResponse) => void) => void,
  ): Promise<RequestOutcome> {
    this.wire.push(request);
    await Promise.resolve();
    const fate = await this.fate(request);
    if (fate?.kind === 'no-answer' || fate?.kind === 'transport-lost') return fate;
    const answer =
      fate?.kind === 'answer'
        ? response(fate.statusCode, fate.headers)
        : await new Promise<SipResponse>((resolve) => {
            deliver(resolve);
          });
    this.answers.push({ request, response: answer });
    return { kind: 'response', response: answer };
  }
}

export class FakeSignaling implements Signaling {
  readonly local: Participant;
  readonly mediaAddress = { host: '192.0.2.1', port: 5060 };
  readonly inviteReceived = new TypedEvent<IncomingInvite>();
  readonly messageReceived = new TypedEvent<IncomingRequest>();
  /** Sent with each answer of this end, as a stack does. */
  server: string | null = null;
  readonly #network: FakeNetwork;
  readonly #dialogs = new Set<FakeDialog>();

  constructor(network: FakeNetwork, local: Participant) {
    this.#network = network;
    this.local = local;
  }

  get dialogs(): readonly FakeDialog[] {
    return [...this.#dialogs];
  }

  async message(
    to: SipAddress,
    body: SipBody,
    headers: readonly HeaderField[],
    callId = this.#network.id(),
  ): Promise<RequestOutcome> {
    const request = this.#wire(to, 'MESSAGE', false, callId, headers, body);
    return this.#network.send(request, (respond) => {
      const peer = this.#network.find(to);
      if (peer === undefined || peer.messageReceived.size === 0)
        respond(response(peer === undefined ? 404 : 480));
      else peer.messageReceived.raise(peer.incoming(this.local, request, respond));
    });
  }

  invite(
    to: SipAddress,
    offer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): OutgoingInvite {
    const callId = this.#network.id();
    const request = this.#wire(to, 'INVITE', false, callId, headers, offer);
    let cancel = (): void => undefined;
    const canceled = new Promise<InviteOutcome>((resolve) => {
      cancel = (): void => {
        resolve({ kind: 'canceled' });
      };
    });
    let onPeerCancel = (): void => undefined;
    let answered = false;
    const outcome = (async (): Promise<InviteOutcome> => {
      const made: FakeDialog[] = [];
      const ended = await this.#network.send(request, (respond) => {
        const peer = this.#network.find(to);
        if (peer === undefined || peer.inviteReceived.size === 0) {
          respond(response(peer === undefined ? 404 : 480));
          return;
        }
        const answer = (value: SipResponse): void => {
          if (answered) return;
          answered = true;
          respond(peer.stamp(value));
        };
        peer.inviteReceived.raise({
          from: this.local,
          callId,
          headers,
          body: offer,
          accept: async (body, answerHeaders, peerHandlers) => {
            await Promise.resolve();
            if (answered) throw new Error('The invitation was canceled');
            const mine = new FakeDialog(this.#network, this, peer, callId, handlers);
            const theirs = new FakeDialog(this.#network, peer, this, callId, peerHandlers);
            mine.peer = theirs;
            theirs.peer = mine;
            this.#dialogs.add(mine);
            peer.#dialogs.add(theirs);
            made.push(mine);
            answer(response(200, answerHeaders, body));
            await this.#network.acknowledged();
            return theirs;
          },
          reject: (statusCode, reasonPhrase, answerHeaders) => {
            answer(response(statusCode, answerHeaders, null, reasonPhrase));
          },
          onCanceled: (listener) => {
            onPeerCancel = listener;
          },
        });
      });
      if (ended.kind !== 'response') return ended;
      const [dialog] = made;
      return dialog !== undefined && ended.response.statusCode < 300
        ? { kind: 'accepted', dialog, response: ended.response }
        : { kind: 'refused', response: ended.response };
    })();
    return {
      callId,
      outcome: Promise.race([canceled, outcome]),
      cancel: () => {
        if (answered) return;
        answered = true;
        cancel();
        onPeerCancel();
      },
    };
  }

  /** The connection breaks: all dialogs of this end are gone here, the other ends do not know. */
  loseTransport(): void {
    for (const dialog of this.dialogs) dialog.end('transport-lost');
  }

  /** A request as this end receives it. A second answer does nothing. */
  incoming(
    from: Participant,
    request: WireRequest,
    respond: (response: SipResponse) => void,
  ): IncomingRequest {
    return {
      method: request.method,
      from,
      callId: request.callId,
      headers: request.headers,
      body: request.body,
      respond: (statusCode, reasonPhrase, headers) => {
        respond(this.stamp(response(statusCode, headers, null, reasonPhrase)));
      },
    };
  }

  stamp(value: SipResponse): SipResponse {
    return this.server === null ? value : { ...value, headers: [...value.headers, ['Server', this.server]] };
  }

  forget(dialog: FakeDialog): void {
    this.#dialogs.delete(dialog);
  }

  #wire(
    to: SipAddress,
    method: string,
    inDialog: boolean,
    callId: string,
    headers: readonly HeaderField[],
    body: SipBody | null,
  ): WireRequest {
    return { from: this.local.address, to, method, inDialog, callId, headers, body };
  }
}

class FakeDialog implements SignalingDialog {
  readonly callId: string;
  readonly remote: Participant;
  peer: FakeDialog | null = null;
  readonly #network: FakeNetwork;
  readonly #own: FakeSignaling;
  readonly #handlers: DialogHandlers;
  #ended = false;

  constructor(
    network: FakeNetwork,
    own: FakeSignaling,
    other: FakeSignaling,
    callId: string,
    handlers: DialogHandlers,
  ) {
    this.#network = network;
    this.#own = own;
    this.remote = other.local;
    this.callId = callId;
    this.#handlers = handlers;
  }

  async request({ method, headers, body }: OutgoingRequest): Promise<RequestOutcome> {
    if (this.#ended) return { kind: 'transport-lost', left: false };
    const wire: WireRequest = {
      from: this.#own.local.address,
      to: this.remote.address,
      method,
      inDialog: true,
      callId: this.callId,
      headers,
      body,
    };
    return this.#network.send(wire, (answer) => {
      const { peer } = this;
      // Never answered: it is done when the connection has it.
      const unanswered = method === 'BENOTIFY';
      if (unanswered) answer(response(200));
      const respond = unanswered ? (): void => undefined : answer;
      if (peer === null || peer.#ended) respond(response(481));
      else peer.#handlers.onRequest(peer.#own.incoming(this.#own.local, wire, respond));
    });
  }

  async bye(): Promise<void> {
    if (this.#ended) return;
    this.#network.wire.push({
      from: this.#own.local.address,
      to: this.remote.address,
      method: 'BYE',
      inDialog: true,
      callId: this.callId,
      headers: [],
      body: null,
    });
    this.end('local-bye');
    await Promise.resolve();
    this.peer?.end('remote-bye');
  }

  end(how: DialogEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#own.forget(this);
    this.#handlers.onEnded(how);
  }
}
