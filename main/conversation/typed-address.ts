import type { SipAddress } from '../../shared/model/address.ts';

/** A bare name is somebody in one's own house. */
export function completeAddress(text: string, own: SipAddress): string {
  const trimmed = text.trim();
  return /^[^@:<>\s]+$/.test(trimmed) ? `${trimmed}@${own.slice(own.lastIndexOf('@') + 1)}` : trimmed;
}
