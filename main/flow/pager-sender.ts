import type { Clock } from '../../shared/model/clock.ts';
import { beyondTransaction, boundedWait } from './bounded-wait.ts';
import { featuresHeader, ownFeatures, type Carried } from './peer-capabilities.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { HeaderField, Participant, RequestOutcome, Signaling, SipBody } from './ports.ts';

export interface PagerRequest {
  readonly body: SipBody;
  readonly headers: readonly HeaderField[];
  /** What it carries beyond plain text: that is what a refusal is about, the first first. */
  readonly carried: readonly Carried[];
  readonly callId?: string;
}

const randomBytes = 12;

/**
 * A Call-ID that names the message: Linphone reports on a message without an id by its Call-ID. `messageIdFrom` reads
 * it again.
 */
export const callIdFor = (messageId: string): string =>
  `${messageId}.${[...crypto.getRandomValues(new Uint8Array(randomBytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;

const callIdPattern = new RegExp(`^(.+)\\.[0-9a-f]{${String(2 * randomBytes)}}$`);

/** The message that a report is about, whether it names its id or its Call-ID. */
export const messageIdFrom = (reported: string): string => callIdPattern.exec(reported)?.[1] ?? reported;

/** Sends a MESSAGE outside dialogs, and learns from the answer. Whoever calls it sees to the lane. */
export class PagerSender {
  readonly #signaling: Signaling;
  readonly #clock: Clock;
  readonly #peers: PeerDirectory;

  constructor(signaling: Signaling, clock: Clock, peers: PeerDirectory) {
    this.#signaling = signaling;
    this.#clock = clock;
    this.#peers = peers;
  }

  get local(): Participant {
    return this.#signaling.local;
  }

  /** Never rejects. */
  async send(peer: Participant, request: PagerRequest): Promise<RequestOutcome> {
    const { body, headers, carried, callId } = request;
    const sent = this.#signaling.message(
      peer.address,
      body,
      [...headers, [featuresHeader, ownFeatures]],
      callId,
    );
    const outcome = await boundedWait<RequestOutcome>(this.#clock, sent, beyondTransaction, {
      kind: 'no-answer',
    });
    if (outcome.kind === 'response') {
      const { statusCode, headers: answered } = outcome.response;
      const refused = statusCode >= 300;
      // An acceptance is one of all that was carried, a refusal may mean any: the outermost, the next time the next.
      for (const to of refused ? carried.slice(0, 1) : carried)
        this.#peers.learn(peer, { kind: 'answer', to, statusCode, headers: answered });
    }
    return outcome;
  }
}
