import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/model/clock.ts';
import type { Log } from '../log/log.ts';
import { loopbackHost, type Connection, type ConnectionHandler } from './connection.ts';
import {
  headerOf,
  isRequest,
  isResponse,
  parseMessage,
  valuesOf,
  withHeader,
  withoutFirstValue,
  writeMessage,
  type Header,
  type LoopbackMessage,
  type LoopbackRequest,
  type LoopbackResponse,
} from './message.ts';
import { Registrar } from './registrar.ts';
import { followUp, frameOf, respondTo, withSource } from './response.ts';
import { Router, type Route } from './router.ts';
import {
  isCompleted,
  ringingLifetime,
  senderKey,
  transactionLifetime,
  TransactionTable,
  type Transaction,
} from './transaction.ts';
import { parametersOf, parseUri, uriText } from './uri.ts';

/** Methods that nobody answers. */
const unanswered = new Set(['ACK', 'BENOTIFY']);
/** Methods that make a dialog, whose later requests shall come this way again. */
const dialogMaking = new Set(['INVITE', 'SUBSCRIBE', 'REFER']);

/**
 * The registrar and proxy of the loopback server (RFC 3261, sections 10 and 16), without its sockets. It keeps a
 * transaction for each forwarded request, so that a sender hears of it when the next connection dies.
 */
export class LoopbackProxy implements ConnectionHandler {
  readonly #log: Log;
  readonly #connections = new Map<string, Connection>();
  readonly #registrar: Registrar;
  readonly #router: Router;
  readonly #transactions: TransactionTable;
  /** Marks the branches of this server, for finding loops. */
  readonly #branchPrefix = `z9hG4bK${randomBytes(6).toString('hex')}.`;
  #branches = 0;

  constructor(clock: Clock, log: Log) {
    this.#log = log;
    this.#registrar = new Registrar(clock);
    this.#transactions = new TransactionTable(clock);
    this.#router = new Router(this.#registrar, this.#connections);
  }

  /** Says where the listeners are; to be called before the first message. */
  serve(ports: { readonly tcp: number; readonly ws: number }): void {
    this.#router.serve(ports);
  }

  stop(): void {
    this.#transactions.clear();
  }

