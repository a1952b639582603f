import * as v from 'valibot';

/** Parts that the inputs of several commands have in common. */
export const nothing = v.strictObject({});
export const line = v.pipe(v.string(), v.maxLength(1024));
/** Below 0 are messages that were imported. */
export const sequence = v.pipe(v.number(), v.safeInteger());
export const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200));
