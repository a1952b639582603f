import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import type { HeaderField, IncomingRequest, RequestOutcome, SipBody } from './ports.ts';
import type { Transmit } from './request-queue.ts';

/** How one peer speaks: in an INVITE dialog (Lync), or by MESSAGEs outside any dialog (RFC 3428). */
export type Dialect = 'session' | 'pager';

/**
 * Tells the sender of a message, which was answered 202, what became of it.
 * @param failureCode a SIP status; null: it was delivered
 */
export type DeliveryReporting = (messageId: string, failureCode: number | null) => Transmit;

/** What a flow needs of a dialect. */
export interface FlowChannel {
  /** Media types that the peer takes, in lower case. */
  readonly acceptTypes: readonly string[];
  message(body: SipBody, headers: readonly HeaderField[]): Transmit;
  /** Null in a dialect that tells nothing of typing. */
  composing(activity: KeyboardActivity): Transmit | null;
  /** The outcome shows that the peer has lost what carries the flow, so that only a new call helps. */
  isLost(outcome: RequestOutcome): boolean;
  /** Whether the peer takes messages of that media type in some form; absent: it will say so itself. */
  carries?(mediaType: string): boolean;
  /** Absent or null: the message's sender takes no reports, so that the SIP answer has to tell its fate. */
  reporting?(request: IncomingRequest): DeliveryReporting | null;
  /** The flow is over: no timer may run any more. */
  close?(): void;
}
