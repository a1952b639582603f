import * as v from 'valibot';

/** Parts that the inputs of several commands have in common. */
export const nothing = v.strictObject({});
export const line = v.pipe(v.string(), v.maxLength(1024));
export const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200));
