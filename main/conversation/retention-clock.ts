/** What is kept of the time between runs, in milliseconds since 1970. */
export interface RetentionClock {
  /** The latest time that was believed; null before the first look. */
  readonly trusted: number | null;
  /** Since when the computer's clock is doubted; null: it is not. */
  readonly doubtedSince: number | null;
}

const day = 24 * 60 * 60 * 1000;
/** A clock that is ahead of what was believed last by no more than this is believed. */
const believedStep = 14 * day;
/** A greater step is believed when the clock is seen to have gone on for so long from there, */
const shortestDoubt = 3 * day;
/** but not when it has gone on for longer: then it has jumped once more. */
const longestDoubt = 366 * day;

/**
 * The time by which the age of messages is judged. Deleting cannot be taken back, and a computer's clock may be wrong by
 * years: its battery is empty, or somebody set it by hand. So a step of more than 14 days ahead of what was believed
 * last (at first: of the newest message) is not believed at once, only when at a later look, 3 days to a year later by
 * that clock, it has gone on from there. Until then messages are judged by the time that was believed last. A clock that
 * is behind is believed at once: by it, too little is deleted and not too much.
 */
export function judgeTime(
  { trusted, doubtedSince }: RetentionClock,
  newestAt: number | null,
  now: number,
): RetentionClock & { readonly trusted: number } {
  const last = trusted ?? newestAt ?? now;
  if (now - last <= believedStep) return { trusted: now, doubtedSince: null };
  if (doubtedSince !== null) {
    const doubtedFor = now - doubtedSince;
    if (doubtedFor >= shortestDoubt && doubtedFor <= longestDoubt)
      return { trusted: now, doubtedSince: null };
    if (doubtedFor >= 0 && doubtedFor < shortestDoubt) return { trusted: last, doubtedSince };
  }
  return { trusted: last, doubtedSince: now };
}
