import { retryAfterOf, traceOf, type AnswerTrace } from './answer-trace.ts';
import type { FlowEndReason } from './media-flow-state.ts';
import type { SipResponse } from './ports.ts';

/** A member was used in a state or at a time that its rule forbids. Nothing has happened. */
export class InvalidOperationError extends Error {
  override readonly name = 'InvalidOperationError';
  readonly member: string;
  readonly rule: string;

  constructor(member: string, rule: string) {
    super(`${member}: ${rule}`);
    this.member = member;
    this.rule = rule;
  }
}

/** A value is outside of what the member takes. Nothing has happened. */
export class ArgumentOutOfRangeError extends Error {
  override readonly name = 'ArgumentOutOfRangeError';
  readonly member: string;
  readonly value: unknown;
  readonly rule: string;

  constructor(member: string, value: unknown, rule: string) {
    super(`${member}: ${rule}, not ${String(value)}`);
    this.member = member;
    this.value = value;
    this.rule = rule;
  }
}

/** The peer or a server on the way answered with a status of 300 or more. */
export class FailureResponseError extends Error {
  override readonly name = 'FailureResponseError';
  readonly statusCode: number;
  readonly reasonPhrase: string;
  /** Seconds for which the answer asks not to be tried again (RFC 3261, 20.33); null: it does not say. */
  readonly retryAfter: number | null;
  readonly answer: AnswerTrace;

  constructor({
    statusCode,
    reasonPhrase,
    headers,
  }: Pick<SipResponse, 'statusCode' | 'reasonPhrase' | 'headers'>) {
    super(`The request was answered ${String(statusCode)} ${reasonPhrase}`);
    this.statusCode = statusCode;
    this.reasonPhrase = reasonPhrase;
    this.retryAfter = retryAfterOf(headers);
    this.answer = traceOf({ statusCode, reasonPhrase, headers });
  }
}

/** No answer came while the transaction lasted: the fate of the request is unknown. */
export class OperationTimeoutError extends Error {
  override readonly name = 'OperationTimeoutError';

  constructor() {
    super('No answer came in time');
  }
}

/** The connection to the server was not there or broke. */
export class TransportLostError extends Error {
  override readonly name = 'TransportLostError';
  /** The request had gone out, so its fate is unknown; false: it never left and may be repeated. */
  readonly left: boolean;

  constructor(left: boolean) {
    super(
      left
        ? 'The connection broke while the answer was awaited'
        : 'There was no connection to send the request over',
    );
    this.left = left;
  }
}

/** The flow or its call ended before the operation did. */
export class FlowTerminatedError extends Error {
  override readonly name = 'FlowTerminatedError';
  /** The request had gone out, so its fate is unknown; false: it never left and may be repeated. */
  readonly left: boolean;
  readonly reason: FlowEndReason;

  constructor(reason: FlowEndReason, left: boolean) {
    super(
      `The flow was terminated (${reason}) ${left ? 'while the answer was awaited' : 'before the request was sent'}`,
    );
    this.reason = reason;
    this.left = left;
  }
}
