import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Messages of the account that have not gone out: those that wait or are being sent, and those that failed. */
export const UnsentCount = v.object({ waiting: count, failed: count });
export type UnsentCount = v.InferOutput<typeof UnsentCount>;

export const nothingUnsent: UnsentCount = { waiting: 0, failed: 0 };