  opened(connection: Connection): void {
    this.#connections.set(connection.id, connection);
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection.id);
    this.#registrar.forget(connection);
    for (const transaction of this.#transactions.touching(connection)) {
      if (transaction.upstream === connection) this.#abandon(transaction);
      else this.#giveUp(transaction, 408, 'Connection To The Next Hop Lost');
    }
  }

  /** Bytes that are no SIP close the connection that sent them; they touch no other. */
  received(connection: Connection, bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message === null) {
      this.#log.warn({ connection: connection.id }, 'closing a connection that does not speak SIP');
      connection.close();
    } else if (isRequest(message))
      this.#request(connection, withSource(message, loopbackHost, connection.remotePort));
    else if (isResponse(message)) this.#response(connection, message);
  }

  #request(connection: Connection, request: LoopbackRequest): void {
    const { method } = request.start;
    const answer = (status: number, reason: string, headers?: readonly Header[]): void => {
      if (!unanswered.has(method)) send(connection, respondTo(request, status, reason, headers));
    };
    const frame = frameOf(request);
    if (frame === null) {
      if (headerOf(request, 'Via') === undefined) connection.close();
      else answer(400, 'Bad Request');
      return;
    }
    const key = senderKey(connection, frame.transaction);
    const known = this.#transactions.bySender(key);
    if (method === 'CANCEL') {
      this.#cancel(known, answer);
      return;
    }
    const acknowledges = method === 'ACK' && known?.state === 'accepted';
    if (known !== undefined && !acknowledges) {
      // The ACK of a refusal ends here; anything else is a repetition.
      if (method === 'ACK') this.#transactions.remove(known.branch);
      return;
    }
    const fault = faultOf(request, this.#branchPrefix);
    if (fault !== null) {
      answer(...fault);
      return;
    }
    const route = this.#router.route(request, connection);
    if (route.kind === 'here') this.#serveHere(request, connection, answer);
    else if (route.kind === 'refuse') answer(route.status, route.reason);
    else if (this.#transactions.full) answer(503, 'Service Unavailable');
    else this.#forward(connection, request, route, key);
  }

  #serveHere(
    request: LoopbackRequest,
    connection: Connection,
    answer: (status: number, reason: string, headers?: readonly Header[]) => void,
  ): void {
    if (request.start.method === 'OPTIONS') answer(200, 'OK');
    else if (request.start.method !== 'REGISTER') answer(404, 'Not Found');
    else {
      const to = parseUri(uriText(headerOf(request, 'To') ?? ''));
      if (to === null || to.user === null || !this.#router.isOwn(to))
        answer(404, 'Not A User Of This Domain');
      else {
        const reply = this.#registrar.register(to.user, request, connection);
        answer(reply.status, reply.reason, reply.headers);
      }
    }
  }

  #forward(
    upstream: Connection,
    request: LoopbackRequest,
    route: Route & { kind: 'forward' },
    key: string,
  ): void {
    const { method } = request.start;
    this.#branches += 1;
    const branch = `${this.#branchPrefix}${String(this.#branches)}`;
    const { connection: downstream } = route;
    const via = `SIP/2.0/${downstream.transport} ${this.#router.sentBy(downstream)};branch=${branch}`;
    let headers: readonly Header[] = [{ name: 'Via', value: via }, ...route.headers];
    const hops = Number(headerOf(request, 'Max-Forwards') ?? '71') - 1;
    headers = withHeader(headers, 'Max-Forwards', String(hops));
    if (dialogMaking.has(method)) {
      const value = this.#router.recordRoute(upstream, downstream);
      headers = [
        headers[0] ?? { name: 'Via', value: via },
        { name: 'Record-Route', value },
        ...headers.slice(1),
      ];
    }
    const forwarded: LoopbackRequest = { ...request, start: { ...request.start, uri: route.uri }, headers };
    if (!unanswered.has(method)) {
      const lifetime = method === 'INVITE' ? ringingLifetime : transactionLifetime;
      const transaction: Transaction = {
        branch,
        upstream,
        downstream,
        request,
        forwarded,
        state: 'trying',
        cancelWanted: false,
      };
      this.#transactions.add(transaction, key, lifetime, this.#expire);
      if (method === 'INVITE') send(upstream, respondTo(request, 100, 'Trying'));
    }
    send(downstream, forwarded);
  }

  #response(connection: Connection, response: LoopbackResponse): void {
    const branch = parametersOf(valuesOf(response, 'Via')[0] ?? '').get('branch') ?? '';
    const transaction = this.#transactions.byBranch(branch);
    // A response without its request, or over another connection than the request went, is nobody's.
    if (transaction?.downstream !== connection) return;
    const { method } = transaction.request.start;
    const { status } = response.start;
    if (/\s(\S+)$/.exec(headerOf(response, 'CSeq') ?? '')?.[1] !== method) return;
    const accepted = status >= 200 && status < 300;

    if (status < 200) {
      if (isCompleted(transaction)) return;
      if (transaction.cancelWanted) send(connection, followUp('CANCEL', transaction.forwarded));
      const lifetime =
        transaction.cancelWanted || method !== 'INVITE' ? transactionLifetime : ringingLifetime;
      this.#transactions.update(
        { ...transaction, state: 'proceeding', cancelWanted: false },
        lifetime,
        this.#expire,
      );
      if (status === 100) return;
    } else {
      if (method === 'INVITE' && !accepted)
        send(connection, followUp('ACK', transaction.forwarded, response));
      // A repeated 200 to an INVITE goes on, as its ACK may have been lost (RFC 3261, 16.7).
      if (isCompleted(transaction) && !accepted) return;
      if (method === 'INVITE') {
        const state = accepted ? 'accepted' : 'refused';
        this.#transactions.update({ ...transaction, state }, transactionLifetime, this.#expire);
      } else this.#transactions.remove(branch);
    }
    send(transaction.upstream, { ...response, headers: withoutFirstValue(response.headers, 'Via') });
  }

  #cancel(transaction: Transaction | undefined, answer: (status: number, reason: string) => void): void {
    if (transaction?.request.start.method !== 'INVITE') {
      answer(481, 'Call/Transaction Does Not Exist');
      return;
    }
    answer(200, 'OK');
    this.#cancelDownstream(transaction);
  }

  #cancelDownstream(transaction: Transaction): void {
    if (transaction.state === 'trying') {
      this.#transactions.update({ ...transaction, cancelWanted: true }, transactionLifetime, this.#expire);
    } else if (transaction.state === 'proceeding') {
      this.#transactions.update(transaction, transactionLifetime, this.#expire);
      send(transaction.downstream, followUp('CANCEL', transaction.forwarded));
    }
  }

  /** The sender is gone: an INVITE is canceled, its answer goes nowhere. */
  #abandon(transaction: Transaction): void {
    if (transaction.request.start.method === 'INVITE' && !isCompleted(transaction)) {
      this.#cancelDownstream(transaction);
    } else this.#transactions.remove(transaction.branch);
  }

  /** Answers for a next hop that will not. */
  #giveUp(transaction: Transaction, status: number, reason: string): void {
    const { request, upstream } = transaction;
    if (isCompleted(transaction)) {
      this.#transactions.remove(transaction.branch);
      return;
    }
    if (request.start.method === 'INVITE') {
      this.#transactions.update({ ...transaction, state: 'refused' }, transactionLifetime, this.#expire);
    } else this.#transactions.remove(transaction.branch);
    send(upstream, respondTo(request, status, reason));
  }

  readonly #expire = (transaction: Transaction): void => {
    // Its sender's own timer has ended a request other than INVITE (RFC 4320, 4.2): no answer any more.
    if (isCompleted(transaction) || transaction.request.start.method !== 'INVITE') {
      this.#transactions.remove(transaction.branch);
      return;
    }
    if (transaction.state === 'proceeding')
      send(transaction.downstream, followUp('CANCEL', transaction.forwarded));
    this.#giveUp(transaction, 408, 'Request Timeout');
  };
}

function send(connection: Connection, message: LoopbackMessage): void {
  connection.send(writeMessage(message));
}

/** What forbids to route a request at all (RFC 3261, 16.3). */
function faultOf(
  request: LoopbackRequest,
  branchPrefix: string,
): [status: number, reason: string, headers?: readonly Header[]] | null {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(request.start.uri)?.[1]?.toLowerCase();
  if (scheme !== 'sip') return [416, 'Unsupported URI Scheme'];
  if (parseUri(request.start.uri) === null) return [400, 'Bad Request-URI'];
  const hops = headerOf(request, 'Max-Forwards');
  if (hops !== undefined && !/^[0-9]{1,3}$/.test(hops)) return [400, 'Bad Max-Forwards'];
  if (hops !== undefined && Number(hops) === 0) return [483, 'Too Many Hops'];
  if (valuesOf(request, 'Via').some((via) => parametersOf(via).get('branch')?.startsWith(branchPrefix))) {
    return [482, 'Loop Detected'];
  }
  const required = valuesOf(request, 'Proxy-Require');
  if (required.length > 0)
    return [420, 'Bad Extension', [{ name: 'Unsupported', value: required.join(', ') }]];
  return null;
}
