import type { MessageId } from './ids.ts';

/** The platform's (https://w3c.github.io/webcrypto/#Crypto-interface); here are the types of neither side. */
declare const crypto: { randomUUID(): string };

/**
 * A new id of a message: a UUID of version 7 (RFC 9562, section 5.7), so that those of one time lie together in the
 * store's index instead of each on a page of its own. `now`: milliseconds since 1970.
 */
export function newMessageId(now: number): MessageId {
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0').slice(-12);
  // Of a random one everything but its first digits and its version; the result is a UUID by construction.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}` as MessageId;
}
