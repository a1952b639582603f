import { randomBytes } from 'node:crypto';
import { ClientTransaction } from 'sip.js/lib/core/index.js';

/** A fresh token of 2 × `bytes` hexadecimal digits, unguessable. */
export const randomToken = (bytes: number): string => randomBytes(bytes).toString('hex');

/** RFC 3261, 8.1.1.7: unique across space and time, with the magic cookie. */
export const randomBranch = (): string => `z9hG4bK${randomToken(12)}`;

/**
 * SIP.js draws branches from ten million numbers, so that two of a busy minute may meet in a proxy and one of the
 * requests be taken for a retransmission. Gives it branches that never repeat. Calling it again does nothing new.
 */
export function useRandomBranches(): void {
  Object.defineProperty(ClientTransaction, 'makeId', {
    configurable: true,
    value: (request: { readonly method: string; readonly branch?: string }): string =>
      request.method === 'CANCEL' && request.branch !== undefined ? request.branch : randomBranch(),
  });
}
