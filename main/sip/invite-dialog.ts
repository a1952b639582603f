import {
  SessionDialog,
  type IncomingRequestMessage,
  type OutgoingRequest as SipJsOutgoing,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type Session,
} from 'sip.js/lib/core/index.js';
import type {
  DialogEnd,
  DialogHandlers,
  OutgoingRequest,
  Participant,
  RequestOutcome,
  SignalingDialog,
} from '../flow/ports.ts';
import { sipJsBody, type Agent, type AgentDialog } from './agent.ts';
import { bodyOf, headerFields, headerLines, ownResponse, participantOf } from './header-fields.ts';
import { incomingRequest, type Answerable } from './incoming-request.ts';
import { sendRequest } from './request-outcome.ts';

const ignore = (): void => undefined;

/** An INVITE dialog over SIP.js's. It takes requests from the moment of the 2xx, before the ACK too. */
export class InviteDialog implements SignalingDialog, AgentDialog {
  readonly callId: string;
  readonly remote: Participant;
  readonly #agent: Agent;
  readonly #session: Session;
  readonly #handlers: DialogHandlers;
  readonly #forgetLoss: () => void;
  #end: DialogEnd | null = null;
  /** Settle the wait for the ACK, on the side that was called. */
  #onAck: () => void = ignore;
  #onNoAck: ((reason: Error) => void) | null = null;

  constructor(agent: Agent, session: Session, remote: Participant, handlers: DialogHandlers) {
    this.callId = session.callId;
    this.remote = remote;
    this.#agent = agent;
    this.#session = session;
    this.#handlers = handlers;
    const receive = (request: Answerable): void => {
      this.#receive(request);
    };
    session.delegate = {
      onMessage: receive,
      onInfo: receive,
      onNotify: receive,
      onBye: (request) => {
        request.accept();
        this.#finish('remote-bye');
      },
      onAck: () => {
        this.#onNoAck = null;
        this.#onAck();
      },
      onAckTimeout: () => {
        session.bye();
        this.#finish('local-bye');
      },
    };
    agent.addDialog(session.id, this);
    this.#forgetLoss = agent.whenLost(() => {
      this.#finish('transport-lost');
    });
  }

  /** Resolves when the ACK came; rejects when the dialog ends before. Only for the side that was called. */
  acknowledged(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onAck = resolve;
      this.#onNoAck = reject;
    });
  }

  async request(request: OutgoingRequest): Promise<RequestOutcome> {
    if (this.#end === 'transport-lost' || !this.#agent.open) return { kind: 'transport-lost', left: false };
    if (this.#end !== null) {
      return { kind: 'response', response: ownResponse(481, 'Call/Transaction Does Not Exist') };
    }
    const options = {
      extraHeaders: headerLines(request.headers),
      ...(request.body === null ? {} : { body: sipJsBody(request.body) }),
    };
    const session = this.#session;
    if (request.method === 'BENOTIFY') return this.#sendUnanswered(options);
    const { method } = request;
    return this.#send((delegate) => {
      if (method === 'MESSAGE') return session.message(delegate, options);
      return method === 'INFO' ? session.info(delegate, options) : session.notify(delegate, options);
    });
  }

  async bye(): Promise<void> {
    if (this.#end !== null) return;
    const answered = this.#send((delegate) => this.#session.bye(delegate));
    this.#finish('local-bye');
    await answered;
  }

  receiveUnanswered(message: IncomingRequestMessage): void {
    const highest = this.#session instanceof SessionDialog ? this.#session.remoteSequenceNumber : undefined;
    if (highest !== undefined && message.cseq <= highest) return;
    this.#hand({
      method: message.method,
      from: this.#named(message),
      callId: message.callId,
      headers: headerFields(message.data),
      body: bodyOf(message),
      respond: ignore,
    });
  }

  receiveNotify(message: IncomingRequestMessage): void {
    if (this.#session instanceof SessionDialog) this.#session.receiveRequest(message);
  }

  #receive(request: Answerable): void {
    this.#hand(incomingRequest(this.#agent, request, this.#named(request.message)));
  }

  /** The peer of the dialog under the name that it gives itself now: whoever was called may not have said one before. */
  #named({ from }: IncomingRequestMessage): Participant {
    const displayName = participantOf(from)?.displayName ?? this.remote.displayName;
    return { address: this.remote.address, displayName };
  }

  #hand(request: ReturnType<typeof incomingRequest>): void {
    try {
      this.#handlers.onRequest(request);
    } catch (error) {
      this.#agent.log.error({ reason: String(error) }, 'The handler of a request in a dialog failed');
      request.respond(500);
    }
  }

  #sendUnanswered(options: Parameters<SessionDialog['createOutgoingRequestMessage']>[1]): RequestOutcome {
    if (!(this.#session instanceof SessionDialog)) return { kind: 'transport-lost', left: false };
    const message = this.#session.createOutgoingRequestMessage('BENOTIFY', options);
    return this.#agent.sendUnanswered(message)
      ? { kind: 'response', response: ownResponse(200, 'OK') }
      : { kind: 'transport-lost', left: false };
  }

  async #send(send: (delegate: OutgoingRequestDelegate) => SipJsOutgoing): Promise<RequestOutcome> {
    try {
      return await sendRequest(this.#agent, send, (message) => {
        this.#keepSequence(message);
      });
    } catch (error) {
      this.#agent.log.error({ reason: String(error) }, 'A request in a dialog could not be written');
      return { kind: 'response', response: ownResponse(500, 'Not Sent') };
    }
  }

  // SIP.js raises the CSeq when it answers a challenge, but forgets to tell the dialog, which would use it again.
  #keepSequence(message: OutgoingRequestMessage): void {
    const session = this.#session;
    if (!(session instanceof SessionDialog)) return;
    while ((session.localSequenceNumber ?? message.cseq) < message.cseq)
      session.incrementLocalSequenceNumber();
  }

  #finish(end: DialogEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#forgetLoss();
    this.#agent.removeDialog(this.#session.id);
    if (this.#onNoAck !== null) {
      this.#onNoAck(new Error(`The call ended before it was acknowledged: ${end}`));
      return;
    }
    try {
      this.#handlers.onEnded(end);
    } catch (error) {
      this.#agent.log.error({ reason: String(error) }, 'The handler of the end of a dialog failed');
    }
  }
}
