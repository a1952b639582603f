import type { Clock } from '../../shared/model/clock.ts';
import type { TypedEvent } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { boundedWait } from './bounded-wait.ts';
import { messageFactsOf, type DispositionRequested } from './dispositions.ts';
import type { DeliveryReporting } from './flow-channel.ts';
import { headerOf, messageIdOf, userAgentOf } from './headers.ts';
import { HeldAnswer } from './held-answer.ts';
import { InstantMessageConsumptionMode } from './im-flow-template.ts';
import {
  contentOf,
  unsupportedMediaType,
  type ComposingContent,
  type DispositionContent,
  type ReadableContent,
} from './incoming-content.ts';
import type { HeaderField, IncomingRequest, Participant } from './ports.ts';
import type { ProxiedMessages } from './proxied-messages.ts';
import { raiseGuarded } from './raise.ts';
import { ToastMemory } from './toast-memory.ts';

/** From arrival to the answer at the latest, in milliseconds: below the peer's transaction of 32 s. */
export const longestAnswerDelay = 25_000;
/** How long the answer to an invitation waits until its toast is stored, in milliseconds. */
const longestToastDelay = 10_000;

/** Messages of one flow whose answer is held back at the same time. */
const mostHeldAnswers = 200;

export interface InstantMessageReceivedEventArgs {
  /** The header's value with its parameters. */
  readonly contentType: string;
  readonly hasTextBody: boolean;
  /** The text to read: decoded, of HTML its plain text; null when the content is none. */
  readonly textBody: string | null;
  /** What came, of several alternatives the best. Taken out of its CPIM. */
  readonly body: Uint8Array;
  readonly sender: Participant;
  /** Not null in Proxied mode: `sendSuccessDeliveryNotification` or `sendFailureDeliveryNotification` must follow. */
  readonly messageId: string | null;
  /** The sender's own id of the message: the same in each repetition. Null when it gives none. */
  readonly remoteMessageId: string | null;
  /** When it was written, in milliseconds since 1970, as its sender says; null when it does not. */
  readonly sentAt: number | null;
  /** The message that it answers, by the id that its sender gave it; its text begins with a quote of it then. */
  readonly replyTo: string | null;
  /** What the sender wants to be told; the flow itself tells the delivery outside dialogs. */
  readonly dispositionRequested: DispositionRequested;
  readonly remoteUserAgent: string | null;
  /** It came with the invitation: the call is being accepted and the flow not Active yet. */
  readonly isToast: boolean;
  /** Of the request that carried it. */
  readonly callId: string;
  readonly cseq: string | null;
  /**
   * Holds the answer back: 200 goes out when all promises given have resolved, 500 when one rejects or after 25 s. A
   * toast that was not stored within 10 s comes again as a message. Throws InvalidOperationError once it is answered.
   */
  waitUntil(promise: Promise<unknown>): void;
}

export interface IncomingMessagesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly messageIdHeader: string;
  readonly formats: () => readonly string[];
  readonly consumptionMode: () => InstantMessageConsumptionMode;
  readonly reportingOf: (request: IncomingRequest) => DeliveryReporting | null;
  readonly proxied: ProxiedMessages;
  readonly remoteUserAgent: () => string | null;
  readonly received: TypedEvent<InstantMessageReceivedEventArgs>;
  /** Called for each message that is raised, right before it is. */
  readonly beforeRaise: () => void;
  readonly composing: (content: ComposingContent) => void;
  readonly disposition: (content: DispositionContent, request: IncomingRequest) => void;
}

/** Answers the MESSAGEs of a flow: first the application has what they carry, then the peer gets its 200. */
export class IncomingMessages {
  readonly #options: IncomingMessagesOptions;
  #held = 0;
  /** Until the first message of the dialog. */
  #toast: ToastMemory | null = null;

  constructor(options: IncomingMessagesOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#held > 0;
  }

  /**
   * Raises the toast of an invitation. Resolves with whether the application has it, so that the answer may say so;
   * false, too, when it cannot be raised: then it comes again as a message.
   */
  async takeToast(toast: Omit<IncomingRequest, 'respond' | 'method'>): Promise<boolean> {
    const { clock, formats, received, consumptionMode, messageIdHeader } = this.#options;
    const request: IncomingRequest = { ...toast, method: 'INVITE', respond: () => undefined };
    const content = contentOf(request, formats());
    // The fate of a message that is handed on is not known while the call is being accepted.
    if (consumptionMode() !== InstantMessageConsumptionMode.ConsumedLocally) return false;
    if (content.kind !== 'content' || received.size === 0) return false;
    const remoteMessageId = messageIdOf(request.headers, messageIdHeader);
    const stored = new Promise<boolean>((resolve) => {
      this.#raise(request, content, null, new HeldAnswer(clock, null, resolve));
    });
    const memory = new ToastMemory(content.text, remoteMessageId, stored);
    this.#toast = memory;
    const told = await boundedWait(clock, stored, longestToastDelay, false);
    memory.answered(clock.now(), told);
    return told;
  }

