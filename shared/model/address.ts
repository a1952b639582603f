import * as v from 'valibot';
import { fail, succeed, type Result } from './result.ts';

/** A SIP address of record in its canonical form, `sip:user@host` with the host in lower case (RFC 3261, 19.1). */
export type SipAddress = string & { readonly __sipAddress: true };

export type AddressProblem = 'empty' | 'no-user' | 'no-host' | 'bad-user' | 'bad-host' | 'scheme';

// RFC 3261, 25.1: user = 1*( unreserved / escaped / user-unreserved ).
const userPattern = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/]|%[0-9A-Fa-f]{2})+$/;
const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?$/;
const ipv6Pattern = /^\[[0-9A-Fa-f:.]+\]$/;

/**
 * Reads what a person types or a header carries: `alice@example.com`, `sip:alice@example.com`,
 * `<sips:alice@example.com;transport=tcp>`. Port and parameters are not part of an address of record and are dropped.
 */
export function parseAddress(text: string): Result<SipAddress, AddressProblem> {
  let rest = text.trim();
  const bracketed = /<([^>]*)>/.exec(rest)?.[1];
  if (bracketed !== undefined) rest = bracketed.trim();
  if (rest === '') return fail('empty');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):(?!\d+$)/.exec(rest)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    if (scheme !== 'sip' && scheme !== 'sips' && scheme !== 'im') return fail('scheme');
    rest = rest.slice(scheme.length + 1);
  }
  const at = rest.lastIndexOf('@');
  if (at < 0) return fail('no-host');
  const user = rest.slice(0, at).replace(/:.*$/, '');
  const hostPort = rest.slice(at + 1).replace(/[;?].*$/, '');
  const host = (
    ipv6Pattern.test(hostPort.replace(/:\d+$/, ''))
      ? hostPort.replace(/\]:\d+$/, ']')
      : hostPort.replace(/:\d+$/, '')
  ).toLowerCase();
  if (user === '') return fail('no-user');
  if (host === '') return fail('no-host');
  if (!userPattern.test(user)) return fail('bad-user');
  if (!hostPattern.test(host) && !ipv6Pattern.test(host)) return fail('bad-host');
  return succeed(`sip:${user}@${host}` as SipAddress);
}

/** Peers compare addresses without regard to case (pidgin-sipe does); so does Parley when it looks for a conversation. */
export const addressKey = (address: SipAddress): string => address.toLowerCase();

/** `alice@example.com`: how an address is shown. */
export const displayAddress = (address: SipAddress): string => address.replace(/^sip:/, '');

export const userOf = (address: SipAddress): string => displayAddress(address).replace(/@[^@]*$/, '');
export const hostOf = (address: SipAddress): string => address.slice(address.lastIndexOf('@') + 1);

/** Schema for an address that is already canonical. */
export const SipAddress = v.custom<SipAddress>((value) => {
  if (typeof value !== 'string') return false;
  const parsed = parseAddress(value);
  return parsed.ok && parsed.value === value;
}, 'Not a SIP address of the form sip:user@host');
