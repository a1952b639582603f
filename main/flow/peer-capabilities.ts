import * as v from 'valibot';
import { isSupported } from '../payload/mime-multipart.ts';
import type { Dialect } from './flow-channel.ts';
import { hasHeader, listOf } from './headers.ts';
import { featureTag, type HeaderField } from './ports.ts';

/** Names what a Parley can do, in its requests outside dialogs, its INVITEs, and its answers to both. */
export const featuresHeader = 'Parley-Features';
/** The value of ours. A token that a reader does not know means nothing to it. */
export const ownFeatures = 'session, cpim, imdn, is-composing';

/** What a text may be accompanied by or dressed in; without any of them the text still arrives. */
export const extras = ['cpim', 'imdn', 'isComposing', 'html', 'multipart', 'keyboardActivity'] as const;
export type Extra = (typeof extras)[number];

const Knowledge = v.fallback(v.picklist(['unknown', 'yes', 'no']), 'unknown');
const Time = v.pipe(v.number(), v.finite());

/** What was learned of one peer. Plain JSON, for the application to keep; what it cannot read counts as unknown. */
export const PeerCapabilities = v.object({
  dialect: v.fallback(v.picklist(['unknown', 'session', 'pager']), 'unknown'),
  /** It is a Parley. */
  parley: v.fallback(v.boolean(), false),
  cpim: Knowledge,
  /** It takes delivery and display reports of RFC 5438. */
  imdn: Knowledge,
  isComposing: Knowledge,
  html: Knowledge,
  multipart: Knowledge,
  /** Lync's typing, in dialogs. */
  keyboardActivity: Knowledge,
  /** When something was learned last, in milliseconds since 1970. */
  learnedAt: v.fallback(Time, 0),
  /** When each `no`, and the dialect `pager`, was learned: such knowledge grows old. */
  refusedAt: v.fallback(v.record(v.picklist(['dialect', ...extras]), Time), {}),
});
export type PeerCapabilities = v.InferOutput<typeof PeerCapabilities>;

export const unknownPeer: PeerCapabilities = {
  dialect: 'unknown',
  parley: false,
  cpim: 'unknown',
  imdn: 'unknown',
  isComposing: 'unknown',
  html: 'unknown',
  multipart: 'unknown',
  keyboardActivity: 'unknown',
  learnedAt: 0,
  refusedAt: {},
};

/** Reads what was kept; `unknownPeer` when it is nothing of the kind. */
export function readCapabilities(value: unknown): PeerCapabilities {
  const parsed = v.safeParse(PeerCapabilities, value);
  return parsed.success ? parsed.output : unknownPeer;
}

/** What a request carried. `text` is what every peer takes. */
export type Carried = 'text' | Extra;

export type PeerEvidence =
  /** How the peer answered our invitation to an IM dialog. `session`: it is in one now. */
  | {
      readonly kind: 'invite-answer';
      readonly session: boolean;
      readonly statusCode: number;
      readonly headers: readonly HeaderField[];
    }
  /** How it, or a server before it, answered a request of ours. */
  | {
      readonly kind: 'answer';
      readonly to: Carried;
      readonly statusCode: number;
      readonly headers: readonly HeaderField[];
    }
  /** What it sent: an invitation to an IM dialog, or something in one (`inDialog`) or outside of any. */
  | {
      readonly kind: 'request';
      readonly carried: readonly (Carried | 'invite')[];
      readonly inDialog: boolean;
      readonly headers: readonly HeaderField[];
    };

const day = 24 * 60 * 60 * 1_000;
/** After this a peer that refused an extra is offered it again: it may have been upgraded. In milliseconds. */
export const refusedExtraAge = 7 * day;
/** The same for a peer that knows no IM dialogs. */
export const refusedDialectAge = day;

/** Answers to an INVITE by peers that know no IM dialogs, PROTOCOL 2.8 and 4. */
export const noDialogStatus: ReadonlySet<number> = new Set([405, 415, 420, 488, 501, 606]);

/** Answers that refuse a request for what it carries, not for the time or the addressee. */
const refusals: ReadonlySet<number> = new Set([405, 406, 415, 420, 469, 488, 489, 501, 606]);
export const isRefusal = (statusCode: number): boolean => refusals.has(statusCode);

/** The media type that shows in an Accept header whether the peer takes the extra. INFO's own is not listed there. */
const mediaTypes: Readonly<Partial<Record<Extra, string>>> = {
  cpim: 'message/cpim',
  imdn: 'message/imdn+xml',
  isComposing: 'application/im-iscomposing+xml',
  html: 'text/html',
  multipart: 'multipart/alternative',
};

const featureTokens: ReadonlyMap<string, Extra> = new Map([
  ['cpim', 'cpim'],
  ['imdn', 'imdn'],
  ['is-composing', 'isComposing'],
]);

type Findings = {
  -readonly [K in Extra]?: 'yes' | 'no';
} & { dialect?: Dialect; parley?: boolean };