  /** @param arrivedAt milliseconds since 1970 */
  take(request: IncomingRequest, arrivedAt: number): void {
    const { formats, composing, disposition, messageIdHeader } = this.#options;
    const content = contentOf(request, formats());
    const remoteMessageId = messageIdOf(request.headers, messageIdHeader);
    const headers: HeaderField[] = remoteMessageId === null ? [] : [[messageIdHeader, remoteMessageId]];
    switch (content.kind) {
      case 'content':
        this.#takeReadable(request, content, headers, arrivedAt);
        return;
      case 'unsupported':
        request.respond(...unsupportedMediaType, content.headers);
        return;
      case 'unreadable':
        request.respond(400, 'Unreadable Content');
        return;
      case 'empty':
        request.respond(200, 'OK', headers);
        return;
      case 'composing':
        request.respond(200, 'OK');
        composing(content);
        return;
      case 'disposition':
        request.respond(200, 'OK');
        disposition(content, request);
        return;
    }
  }

  #takeReadable(
    request: IncomingRequest,
    content: ReadableContent,
    headers: readonly HeaderField[],
    arrivedAt: number,
  ): void {
    const { clock, messageIdHeader } = this.#options;
    const toast = this.#toast;
    this.#toast = null;
    const remoteMessageId = messageIdOf(request.headers, messageIdHeader);
    const verdict = toast === null ? 'new' : toast.judge(content.text, remoteMessageId, arrivedAt);
    if (verdict === 'repeat') {
      request.respond(200, 'OK', headers);
    } else if (verdict === 'wait' && toast !== null) {
      const rest = Math.max(0, arrivedAt + longestAnswerDelay - clock.now());
      void boundedWait<boolean | null>(clock, toast.stored, rest, null).then((stored) => {
        if (stored === null) request.respond(500, 'Message Not Stored');
        else if (stored) request.respond(200, 'OK', headers);
        else this.#hand(request, content, headers, arrivedAt);
      });
    } else {
      this.#hand(request, content, headers, arrivedAt);
    }
  }

  #hand(
    request: IncomingRequest,
    content: ReadableContent,
    headers: readonly HeaderField[],
    arrivedAt: number,
  ): void {
    const { clock, received, proxied, reportingOf, consumptionMode } = this.#options;
    if (received.size === 0) {
      request.respond(480, 'Temporarily Unavailable');
      return;
    }
    if (this.#held >= mostHeldAnswers || proxied.full) {
      request.respond(503, 'Service Unavailable', [['Retry-After', '5']]);
      return;
    }
    const limit = arrivedAt + longestAnswerDelay;
    this.#held += 1;
    if (consumptionMode() === InstantMessageConsumptionMode.ConsumedLocally) {
      const answer = new HeldAnswer(clock, limit, (stored) => {
        this.#held -= 1;
        if (stored) request.respond(200, 'OK', headers);
        else request.respond(500, 'Message Not Stored');
      });
      this.#raise(request, content, null, answer);
      return;
    }
    const storing = new HeldAnswer(clock, null, (stored) => {
      this.#held -= 1;
      proxied.taken(id, stored);
    });
    const answered = (): void => {
      storing.fail();
    };
    const id = proxied.add({ request, reporting: reportingOf(request), headers, answered }, limit);
    this.#raise(request, content, id, storing);
  }

  #raise(
    request: IncomingRequest,
    content: ReadableContent,
    messageId: string | null,
    answer: HeldAnswer,
  ): void {
    const { beforeRaise, log, received, messageIdHeader, remoteUserAgent } = this.#options;
    beforeRaise();
    const raised = raiseGuarded(log, 'messageReceived', received, {
      contentType: content.body.contentType,
      hasTextBody: content.text !== null,
      textBody: content.text,
      body: content.body.content,
      sender: request.from,
      messageId,
      ...messageFactsOf(request.headers, content.envelope, messageIdHeader),
      remoteUserAgent: userAgentOf(request.headers) ?? remoteUserAgent(),
      isToast: request.method === 'INVITE',
      callId: request.callId,
      cseq: headerOf(request.headers, 'CSeq'),
      waitUntil: (promise) => {
        answer.waitFor(promise);
      },
    });
    if (raised) answer.done();
    else answer.fail();
  }
}
