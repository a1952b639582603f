import { parseAddress, type SipAddress } from '../../shared/model/address.ts';
import { longestText } from '../../shared/model/message.ts';
import { fail, succeed, type Result } from '../../shared/model/result.ts';

/** Longer links are nobody's: not even a text that could be sent is longer when all of it is escaped. */
const longestLink = 9 * longestText;

export interface AddressLink {
  readonly address: SipAddress;
  /** A text to begin with, for a person to read and send; null without one. */
  readonly body: string | null;
}

export type LinkProblem = 'address' | 'too-long';

/** Whether an argument of the command line is meant as a link for Parley. */
export const isAddressLink = (text: string): boolean => /^(?:sip|im):/i.test(text);

/**
 * Reads `sip:bob@example.com`, `sip:bob@example.com;transport=tcp?body=Hi` (RFC 3261, 19.1.1) or
 * `im:bob@example.com?body=Hi` (RFC 3861). Of the headers only the body is of use. A `sips:` link asks for a security
 * that Parley cannot promise beyond its own server, and is not taken.
 */
export function parseAddressLink(link: string): Result<AddressLink, LinkProblem> {
  if (link.length > longestLink) return fail('too-long');
  // Some desktops hand links over as `im://bob@example.com`.
  const [, scheme, user, rest] = /^(sip|im):(?:\/\/)?([^@]+)@(.*)$/is.exec(link) ?? [];
  if (scheme === undefined || user === undefined || rest === undefined) return fail('address');
  // A user part may hold a question mark (RFC 3261, 25.1); headers begin behind the host.
  const question = rest.indexOf('?');
  const target = `${user}@${question < 0 ? rest : rest.slice(0, question)}`;
  const plain = scheme.toLowerCase() === 'im' ? unescaped(target) : target;
  // What the parser of typed addresses forgives, a link that a page hands over does not get away with.
  if (plain === null || /[\s<>"]/.test(plain)) return fail('address');
  const address = parseAddress(`sip:${plain}`);
  if (!address.ok) return fail('address');
  const body = question < 0 ? null : bodyOf(rest.slice(question + 1));
  if (body !== null && body.length > longestText) return fail('too-long');
  return succeed({ address: address.value, body });
}

/** The decoded `body` header of `a=b&body=…`; null without one, or where it is empty or no text. */
function bodyOf(headers: string): string | null {
  for (const header of headers.split('&')) {
    const [, value] = /^body=(.*)$/is.exec(header) ?? [];
    if (value === undefined) continue;
    const text = unescaped(value)?.replace(/\r\n?/g, '\n').replace(unprintable, '') ?? '';
    return text.trim() === '' ? null : text;
  }
  return null;
}

/** Controls that no text has, except line ends and tabs. */
const unprintable = /(?![\n\t])\p{Cc}/gu;

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
