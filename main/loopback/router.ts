import { loopbackHost, type Connection } from './connection.ts';
import { valuesOf, withoutFirstValue, type Header, type LoopbackRequest } from './message.ts';
import type { Registrar } from './registrar.ts';
import { parseUri, placeOf, uriText, type LoopbackUri } from './uri.ts';

/** The domain whose users sign in here. */
export const loopbackDomain = 'localhost' as const;

/** Where a request goes: to the server itself, over a connection with this Request-URI and these headers, or back. */
export type Route =
  | { readonly kind: 'here' }
  | {
      readonly kind: 'forward';
      readonly connection: Connection;
      readonly uri: string;
      readonly headers: readonly Header[];
    }
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string };

/**
 * Finds a request's next hop (RFC 3261, 16.4 to 16.6). Clients cannot be called back at their contacts (`.invalid`
 * hosts, ports of outgoing connections), so a dialog's requests follow the two connections that the user part of the
 * Record-Route names, as an edge proxy does it (RFC 5626, 5.3).
 */
export class Router {
  readonly #registrar: Registrar;
  readonly #connections: ReadonlyMap<string, Connection>;
  #ports: { readonly tcp: number; readonly ws: number } = { tcp: 0, ws: 0 };

  constructor(registrar: Registrar, connections: ReadonlyMap<string, Connection>) {
    this.#registrar = registrar;
    this.#connections = connections;
  }

  serve(ports: { readonly tcp: number; readonly ws: number }): void {
    this.#ports = ports;
  }

  sentBy(connection: Connection): string {
    const port = connection.transport === 'WS' ? this.#ports.ws : this.#ports.tcp;
    return `${loopbackHost}:${String(port)}`;
  }

  /** One Record-Route serves both transports: either side sends over the connection that it has. */
  recordRoute(upstream: Connection, downstream: Connection): string {
    return `<sip:${upstream.id}.${downstream.id}@${loopbackHost}:${String(this.#ports.tcp)};transport=tcp;lr>`;
  }

  /** Whether a URI names this server or a user of its domain. */
  isOwn(uri: LoopbackUri): boolean {
    if (uri.host === loopbackDomain) return true;
    return uri.host === loopbackHost && (uri.port === this.#ports.tcp || uri.port === this.#ports.ws);
  }

  route(request: LoopbackRequest, arrival: Connection): Route {
    let { headers } = request;
    let flow: string | null = null;
    for (const value of valuesOf(request, 'Route')) {
      const hop = parseUri(uriText(value));
      if (hop === null) return { kind: 'refuse', status: 400, reason: 'Bad Route' };
      if (!this.isOwn(hop)) return { kind: 'refuse', status: 403, reason: 'No Relaying To Other Servers' };
      headers = withoutFirstValue(headers, 'Route');
      flow = hop.user ?? flow;
    }
    const { uri } = request.start;
    if (flow !== null) return this.#alongFlow(flow, arrival, uri, headers);
    const target = parseUri(uri);
    return target === null
      ? { kind: 'refuse', status: 400, reason: 'Bad Request-URI' }
      : this.#toTarget(target, uri, headers);
  }

  #toTarget(target: LoopbackUri, uri: string, headers: readonly Header[]): Route {
    if (!this.isOwn(target)) {
      const binding = this.#registrar.at(placeOf(target));
      if (binding !== undefined) return { kind: 'forward', connection: binding.connection, uri, headers };
      if (target.host !== loopbackHost || target.port !== null) {
        return { kind: 'refuse', status: 404, reason: 'Not A Domain Of This Server' };
      }
    }
    if (target.user === null) return { kind: 'here' };
    const binding = this.#registrar.newest(target.user);
    if (binding !== undefined) {
      return { kind: 'forward', connection: binding.connection, uri: binding.contact, headers };
    }
    return this.#registrar.knows(target.user)
      ? { kind: 'refuse', status: 480, reason: 'Temporarily Unavailable' }
      : { kind: 'refuse', status: 404, reason: 'Not Found' };
  }

  /** To the other end of the two; when one end came back on a new connection, to the one that stayed. */
  #alongFlow(flow: string, arrival: Connection, uri: string, headers: readonly Header[]): Route {
    const [first = '', second = ''] = flow.split('.');
    let next: Connection | undefined;
    if (arrival.id === first) next = this.#connections.get(second);
    else if (arrival.id === second) next = this.#connections.get(first);
    else {
      const living = [first, second].flatMap((id) => this.#connections.get(id) ?? []);
      if (living.length === 2) return { kind: 'refuse', status: 403, reason: 'Not Your Dialog' };
      next = living[0];
    }
    return next === undefined
      ? { kind: 'refuse', status: 480, reason: 'The Connection Of This Dialog Is Gone' }
      : { kind: 'forward', connection: next, uri, headers };
  }
}
