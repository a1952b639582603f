import type { Clock } from '../../shared/model/clock.ts';
import { isComposingType, writeIsComposing, type ComposingState } from '../payload/is-composing.ts';
import type { DispositionReports } from './disposition-reports.ts';
import { messageFactsOf } from './dispositions.ts';
import type { DeliveryReporting, FlowChannel } from './flow-channel.ts';
import { contentOf } from './incoming-content.ts';
import { canBeReduced, formsOf } from './pager-forms.ts';
import type { PagerLanes } from './pager-lanes.ts';
import { callIdFor, type PagerRequest, type PagerSender } from './pager-sender.ts';
import { announcedRefresh, PagerTyping } from './pager-typing.ts';
import { isRefusal } from './peer-capabilities.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { HeaderField, IncomingRequest, Participant, RequestOutcome, SipBody } from './ports.ts';
import { neverSent, type Transmit, type Turn } from './request-queue.ts';

export interface PagerChannelOptions {
  readonly peer: Participant;
  readonly clock: Clock;
  readonly peers: PeerDirectory;
  readonly lanes: PagerLanes;
  readonly sender: PagerSender;
  readonly reports: DispositionReports;
  readonly messageIdHeader: string;
  /** The types that the application reads. */
  readonly formats: () => readonly string[];
}

/** Typing notifications in a row without any answer, after which a peer is not told any more. */
const mostUnanswered = 2;

/**
 * MESSAGE outside dialogs: texts in the best form that the peer takes, and typing, which never gets into their way.
 * Nothing can be lost there: each message finds its own way.
 */
export class PagerChannel implements FlowChannel {
  readonly #options: PagerChannelOptions;
  readonly #typing: PagerTyping;
  /** The latest text was taken by the peer itself, not by a store. */
  #present: boolean | null = null;
  #unanswered = 0;
  #told: ComposingState = 'idle';
  #closed = false;

  constructor(options: PagerChannelOptions) {
    this.#options = options;
    this.#typing = new PagerTyping(options.clock, (state) => {
      if (this.#mayTell(state)) void this.#tell(state);
    });
  }

  get acceptTypes(): readonly string[] {
    const { html, multipart } = this.#capabilities;
    return [
      'text/plain',
      ...(html === 'yes' ? ['text/html'] : []),
      ...(multipart === 'yes' ? ['multipart/alternative'] : []),
    ];
  }

  carries(mediaType: string): boolean {
    return canBeReduced(mediaType);
  }

  message(body: SipBody, headers: readonly HeaderField[]): Transmit {
    const { lanes, peer } = this.#options;
    this.#typing.handle('messageSent');
    this.#told = 'idle';
    return async (turn) =>
      lanes.run(peer.address, 'text', async () => {
        const outcome = await this.#send(turn, body, headers);
        this.#present = outcome.kind === 'response' && outcome.response.statusCode === 200;
        return outcome;
      });
  }

  composing(activity: 'type' | 'idle'): null {
    this.#typing.handle(activity);
    return null;
  }

  isLost(): boolean {
    return false;
  }

  /** Reports by IMDN, where the message asks for them. */
  reporting(request: IncomingRequest): DeliveryReporting | null {
    const { formats, messageIdHeader, reports, peer } = this.#options;
    const content = contentOf(request, formats());
    if (content.kind !== 'content') return null;
    const facts = messageFactsOf(request.headers, content.envelope, messageIdHeader);
    const messageId = facts.remoteMessageId;
    if (messageId === null || !facts.dispositionRequested.delivery) return null;
    return (_, failureCode) => async (turn) =>
      reports.transmit(
        peer,
        failureCode === null
          ? { messageId, disposition: 'delivered' }
          : { messageId, disposition: 'failed', responseCode: failureCode },
        turn,
      );
  }

  close(): void {
    this.#closed = true;
    this.#typing.handle('ended');
  }

  /** One form after the other until one is not refused. */
  async #send(turn: Turn, body: SipBody, headers: readonly HeaderField[]): Promise<RequestOutcome> {
    const { peer, sender, reports, clock, messageIdHeader } = this.#options;
    const facts = messageFactsOf(headers, null, messageIdHeader);
    const { remoteMessageId: messageId, replyTo } = facts;
    const at = facts.sentAt ?? clock.now();
    const message = { body, messageId, replyTo, from: sender.local, to: peer, at };
    const tried = new Set<string>();
    let outcome = neverSent;
    for (;;) {
      const [form, simpler] = formsOf(message, this.#capabilities).filter(({ name }) => !tried.has(name));
      if (form === undefined || !turn.begin()) return outcome;
      tried.add(form.name);
      const callId = messageId === null ? null : callIdFor(messageId);
      if (callId !== null && simpler !== undefined) reports.doubt(callId);
      outcome = await sender.send(peer, {
        body: form.body,
        headers: [...headers, ...form.headers],
        carried: form.carried,
        ...(callId === null ? {} : { callId }),
      });
      if (outcome.kind !== 'response' || !isRefusal(outcome.response.statusCode)) {
        if (callId !== null) reports.trust(callId);
        return outcome;
      }
    }
  }

  #mayTell(state: ComposingState): boolean {
    const { isComposing } = this.#capabilities;
    if (isComposing === 'no' || this.#unanswered >= mostUnanswered || this.#closed) return false;
    // A store would keep it, and bring it as a message one day.
    if (this.#present === false || (isComposing === 'unknown' && this.#present === null)) return false;
    return state === 'active' || this.#told === 'active';
  }

  async #tell(state: ComposingState): Promise<void> {
    const { lanes, peer, sender } = this.#options;
    this.#told = state;
    const content = writeIsComposing({
      state,
      contentType: 'text/plain',
      ...(state === 'active' ? { refresh: announcedRefresh } : {}),
    });
    const request: PagerRequest = {
      body: { contentType: isComposingType, content },
      headers: [],
      carried: ['isComposing'],
    };
    await lanes.run(peer.address, 'typing', async () => {
      // While it waited the peer may have shown that it wants none.
      if (!this.#mayTell('active')) return neverSent;
      const outcome = await sender.send(peer, request);
      if (outcome.kind === 'no-answer') this.#unanswered += 1;
      if (outcome.kind === 'response') {
        this.#unanswered = 0;
        if (outcome.response.statusCode !== 200) this.#present = false;
      }
      return outcome;
    });
  }

  get #capabilities(): ReturnType<PeerDirectory['of']> {
    return this.#options.peers.of(this.#options.peer.address);
  }
}
