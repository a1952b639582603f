import * as v from 'valibot';

/** What is known of how a peer behaves. */
const PeerTraits = v.object({
  dialect: v.picklist(['unknown', 'session', 'pager']),
  /** It shows a message with a known id once, so that an unanswered one may be sent again. */
  recognisesRepeats: v.boolean(),
});
export type PeerTraits = v.InferOutput<typeof PeerTraits>;

const nothingKnown: PeerTraits = { dialect: 'unknown', recognisesRepeats: false };

/** What an older version wrote, or nobody, is as good as nothing: it is learnt again. */
export function readPeerTraits(stored: string | null): PeerTraits {
  if (stored === null) return nothingKnown;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PeerTraits), stored);
  return parsed.success ? parsed.output : nothingKnown;
}
