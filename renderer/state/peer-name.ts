import { displayAddress, userOf, type SipAddress } from '../../shared/model/address.ts';

/** How somebody is called: by the name that they gave themselves, else by their address. */
export function peerName(displayName: string | null, address: SipAddress): string {
  const name = displayName?.trim() ?? '';
  return name === '' ? displayAddress(address) : name;
}

const wordsIn = (name: string): readonly string[] =>
  name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** One or two letters for an avatar; of a name that has none, as of one that is an emoji, the address's. */
export function initialsOf(displayName: string | null, address: SipAddress): string {
  const named = wordsIn(displayName ?? '');
  const words = named.length > 0 ? named : wordsIn(userOf(address));
  const [first] = words;
  if (first === undefined) return '?';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [first, last]
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
    .join('')
    .toUpperCase();
}

/** One of twelve hues, always the same for the same address. */
export function hueOf(address: SipAddress): number {
  let hash = 0;
  for (const character of address.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 12;
}
