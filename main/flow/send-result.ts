import { traceOf, type AnswerTrace } from './answer-trace.ts';
import { FailureResponseError, OperationTimeoutError, TransportLostError } from './errors.ts';
import { headerOf } from './headers.ts';
import type { Participant, RequestOutcome } from './ports.ts';

/** A recipient whom a message did not reach although the peer, or a server on the way, had taken it. */
export interface MessageDeliveryFailureData {
  readonly recipient: Participant;
  /** A SIP status. */
  readonly responseCode: number;
}

export interface SendInstantMessageResult {
  /** Recipients that a delivery notification names as not reached; empty when all were, or none came. */
  readonly deliveryFailures: readonly MessageDeliveryFailureData[];
  /**
   * The peer's id of a message that it took tentatively, for `deliveryNotificationReceived`. Null unless waiting for
   * notifications is disabled or was in vain for 60 s.
   */
  readonly messageId: string | null;
  /** A store or relay has it (202): the message's fate is not known yet. */
  readonly tentative: boolean;
  /** The peer gave our message id back: it recognises a repetition of the message and shows it once. */
  readonly recognisedById: boolean;
  readonly answer: AnswerTrace;
}

export interface SendContext {
  readonly messageIdHeader: string;
  /** Our id, as it went with the request. */
  readonly messageId: string | null;
}

/**
 * The result of a send, from how its request ended; `messageId` is set when a delivery notification may follow. Throws
 * the error that a caller of the flow sees.
 */
export function resultOf(outcome: RequestOutcome, context: SendContext): SendInstantMessageResult {
  if (outcome.kind === 'no-answer') throw new OperationTimeoutError();
  if (outcome.kind === 'transport-lost') throw new TransportLostError(outcome.left);
  const { statusCode, headers } = outcome.response;
  if (statusCode >= 300) throw new FailureResponseError(outcome.response);
  const tentative = statusCode === 202;
  const echoed = headerOf(headers, context.messageIdHeader);
  return {
    deliveryFailures: [],
    messageId: tentative ? headerOf(headers, 'Message-Id') : null,
    tentative,
    recognisedById: context.messageId !== null && echoed === context.messageId,
    answer: traceOf(outcome.response),
  };
}