/** What is known after the evidence; the same object when it is nothing new. @param now milliseconds since 1970 */
export function learn(before: PeerCapabilities, evidence: PeerEvidence, now: number): PeerCapabilities {
  const current = stillKnown(before, now);
  const found = findingsOf(current, evidence);
  const changed = (Object.keys(found) as (keyof Findings)[]).filter((key) => found[key] !== current[key]);
  if (changed.length === 0) return current;
  const refusedAt = { ...current.refusedAt };
  for (const key of changed) {
    if (key === 'parley') continue;
    if (found[key] === 'no' || found[key] === 'pager') refusedAt[key] = now;
    else Reflect.deleteProperty(refusedAt, key);
  }
  return { ...current, ...found, learnedAt: now, refusedAt };
}

/** The capabilities without refusals that are too old; the same object when there are none. */
export function stillKnown(capabilities: PeerCapabilities, now: number): PeerCapabilities {
  const { refusedAt } = capabilities;
  const outdated = (['dialect', ...extras] as const).filter((key) => {
    const refused = key === 'dialect' ? capabilities.dialect === 'pager' : capabilities[key] === 'no';
    const age = key === 'dialect' ? refusedDialectAge : refusedExtraAge;
    const at = refusedAt[key] ?? 0;
    // A time to come is the work of a clock that was put back.
    return refused && (now - at >= age || at > now + age);
  });
  if (outdated.length === 0) return capabilities;
  const rest = { ...refusedAt };
  const forgotten: Partial<Record<Extra | 'dialect', 'unknown'>> = {};
  for (const key of outdated) {
    Reflect.deleteProperty(rest, key);
    forgotten[key] = 'unknown';
  }
  return { ...capabilities, ...forgotten, refusedAt: rest };
}

/** `known`, completed by what an earlier run remembers; the same object when that adds nothing. */
export function recall(known: PeerCapabilities, remembered: PeerCapabilities): PeerCapabilities {
  const keys = (['dialect', ...extras] as const).filter(
    (key) => known[key] === 'unknown' && remembered[key] !== 'unknown',
  );
  const parley = known.parley || (known.dialect !== 'pager' && remembered.parley);
  if (keys.length === 0 && parley === known.parley) return known;
  const refusedAt = { ...known.refusedAt };
  const added: Record<string, string> = {};
  for (const key of keys) {
    added[key] = remembered[key];
    const at = remembered.refusedAt[key];
    if (at !== undefined) refusedAt[key] = at;
  }
  return {
    ...known,
    ...added,
    parley,
    refusedAt,
    learnedAt: Math.max(known.learnedAt, remembered.learnedAt),
  };
}

/** How to write to the peer: a phone on its desk must not ring, unless it is known to be no such thing. */
export function dialectFor(capabilities: PeerCapabilities, otherwise: Dialect): Dialect {
  if (capabilities.dialect !== 'unknown') return capabilities.dialect;
  return capabilities.parley ? 'session' : otherwise;
}

function findingsOf(current: PeerCapabilities, evidence: PeerEvidence): Findings {
  const found: Findings = {};
  const features = hasHeader(evidence.headers, featuresHeader)
    ? listOf(evidence.headers, featuresHeader)
    : carriesFeatureTag(evidence.headers)
      ? ['session']
      : null;
  switch (evidence.kind) {
    case 'invite-answer':
      if (evidence.session) found.dialect = 'session';
      else if (noDialogStatus.has(evidence.statusCode) || evidence.statusCode < 300) {
        // Whoever took the invitation this time is no Parley, or would have said so.
        found.dialect = 'pager';
        if (features === null) found.parley = false;
      }
      break;
    case 'answer':
      // A Parley names its dialects itself; its Allow is not asked as well.
      answerFindings(found, evidence, features === null && current.dialect === 'unknown');
      break;
    case 'request':
      for (const each of evidence.carried) {
        if (each === 'invite') found.dialect = 'session';
        else if (each !== 'text') found[each] = 'yes';
      }
      if (
        !evidence.inDialog &&
        found.dialect === undefined &&
        current.dialect === 'unknown' &&
        features === null
      )
        found.dialect = 'pager';
      break;
  }
  if (features !== null) {
    found.parley = true;
    if (features.includes('session')) found.dialect ??= 'session';
    for (const [token, extra] of featureTokens) {
      if (features.includes(token)) found[extra] ??= 'yes';
    }
  }
  return found;
}

const carriesFeatureTag = (headers: readonly HeaderField[]): boolean =>
  headers.some(
    ([name, value]) =>
      name.toLowerCase() === 'contact' && value.split(/[;,]/).some((each) => each.trim() === featureTag),
  );

function answerFindings(
  found: Findings,
  { to, statusCode, headers }: Extract<PeerEvidence, { kind: 'answer' }>,
  allowTells: boolean,
): void {
  const accepted = listOf(headers, 'Accept');
  // An INFO's Accept tells of INFO alone.
  if (to !== 'keyboardActivity') {
    for (const extra of extras) {
      const type = mediaTypes[extra];
      if (type === undefined || accepted.length === 0) continue;
      if (statusCode === 415) found[extra] = isSupported(type, accepted) ? 'yes' : 'no';
      else if (statusCode === 200 && accepted.includes(type)) found[extra] = 'yes';
    }
  }
  const allowed = listOf(headers, 'Allow');
  if (statusCode === 200 && allowTells && allowed.length > 0 && !allowed.includes('invite'))
    found.dialect = 'pager';
  if (to === 'text') return;
  if (isRefusal(statusCode)) found[to] = 'no';
  // 202 is the word of a server on the way, which keeps what it does not understand.
  else if (statusCode === 200) found[to] = 'yes';
}
