import * as tls from 'node:tls';
import type { LinkAttempt, LinkHandlers, LinkOptions } from './link.ts';
import { openTcpLink } from './tcp-link.ts';
import { openWebSocketLink } from './web-socket-link.ts';

export function openLink(options: LinkOptions, handlers: LinkHandlers): LinkAttempt {
  const { transport } = options.server;
  const secure = transport === 'tls' || transport === 'wss';
  const all: LinkOptions = { ...options, ca: secure ? trustedCertificates(options.ca ?? []) : undefined };
  return transport === 'tcp' || transport === 'tls'
    ? openTcpLink(all, handlers)
    : openWebSocketLink(all, handlers);
}

/** What the runtime trusts, what the operating system trusts where the runtime can tell, and what was given. */
function trustedCertificates(extra: readonly string[]): string[] {
  const runtime: Partial<Pick<typeof tls, 'getCACertificates'>> & Pick<typeof tls, 'rootCertificates'> = tls;
  const known =
    runtime.getCACertificates === undefined
      ? runtime.rootCertificates
      : [...runtime.getCACertificates('default'), ...runtime.getCACertificates('system')];
  return [...new Set([...known, ...extra])];
}
