import type { ProofEvent, ProofOf, SipExchange } from '../../shared/model/proof.ts';
import type { AnswerTrace } from '../flow/answer-trace.ts';
import {
  FailureResponseError,
  FlowTerminatedError,
  InvalidOperationError,
  OperationTimeoutError,
  TransportLostError,
} from '../flow/errors.ts';
import type { InstantMessageReceivedEventArgs } from '../flow/im-flow.ts';

/** A request and what came of it, with the time at which that was known, milliseconds since 1970. */
export interface TimedExchange extends SipExchange {
  readonly at: number;
}

/** The longest text of an answer that is kept. */
const longest = 300;

const cut = (text: string | null): string | null => text?.slice(0, longest) ?? null;

const nothingKnown: SipExchange = {
  dialect: null,
  method: null,
  status: null,
  reason: null,
  trouble: null,
  callId: null,
  cseq: null,
  server: null,
  retryAfter: null,
};

export function exchangeOf(
  { statusCode, reasonPhrase, callId, cseq, server }: AnswerTrace,
  dialect: SipExchange['dialect'],
): SipExchange {
  return {
    ...nothingKnown,
    dialect,
    method: cut(/[A-Z]+$/.exec(cseq ?? '')?.[0] ?? null),
    status: statusCode,
    reason: cut(reasonPhrase),
    callId: cut(callId),
    cseq: cut(cseq),
    server: cut(server),
  };
}

/** What an attempt that threw was, as far as is known. */
export function failedExchange(error: unknown, dialect: SipExchange['dialect']): SipExchange {
  if (error instanceof FailureResponseError)
    return { ...exchangeOf(error.answer, dialect), retryAfter: error.retryAfter };
  const trouble = ((): SipExchange['trouble'] => {
    if (error instanceof OperationTimeoutError) return 'no-answer';
    if (error instanceof TransportLostError) return error.left ? 'connection-lost' : 'no-connection';
    if (error instanceof FlowTerminatedError || error instanceof InvalidOperationError) return 'ended';
    return 'internal';
  })();
  return { ...nothingKnown, dialect, trouble };
}

/**
 * The answers of one attempt as they are kept, of which the last one decided what becomes of the message; one that was
 * followed by another within the attempt was tried again at once.
 */
export function answersOf(
  exchanges: readonly TimedExchange[],
  then: ProofOf<'answer'>['then'],
  nextAt: number | null,
): readonly ProofEvent[] {
  return exchanges.map((exchange, index) => {
    const last = index === exchanges.length - 1;
    return { kind: 'answer', ...exchange, then: last ? then : 'again', nextAt: last ? nextAt : null };
  });
}

/** How a message came, for its proof. Times are milliseconds since 1970. */
export function arrivalOf(
  event: Pick<InstantMessageReceivedEventArgs, 'callId' | 'cseq' | 'remoteMessageId' | 'remoteUserAgent'>,
  dialect: SipExchange['dialect'],
  at: number,
  answeredAt: number,
): ProofEvent {
  return {
    kind: 'arrived',
    at,
    answeredAt,
    dialect,
    callId: cut(event.callId),
    cseq: cut(event.cseq),
    remoteId: cut(event.remoteMessageId),
    server: cut(event.remoteUserAgent),
  };
}
