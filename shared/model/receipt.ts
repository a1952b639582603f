import * as v from 'valibot';

/**
 * What is known of an outgoing message's fate.
 * queued: stored, waits for its turn. sending: the request left, no answer yet. sent: a server or store has it (202).
 * delivered: the peer's client has it. read: it was shown there. failed: it is not there, and `failure` says why.
 */
export const ReceiptState = v.picklist(['queued', 'sending', 'sent', 'delivered', 'read', 'failed']);
export type ReceiptState = v.InferOutput<typeof ReceiptState>;

/**
 * `no-answer`: a time-out. `not-found`: the server does not know the address. `absent`: known, but nobody is signed in.
 * `refused`: the peer or server said no for good. `unsupported`: the peer takes no text messages.
 * `interrupted`: the connection or Parley ended while the answer was awaited: it may have arrived.
 * `offline`: there was no connection to the server for as long as the message was to be tried.
 */
export const DeliveryFailure = v.object({
  code: v.picklist([
    'no-answer',
    'not-found',
    'absent',
    'busy',
    'refused',
    'unsupported',
    'too-large',
    'server-error',
    'interrupted',
    'offline',
  ]),
  status: v.nullable(v.number()),
});
export type DeliveryFailure = v.InferOutput<typeof DeliveryFailure>;

export const Receipt = v.object({
  state: ReceiptState,
  /** Of `failed`: why it is not there. While it waits or is tried again: why the attempt before went wrong. */
  failure: v.nullable(DeliveryFailure),
  /** When the user asked once more for it to be sent, milliseconds since 1970; absent when never. */
  askedAt: v.optional(v.number()),
  /** Of `queued`: when it is tried again after an attempt that went wrong, milliseconds since 1970. */
  nextAt: v.optional(v.number()),
  /** The server or the peer asked for that pause (RFC 3261, 20.33), so that only the user shortens it. */
  held: v.optional(v.literal(true)),
  /** Milliseconds since 1970. */
  updatedAt: v.number(),
});
export type Receipt = v.InferOutput<typeof Receipt>;

/** When a message is tried again. */
export interface NextAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly held: boolean;
}

export type ReceiptEvent =
  | { readonly kind: 'left' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'read' }
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure }
  /**
   * It never left, or the peer recognises a repetition: it waits to be tried again. `failure`: why the attempt went
   * wrong; null: there was no connection. `next` null: as soon as there is one.
   */
  | {
      readonly kind: 'postponed';
      readonly failure: DeliveryFailure | null;
      readonly next: NextAttempt | null;
    }
  /** The user asked for another try: at once, and for as long as if it had been written now. */
  | { readonly kind: 'retried' };

/**
 * Progress goes queued → sending → sent → delivered → read and never back. A failure can only follow what is not yet
 * delivered, and a late good report repairs it. Back to queued goes only what is known not to have arrived or is safe
 * to repeat (`postponed`), and what the user sends again (`retried`).
 */
const transitions: Record<ReceiptEvent['kind'], Partial<Record<ReceiptState, ReceiptState>>> = {
  left: { queued: 'sending' },
  accepted: { queued: 'sent', sending: 'sent', failed: 'sent' },
  delivered: { queued: 'delivered', sending: 'delivered', sent: 'delivered', failed: 'delivered' },
  read: { queued: 'read', sending: 'read', sent: 'read', delivered: 'read', failed: 'read' },
  failed: { queued: 'failed', sending: 'failed', sent: 'failed' },
  postponed: { sending: 'queued' },
  retried: { queued: 'queued', failed: 'queued' },
};

export const queuedReceipt = (at: number): Receipt => ({ state: 'queued', failure: null, updatedAt: at });

/** Returns the same object when the event changes nothing. */
export function receiptReducer(receipt: Receipt, event: ReceiptEvent, at: number): Receipt {
  const state = transitions[event.kind][receipt.state];
  if (state === undefined) return receipt;
  const askedAt = event.kind === 'retried' ? at : receipt.askedAt;
  const asked = askedAt === undefined ? {} : { askedAt };
  switch (event.kind) {
    case 'left':
      return { state, failure: receipt.failure, updatedAt: at, ...asked };
    case 'failed':
      return { state, failure: event.failure, updatedAt: at, ...asked };
    case 'postponed': {
      const { next } = event;
      // Without a connection nothing new is known of why the one before went wrong.
      const failure = event.failure ?? receipt.failure;
      if (next === null) return { state, failure, updatedAt: at, ...asked };
      return {
        state,
        failure,
        updatedAt: at,
        ...asked,
        nextAt: next.at,
        ...(next.held ? { held: true } : {}),
      };
    }
    case 'accepted':
    case 'delivered':
    case 'read':
    case 'retried':
      return { state, failure: null, updatedAt: at, ...asked };
  }
}
