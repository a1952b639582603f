import type { HeaderField, SipResponse } from './ports.ts';

/** What an answer says of itself: for the proof of a message's way, not for decisions. */
export interface AnswerTrace {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  readonly callId: string | null;
  readonly cseq: string | null;
  /** The program that answered, as it calls itself. */
  readonly server: string | null;
}

function valueOf(headers: readonly HeaderField[], name: string): string | null {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1].trim() ?? null;
}

export function traceOf({ statusCode, reasonPhrase, headers }: Omit<SipResponse, 'body'>): AnswerTrace {
  return {
    statusCode,
    reasonPhrase,
    callId: valueOf(headers, 'call-id'),
    cseq: valueOf(headers, 'cseq'),
    server: valueOf(headers, 'server') ?? valueOf(headers, 'user-agent'),
  };
}

/** Seconds of a Retry-After (RFC 3261, 20.33), without its comment and parameters; null when there is none that is sound. */
export function retryAfterOf(headers: readonly HeaderField[]): number | null {
  const digits = /^\d{1,10}(?=$|[\s;(])/.exec(valueOf(headers, 'retry-after') ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
