import { randomBytes } from 'node:crypto';

/** A fresh token of 2 × `bytes` hexadecimal digits, unguessable. */
export const randomToken = (bytes: number): string => randomBytes(bytes).toString('hex');

/** RFC 3261, 8.1.1.7: unique across space and time, with the magic cookie. */
export const randomBranch = (): string => `z9hG4bK${randomToken(12)}`;

/** RFC 3261, 8.1.1.4. */
export const newCallId = (): string => randomToken(16);
