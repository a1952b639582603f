import { hostOf, type SipAddress } from './address.ts';
import type { ServerLocation, Transport } from './connection.ts';
import { fail, succeed, type Result } from './result.ts';

export type ServerProblem = 'scheme' | 'host' | 'port' | 'transport-differs';

// RFC 3261, 19.1.2 and RFC 7118, 5.2 (WebSocket has the ports of HTTP).
const defaultPorts: Record<Transport, number> = { tcp: 5060, tls: 5061, ws: 80, wss: 443 };
const schemes: Partial<Record<string, Transport>> = { tcp: 'tcp', tls: 'tls', ws: 'ws', wss: 'wss' };
const hostPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9.])?$/;

/**
 * Reads what a person types for the server: nothing (the address's own host), `host`, `host:port`, `[v6]:port`,
 * or `scheme://host:port/path` with the scheme tcp, tls, ws or wss, which must not contradict the transport chosen.
 */
export function parseServer(
  text: string,
  transport: Transport,
  address: SipAddress,
): Result<ServerLocation, ServerProblem> {
  let rest = text.trim();
  let path = '/';
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(rest)?.[1];
  if (scheme !== undefined) {
    const named = schemes[scheme.toLowerCase()];
    if (named === undefined) return fail('scheme');
    if (named !== transport) return fail('transport-differs');
    rest = rest.slice(scheme.length + 3);
  }
  const slash = rest.indexOf('/');
  if (slash >= 0) {
    path = rest.slice(slash);
    rest = rest.slice(0, slash);
  }
  const match = /^(\[[0-9A-Fa-f:.]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(rest === '' ? hostOf(address) : rest);
  if (match === null) return fail(/:[^\d]*$/.test(rest) || /:\D/.test(rest) ? 'port' : 'host');
  const host = (match[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  if (!hostPattern.test(host) && !/^[0-9a-f:.]*:[0-9a-f:.]*$/.test(host)) return fail('host');
  const port = match[2] === undefined ? defaultPorts[transport] : Number(match[2]);
  if (port < 1 || port > 65535) return fail('port');
  return succeed({ transport, host, port, path });
}
