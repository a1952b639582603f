import type { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { cpimType, writeCpim } from '../payload/cpim.ts';
import { formatDateTime } from '../payload/date-time.ts';
import { imdnExtension } from '../payload/imdn-request.ts';
import { imdnType, writeImdn, type Imdn, type ImdnDisposition } from '../payload/imdn.ts';
import { dispositionOf, type DispositionReceivedEventArgs } from './dispositions.ts';
import { FailureResponseError, OperationTimeoutError, TransportLostError } from './errors.ts';
import { HeldAnswer } from './held-answer.ts';
import { longestAnswerDelay } from './incoming-messages.ts';
import type { PagerLanes } from './pager-lanes.ts';
import { messageIdFrom, type PagerRequest, type PagerSender } from './pager-sender.ts';
import { isRefusal } from './peer-capabilities.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { IncomingRequest, Participant, RequestOutcome } from './ports.ts';
import { raiseGuarded } from './raise.ts';
import { neverSent, type Turn } from './request-queue.ts';

/** What is told of a message that was received. */
export interface DispositionToSend {
  /** The sender's id of the message: `remoteMessageId` of its event. */
  readonly messageId: string;
  readonly disposition: 'delivered' | 'displayed' | 'failed';
  /** Of a failure: a SIP status. IMDN has a word for 403 and for 500 to 599. */
  readonly responseCode?: number;
}

export interface DispositionReportsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly peers: PeerDirectory;
  readonly lanes: PagerLanes;
  readonly sender: PagerSender;
}

/** Reports whose answer is held back at the same time. */
const mostHeld = 200;
/** Calls whose reports of failure are not believed. */
const mostDoubted = 500;

/** Reports on messages (RFC 5438), in both directions. */
export class DispositionReports {
  readonly #options: DispositionReportsOptions;
  readonly #received = new TypedEvent<DispositionReceivedEventArgs>();
  /** Call-IDs of texts that were refused, or may be, and that went once more in a simpler form. */
  readonly #doubted = new Set<string>();
  #held = 0;

  constructor(options: DispositionReportsOptions) {
    this.#options = options;
  }

  get received(): EventSource<DispositionReceivedEventArgs> {
    return this.#received;
  }

  /** The text of this Call-ID goes again in another form when it is refused: a report that it was is not its fate. */
  doubt(callId: string): void {
    this.#doubted.add(callId);
    const [oldest] = this.#doubted;
    if (this.#doubted.size > mostDoubted && oldest !== undefined) this.#doubted.delete(oldest);
  }

  trust(callId: string): void {
    this.#doubted.delete(callId);
  }

  /** Raises a report that came outside dialogs, and answers it once it is handled. */
  take(request: IncomingRequest, imdn: Imdn): void {
    if (this.#held >= mostHeld) {
      request.respond(503, 'Service Unavailable', [['Retry-After', '5']]);
      return;
    }
    const { clock } = this.#options;
    this.#held += 1;
    const answer = new HeldAnswer(clock, clock.now() + longestAnswerDelay, (stored) => {
      this.#held -= 1;
      if (stored) request.respond(200, 'OK');
      else request.respond(500, 'Report Not Stored');
    });
    this.#raise(request.from, imdn, answer);
  }

  /** Raises a report that came in a dialog, which is answered already. */
  tell(from: Participant, imdn: Imdn): void {
    this.#raise(from, imdn, new HeldAnswer(this.#options.clock, null, () => undefined));
  }

  /**
   * Resolves when the peer has the report, or is known to take none. Rejects with FailureResponseError,
   * OperationTimeoutError or TransportLostError.
   */
  async send(peer: SipAddress, report: DispositionToSend): Promise<void> {
    const outcome = await this.transmit({ address: peer, displayName: null }, report, { begin: () => true });
    if (outcome.kind === 'no-answer') throw new OperationTimeoutError();
    if (outcome.kind === 'transport-lost') throw new TransportLostError(outcome.left);
    const { statusCode } = outcome.response;
    if (statusCode >= 300) throw new FailureResponseError(outcome.response);
  }

  /** Never rejects. A peer that refuses reports counts as one that has it. */
  async transmit(peer: Participant, report: DispositionToSend, turn: Turn): Promise<RequestOutcome> {
    const { lanes, sender } = this.#options;
    return lanes.run(peer.address, 'report', async () => {
      const tried = new Set<string>();
      for (;;) {
        const form = this.#formOf(peer, report);
        if (form === null || tried.has(form.body.contentType)) return notWanted;
        if (!turn.begin()) return neverSent;
        tried.add(form.body.contentType);
        const outcome = await sender.send(peer, form);
        if (outcome.kind !== 'response' || !isRefusal(outcome.response.statusCode)) return outcome;
      }
    });
  }

  #raise(from: Participant, imdn: Imdn, answer: HeldAnswer): void {
    const meaning = dispositionOf(imdn);
    const repeated = meaning?.disposition === 'failed' && this.#doubted.has(imdn.messageId);
    if (meaning === null || repeated) {
      answer.done();
      return;
    }
    const raised = raiseGuarded(this.#options.log, 'dispositionReceived', this.#received, {
      from,
      messageId: messageIdFrom(imdn.messageId),
      ...meaning,
      waitUntil: (promise) => {
        answer.waitFor(promise);
      },
    });
    if (raised) answer.done();
    else answer.fail();
  }

  #formOf(peer: Participant, report: DispositionToSend): PagerRequest | null {
    const { clock, peers, sender } = this.#options;
    const capabilities = peers.of(peer.address);
    if (capabilities.imdn === 'no') return null;
    const { local } = sender;
    const at = formatDateTime(clock.now());
    const imdn = writeImdn({
      ...statusOf(report),
      messageId: report.messageId,
      dateTime: at,
      recipientUri: local.address,
    });
    if (capabilities.cpim !== 'yes') {
      return { body: { contentType: imdnType, content: imdn }, headers: [], carried: ['imdn'] };
    }
    const content = writeCpim({
      from: { displayName: local.displayName, uri: local.address },
      to: [{ displayName: peer.displayName, uri: peer.address }],
      dateTime: at,
      // It asks for no report itself (RFC 5438, 7.2.1).
      extensions: [imdnExtension(crypto.randomUUID())],
      contentType: imdnType,
      contentDisposition: 'notification',
      content: imdn,
    });
    return { body: { contentType: cpimType, content }, headers: [], carried: ['cpim', 'imdn'] };
  }
}

/** In place of the answer of a peer that takes no reports. */
const notWanted: RequestOutcome = {
  kind: 'response',
  response: { statusCode: 200, reasonPhrase: 'Not Wanted', headers: [], body: null },
};

function statusOf({ disposition, responseCode = 480 }: DispositionToSend): ImdnDisposition {
  if (disposition === 'displayed') return { kind: 'display', status: 'displayed' };
  if (disposition === 'delivered') return { kind: 'delivery', status: 'delivered' };
  if (responseCode === 403) return { kind: 'delivery', status: 'forbidden' };
  return { kind: 'delivery', status: responseCode >= 500 && responseCode < 600 ? 'error' : 'failed' };
}
