import { displayAddress, userOf, type SipAddress } from '../model/address.ts';
import { withoutQuotedLines } from './quoted-lines.ts';

/** Two spellings of a letter are one to a reader, and so is its case. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const wordBefore = /[\p{L}\p{N}_.]$/u;
// "@alice." ends a sentence, "@alice.meyer" and "@alice@elsewhere.example" are somebody else.
const wordAfter = /^(?:[\p{L}\p{M}\p{N}_]|[-.@][\p{L}\p{N}])/u;

/** What somebody is called after an @: the whole address, the name before its @, and the display name. */
export function mentionNames(address: SipAddress, displayName: string | null): readonly string[] {
  const names = [displayAddress(address), userOf(address), displayName?.trim() ?? ''];
  return [...new Set(names.map(fold))].filter((name) => name !== '');
}

/**
 * Whether a text has an @ with one of these names (`mentionNames`), as a word of its own and in any case. Who is named in
 * a quote was named by the message that is quoted.
 */
export function mentionsAny(text: string, names: readonly string[]): boolean {
  if (!text.includes('@')) return false;
  const folded = fold(withoutQuotedLines(text));
  for (let at = folded.indexOf('@'); at >= 0; at = folded.indexOf('@', at + 1)) {
    if (wordBefore.test(folded.slice(Math.max(0, at - 2), at))) continue;
    for (const name of names) {
      const end = at + 1 + name.length;
      if (folded.startsWith(name, at + 1) && !wordAfter.test(folded.slice(end, end + 3))) return true;
    }
  }
  return false;
}
