import { ClientTransaction } from 'sip.js/lib/core/index.js';
import { randomBranch } from './random-id.ts';

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
