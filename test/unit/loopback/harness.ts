import { silentLog } from '../../../main/log/log.ts';
import type { Connection } from '../../../main/loopback/connection.ts';
import {
  headerOf,
  parseMessage,
  writeMessage,
  type LoopbackMessage,
} from '../../../main/loopback/message.ts';
import { LoopbackProxy } from '../../../main/loopback/proxy.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let clients = 0;

/** A client without sockets. */
export class Client {
  readonly received: LoopbackMessage[] = [];
  isClosed = false;
  readonly connection: Connection;
  readonly #proxy: LoopbackProxy;

  constructor(proxy: LoopbackProxy, transport: 'TCP' | 'WS' = 'TCP') {
    this.#proxy = proxy;
    clients += 1;
    this.connection = {
      id: `c${String(clients)}`,
      transport,
      remotePort: 40_000 + clients,
      send: (bytes) => {
        const message = parseMessage(bytes);
        if (message === null) throw new Error('The proxy sent something that is no SIP message');
        this.received.push(message);
      },
      close: () => {
        this.isClosed = true;
      },
    };
    proxy.opened(this.connection);
  }

  send(text: string): void {
    this.#proxy.received(this.connection, Buffer.from(text, 'utf8'));
  }

  disconnect(): void {
    this.#proxy.closed(this.connection);
  }

  /** The last message received, which must be there. */
  get last(): LoopbackMessage {
    const message = this.received.at(-1);
    if (message === undefined) throw new Error('Nothing was received');
    return message;
  }

  /** The start lines of all that was received, in short. */
  get summary(): string[] {
    return this.received.map(({ start }) =>
      start.kind === 'request' ? `${start.method} ${start.uri}` : String(start.status),
    );
  }

  header(name: string): string | undefined {
    return headerOf(this.last, name);
  }

  /** Answers the request received last. */
  respond(status: number, extra: readonly string[] = []): void {
    const request = this.received.findLast(({ start }) => start.kind === 'request' && start.method !== 'ACK');
    if (request === undefined) throw new Error('There is no request to answer');
    const to = headerOf(request, 'To') ?? '';
    const headers = request.headers
      .filter(({ name }) => /^(?:via|from|call-id|cseq|record-route)$/i.test(name))
      .map(({ name, value }) => `${name}: ${value}`);
    this.send(
      [
        `SIP/2.0 ${String(status)} Whatever`,
        ...headers,
        `To: ${to}${to.includes(';tag=') ? '' : ';tag=callee'}`,
        ...extra,
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    );
  }
}

export interface RequestParts {
  readonly uri?: string;
  readonly from?: string;
  readonly to?: string;
  readonly branch?: string;
  readonly callId?: string;
  readonly sequence?: number;
  readonly headers?: readonly string[];
  readonly body?: string;
}

let branches = 0;

export function request(method: string, parts: RequestParts = {}): string {
  branches += 1;
  const to = parts.to ?? '<sip:bob@localhost>';
  const body = parts.body ?? '';
  return [
    `${method} ${parts.uri ?? 'sip:bob@localhost'} SIP/2.0`,
    `Via: SIP/2.0/TCP client.invalid;branch=${parts.branch ?? `z9hG4bKc${String(branches)}`}`,
    `From: ${parts.from ?? '<sip:alice@localhost>'};tag=caller`,
    `To: ${to}`,
    `Call-ID: ${parts.callId ?? `call-${String(branches)}`}`,
    `CSeq: ${String(parts.sequence ?? 1)} ${method}`,
    ...(parts.headers ?? ['Max-Forwards: 70']),
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
}

export const register = (user: string, contact: string, parts: RequestParts = {}): string =>
  request('REGISTER', {
    uri: 'sip:localhost',
    from: `<sip:${user}@localhost>`,
    to: `<sip:${user}@localhost>`,
    ...parts,
    headers: [...(contact === '' ? [] : [`Contact: ${contact}`]), ...(parts.headers ?? [])],
  });

export function setUp(): { readonly clock: FakeClock; readonly proxy: LoopbackProxy } {
  const clock = new FakeClock();
  const proxy = new LoopbackProxy(clock, silentLog);
  proxy.serve({ tcp: 5070, ws: 5071 });
  return { clock, proxy };
}

/** A client that is signed in under a contact nobody could call. */
export function signedIn(proxy: LoopbackProxy, user: string, transport: 'TCP' | 'WS' = 'TCP'): Client {
  const client = new Client(proxy, transport);
  client.send(
    register(user, `<sip:${user}@${client.connection.id}.invalid;transport=${transport.toLowerCase()}>`),
  );
  client.received.length = 0;
  return client;
}

export const copyOf = (message: LoopbackMessage): string =>
  Buffer.from(writeMessage(message)).toString('latin1');
