import type { DeliveryFailure } from '../../shared/model/receipt.ts';
import {
  FailureResponseError,
  FlowTerminatedError,
  InvalidOperationError,
  OperationTimeoutError,
  TransportLostError,
} from '../flow/errors.ts';

/** Where an attempt broke: while the call was being made nothing of the message had left yet. */
export type DeliveryStage = 'establishing' | 'sending';

/**
 * What becomes of a message whose attempt failed.
 * `wait`: keep it queued until the server is there again. `again`: keep it queued and try again after a pause, the one
 * that was asked for (`after`, milliseconds) or one of our own (null).
 * `renew`: the dialog was lost; try at once on a new one. `failed`: tell the user.
 */
export type DeliveryVerdict =
  | { readonly kind: 'wait' }
  | { readonly kind: 'again'; readonly failure: DeliveryFailure; readonly after: number | null }
  | { readonly kind: 'renew'; readonly failure: DeliveryFailure }
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };

/** The reason that a person can understand for a SIP status (RFC 3261, 21). */
export function failureOfStatus(status: number): DeliveryFailure {
  const code = ((): DeliveryFailure['code'] => {
    if (status === 404 || status === 410 || status === 484 || status === 604) return 'not-found';
    if (status === 480 || status === 430 || status === 477) return 'absent';
    if (status === 408 || status === 504) return 'no-answer';
    if (status === 486 || status === 600) return 'busy';
    if (status === 413 || status === 513) return 'too-large';
    if (status === 405 || status === 415 || status === 488 || status === 501 || status === 606)
      return 'unsupported';
    if (status >= 500 && status < 600) return 'server-error';
    return 'refused';
  })();
  return { code, status };
}

/**
 * Answers that mean that the dialog is gone at the peer or on the way, PROTOCOL 2.5. 430 (RFC 5626, 11.5) and Kamailio's
 * 477 say that the connection by which the peer was reached is no more: the peer may be back on another.
 */
const lostDialog = new Set([404, 408, 430, 477, 480, 481]);
/** What a little time may mend: nobody there yet, an overloaded or restarting server. */
const passing = new Set([408, 430, 477, 480, 500, 502, 503, 504]);
/** Answers whose Retry-After is believed: RFC 3261, 20.33, and what else passes. */
const retryAfterStatus = new Set([...passing, 404, 413, 486, 600, 603]);

const again = (failure: DeliveryFailure, after: number | null = null): DeliveryVerdict => ({
  kind: 'again',
  failure,
  after,
});

/**
 * @param error what establishing or sending threw
 * @param stage where it threw
 * @param established the flow had been in use before this message, so its dialog may just have been lost
 * @param recognisesRepeats the peer shows a message with a known id only once, so that it may be repeated without harm
 */
export function judgeFailure(
  error: unknown,
  stage: DeliveryStage,
  established: boolean,
  recognisesRepeats: boolean,
): DeliveryVerdict {
  const repeatable = stage === 'establishing' || recognisesRepeats;
  if (error instanceof TransportLostError) {
    if (repeatable || !error.left) return { kind: 'wait' };
    return { kind: 'failed', failure: { code: 'interrupted', status: null } };
  }
  // The flow ended between choosing it and sending on it.
  if (error instanceof InvalidOperationError) {
    return { kind: 'renew', failure: { code: 'no-answer', status: null } };
  }
  if (error instanceof FlowTerminatedError) {
    return repeatable || !error.left
      ? again({ code: 'no-answer', status: null })
      : { kind: 'failed', failure: { code: 'interrupted', status: null } };
  }
  if (error instanceof OperationTimeoutError) {
    const failure: DeliveryFailure = { code: 'no-answer', status: null };
    return repeatable ? again(failure) : { kind: 'failed', failure };
  }
  if (error instanceof FailureResponseError) {
    const failure = failureOfStatus(error.statusCode);
    // 408 may come from a proxy whose next hop has taken the message but not answered in time.
    const unknownFate = stage === 'sending' && (error.statusCode === 408 || error.statusCode === 504);
    if (unknownFate && !recognisesRepeats) return { kind: 'failed', failure };
    if (error.retryAfter !== null && retryAfterStatus.has(error.statusCode))
      return again(failure, error.retryAfter * 1_000);
    // A proxy that lost the way to the peer answers 500 for ever in an old dialog; a new one finds the peer again.
    const worthAnother = lostDialog.has(error.statusCode) || passing.has(error.statusCode);
    if (stage === 'sending' && established && worthAnother) return { kind: 'renew', failure };
    if (error.statusCode === 481 || passing.has(error.statusCode)) return again(failure);
    return { kind: 'failed', failure };
  }
  throw error;
}

const longestPause = 5 * 60_000;

/**
 * Milliseconds before attempt `attempt` (1 is the first repetition): 1, 2, 4 … 300 s, less up to half, so that what
 * waits for one server does not come back to it at once. `random` gives [0, 1).
 */
export function pauseBefore(attempt: number, random: () => number): number {
  const full = Math.min(longestPause, 1_000 * 2 ** Math.min(attempt - 1, 16));
  return Math.round(full * (1 - random() / 2));
}
