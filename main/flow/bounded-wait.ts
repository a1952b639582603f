import type { Clock } from '../../shared/model/clock.ts';

/** Longer than any transaction lasts (64*T1 = 32 s, RFC 3261, 17), in milliseconds. */
export const beyondTransaction = 35_000;

/** The promise's value, or `otherwise` when it does not come within `limit` milliseconds. The promise must not reject. */
export async function boundedWait<T>(
  clock: Clock,
  promise: Promise<T>,
  limit: number,
  otherwise: T,
): Promise<T> {
  return new Promise((resolve) => {
    const cancel = clock.after(limit, () => {
      resolve(otherwise);
    });
    void promise.then((value) => {
      cancel();
      resolve(value);
    });
  });
}
