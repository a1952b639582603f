import * as v from 'valibot';
import { MessageId } from './ids.ts';
import { DeliveryFailure } from './receipt.ts';

const id = v.nullable(v.pipe(v.string(), v.maxLength(300)));
const status = v.nullable(v.pipe(v.number(), v.integer()));

/** What an attempt came to. `wait`: it is made again with the connection. `again`: after a pause. */
const consequence = v.picklist(['delivered', 'sent', 'wait', 'again', 'failed']);

/** A request and its answer. `callId` and `cseq` are those of the answer; null where none came. */
export const SipExchange = v.object({
  /** How it went: in a dialog, or as a request alone. */
  dialect: v.nullable(v.picklist(['session', 'pager'])),
  /** The request that was answered: MESSAGE, or the INVITE before it. */
  method: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  status,
  reason: id,
  /** Why there is no status. */
  trouble: v.nullable(v.picklist(['no-answer', 'connection-lost', 'no-connection', 'ended', 'internal'])),
  callId: id,
  cseq: id,
  /** The program that answered, as it calls itself. */
  server: id,
  /** Seconds for which the answer asks to be left alone. */
  retryAfter: status,
});
export type SipExchange = v.InferOutput<typeof SipExchange>;

const happened = <const K extends string, E extends v.ObjectEntries>(kind: K, entries: E) =>
  v.object({ kind: v.literal(kind), at: v.number(), ...entries });

/** What happened to a message beside being stored, and when, milliseconds since 1970; of ours first, of the peer's then. */
export const ProofEvent = v.variant('kind', [
  /** The key was pressed. */
  happened('written', {}),
  /** It stands in the place of one that was not sent. */
  happened('edited', { of: MessageId }),
  happened('attempt', {}),
  happened('answer', { ...SipExchange.entries, then: consequence, nextAt: v.nullable(v.number()) }),
  /** A report of the peer or of a server on the way (RFC 5438, or the notification of an IM dialog). */
  happened('report', {
    via: v.picklist(['imdn', 'notification']),
    disposition: v.picklist(['delivered', 'displayed', 'failed', 'processed']),
    status,
  }),
  /** The peer answered it: it names it. */
  happened('answered', { by: MessageId }),
  /** The user asked for another attempt. */
  happened('retried', {}),
  /** Its time was over. */
  happened('expired', { code: DeliveryFailure.entries.code }),
  /** Parley ended while its answer was awaited. `repeats`: it goes again, the peer recognises it. */
  happened('interrupted', { repeats: v.boolean() }),
  /** It came in. `answeredAt`: it was stored, and the peer got its 200. */
  happened('arrived', {
    answeredAt: v.number(),
    dialect: v.nullable(v.picklist(['session', 'pager'])),
    callId: id,
    cseq: id,
    remoteId: id,
    server: id,
  }),
  /** It counts as read from then on. */
  happened('shown', {}),
  /** The peer was told so, or could not be. */
  happened('told', { ok: v.boolean() }),
]);
export type ProofEvent = Readonly<v.InferOutput<typeof ProofEvent>>;

export type ProofOf<K extends ProofEvent['kind']> = Extract<ProofEvent, { readonly kind: K }>;

/** An event as it is stored: `detail` is JSON. */
export interface StoredProofEvent {
  readonly kind: string;
  readonly at: number;
  readonly detail: string;
}

export function toStored({ kind, at, ...detail }: ProofEvent): StoredProofEvent {
  return { kind, at, detail: JSON.stringify(detail) };
}

/** Null for what another version wrote, or what is damaged: it proves nothing. */
export function fromStored({ kind, at, detail }: StoredProofEvent): ProofEvent | null {
  try {
    const parsed: unknown = JSON.parse(detail);
    const event = v.safeParse(ProofEvent, { ...(typeof parsed === 'object' ? parsed : {}), kind, at });
    return event.success ? event.output : null;
  } catch {
    return null;
  }
}
