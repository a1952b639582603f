import type { Clock } from '../../shared/model/clock.ts';
import type { TypedEvent } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import type { ContentType } from '../payload/content-type.ts';
import { decodeText } from '../payload/text.ts';
import { InvalidOperationError } from './errors.ts';
import { messageIdOf, userAgentOf } from './headers.ts';
import { contentOf, unsupportedMediaType } from './incoming-content.ts';
import type { HeaderField, IncomingRequest, Participant, SipBody } from './ports.ts';
import { raiseGuarded } from './raise.ts';

/** From arrival to the answer at the latest, in milliseconds: below the peer's transaction of 32 s. */
export const longestAnswerDelay = 25_000;

/** Messages of one flow whose answer is held back at the same time. */
const mostHeldAnswers = 200;

export interface InstantMessageReceivedEventArgs {
  /** The header's value with its parameters. */
  readonly contentType: string;
  readonly hasTextBody: boolean;
  /** The decoded text; null when the content is not text/*. */
  readonly textBody: string | null;
  readonly body: Uint8Array;
  readonly sender: Participant;
  /** The id for a delivery notification; null: none is needed. */
  readonly messageId: string | null;
  /** The sender's own id of the message: the same in each repetition. Null when it gives none. */
  readonly remoteMessageId: string | null;
  readonly remoteUserAgent: string | null;
  /**
   * Holds the answer back: 200 goes out when all promises given have resolved, 500 when one rejects or after 25 s.
   * Throws InvalidOperationError once the message is answered.
   */
  waitUntil(promise: Promise<unknown>): void;
}

export interface IncomingMessagesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly messageIdHeader: string;
  readonly formats: () => readonly string[];
  readonly remoteUserAgent: () => string | null;
  readonly received: TypedEvent<InstantMessageReceivedEventArgs>;
  /** Called for each message that is raised, right before it is. */
  readonly beforeRaise: () => void;
}

/** Answers the MESSAGEs of a flow: first the application has what they carry, then the peer gets its 200. */
export class IncomingMessages {
  readonly #options: IncomingMessagesOptions;
  #held = 0;

  constructor(options: IncomingMessagesOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#held > 0;
  }

  /** @param arrivedAt milliseconds since 1970 */
  take(request: IncomingRequest, arrivedAt: number): void {
    const { clock, formats, received, messageIdHeader } = this.#options;
    const content = contentOf(request, formats());
    if (content.kind === 'unsupported') {
      request.respond(...unsupportedMediaType, content.headers);
      return;
    }
    const remoteMessageId = messageIdOf(request.headers, messageIdHeader);
    const headers: HeaderField[] = remoteMessageId === null ? [] : [[messageIdHeader, remoteMessageId]];
    if (content.kind === 'empty') {
      request.respond(200, 'OK', headers);
      return;
    }
    if (received.size === 0) {
      request.respond(480, 'Temporarily Unavailable');
      return;
    }
    if (this.#held >= mostHeldAnswers) {
      request.respond(503, 'Service Unavailable', [['Retry-After', '5']]);
      return;
    }
    this.#held += 1;
    const answer = new HeldAnswer(clock, arrivedAt + longestAnswerDelay, (stored) => {
      this.#held -= 1;
      if (stored) request.respond(200, 'OK', headers);
      else request.respond(500, 'Message Not Stored');
    });
    this.#raise(request, content, remoteMessageId, answer);
  }

  #raise(
    request: IncomingRequest,
    content: { readonly body: SipBody; readonly contentType: ContentType },
    remoteMessageId: string | null,
    answer: HeldAnswer,
  ): void {
    const { body, contentType } = content;
    const textBody = contentType.type.startsWith('text/') ? decodeText(body.content, contentType) : null;
    this.#options.beforeRaise();
    const raised = raiseGuarded(this.#options.log, 'messageReceived', this.#options.received, {
      contentType: body.contentType,
      hasTextBody: textBody !== null,
      textBody,
      body: body.content,
      sender: request.from,
      messageId: null,
      remoteMessageId,
      remoteUserAgent: userAgentOf(request.headers) ?? this.#options.remoteUserAgent(),
      waitUntil: (promise) => {
        answer.waitFor(promise);
      },
    });
    if (raised) answer.done();
    else answer.fail();
  }
}

/** The answer to one message, given once: when all that it waits for is done, one of them failed, or time is up. */
class HeldAnswer {
  readonly #give: (stored: boolean) => void;
  readonly #cancelLimit: () => void;
  /** The raising of the event counts as one. */
  #awaited = 1;
  #given = false;

  constructor(clock: Clock, limit: number, give: (stored: boolean) => void) {
    this.#give = give;
    this.#cancelLimit = clock.after(Math.max(0, limit - clock.now()), () => {
      this.fail();
    });
  }

  waitFor(promise: Promise<unknown>): void {
    if (this.#given) {
      throw new InvalidOperationError('waitUntil', 'the message must not have been answered yet');
    }
    this.#awaited += 1;
    promise.then(
      () => {
        this.done();
      },
      () => {
        this.fail();
      },
    );
  }

  /** One of those that were awaited is done. */
  done(): void {
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#finish(true);
  }

  fail(): void {
    this.#finish(false);
  }

  #finish(stored: boolean): void {
    if (this.#given) return;
    this.#given = true;
    this.#cancelLimit();
    this.#give(stored);
  }
}
