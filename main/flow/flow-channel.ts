import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import type { HeaderField, RequestOutcome, SipBody } from './ports.ts';
import type { Transmit } from './request-queue.ts';

/** How one peer speaks: in an INVITE dialog (Lync), or by MESSAGEs outside any dialog (RFC 3428). */
export type Dialect = 'session' | 'pager';

/** What a flow needs of a dialect. */
export interface FlowChannel {
  /** Media types that the peer takes, in lower case. */
  readonly acceptTypes: readonly string[];
  message(body: SipBody, headers: readonly HeaderField[]): Transmit;
  /** Null in a dialect that tells nothing of typing. */
  composing(activity: KeyboardActivity): Transmit | null;
  /** The outcome shows that the peer has lost what carries the flow, so that only a new call helps. */
  isLost(outcome: RequestOutcome): boolean;
}
