import type { HeaderField } from './ports.ts';

/** Seconds of a Retry-After (RFC 3261, 20.33), without its comment and parameters; null when there is none that is sound. */
export function retryAfterOf(headers: readonly HeaderField[]): number | null {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim() ?? '';
  const digits = /^\d{1,10}(?=$|[\s;(])/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}
