import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { headerFields, fieldOf } from '../../../main/sip/header-fields.ts';
import { SipFramer } from '../../../main/sip/framing.ts';

/** A message as the server saw it. */
export interface Seen {
  readonly text: string;
  readonly method: string;
  /** Status of a response, null for a request. */
  readonly status: number | null;
  field(name: string): string | null;
}

export type Script = (request: Seen, server: FakeServer) => string | null;

/** A SIP server over TCP that a test scripts: what it answers, says by itself, and when it hangs up. */
export class FakeServer {
  readonly seen: Seen[] = [];
  script: Script;
  answersPings = true;
  #server: Server;
  #sockets = new Set<Socket>();
  #waiting: { test: (seen: Seen) => boolean; resolve: (seen: Seen) => void }[] = [];

  private constructor(script: Script, server: Server) {
    this.script = script;
    this.#server = server;
  }

  static async start(
    script: Script,
    { tls, port = 0 }: { tls?: { cert: string; key: string }; port?: number } = {},
  ): Promise<FakeServer> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const fake = new FakeServer(script, server);
    server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      fake.#serve(socket);
    });
    server.on('tlsClientError', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  requests(method: string): readonly Seen[] {
    return this.seen.filter((seen) => seen.method === method && seen.status === null);
  }

  send(text: string | Uint8Array): void {
    for (const socket of this.#sockets) socket.write(text);
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The first message, seen already or still to come, that passes the test. */
  async next(test: (seen: Seen) => boolean): Promise<Seen> {
    const already = this.seen.find(test);
    return (
      already ??
      new Promise((resolve) => {
        this.#waiting.push({ test, resolve });
      })
    );
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    const framer = new SipFramer();
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const bytes of framer.push(chunk)) this.#receive(Buffer.from(bytes).toString(), socket);
      } catch {
        socket.destroy();
        return;
      }
      if (framer.takeKeepAlives().pings > 0 && this.answersPings) socket.write('\r\n');
    });
  }

  #receive(text: string, socket: Socket): void {
    const fields = headerFields(text);
    const status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1];
    const seen: Seen = {
      text,
      method: (fieldOf(fields, 'CSeq') ?? '').replace(/^\d+ /, ''),
      status: status === undefined ? null : Number(status),
      field: (name) => fieldOf(fields, name),
    };
    this.seen.push(seen);
    for (const waiting of this.#waiting.filter(({ test }) => test(seen))) {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
      waiting.resolve(seen);
    }
    if (seen.status !== null || seen.method === 'ACK') return;
    const answer = this.script(seen, this);
    if (answer !== null) socket.write(answer);
  }
}

/** A response to a request, with more header lines. */
export function respond(request: Seen, status: string, lines: readonly string[] = [], body = ''): string {
  const vias = headerFields(request.text).filter(([name]) => name === 'Via');
  const to = request.field('To') ?? '';
  return [
    `SIP/2.0 ${status}`,
    ...vias.map(([, value]) => `Via: ${value}`),
    `From: ${request.field('From') ?? ''}`,
    `To: ${to.includes(';tag=') ? to : `${to};tag=server`}`,
    `Call-ID: ${request.field('Call-ID') ?? ''}`,
    `CSeq: ${request.field('CSeq') ?? ''}`,
    ...lines,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
}

/** Grants every registration for so many seconds and answers other requests with 200. */
export const welcome =
  (seconds = 600): Script =>
  (request) =>
    request.method === 'REGISTER' && request.field('Expires') !== '0'
      ? respond(request, '200 OK', [
          `Contact: ${(request.field('Contact') ?? '').replace(/;expires=.*$/, `;expires=${String(seconds)}`)}`,
        ])
      : respond(request, '200 OK');

/** What each request of bob to alice has. */
export const fromBob: readonly string[] = [
  'From: "Bob" <sip:bob@example.test>;tag=b1',
  'To: <sip:alice@example.test>',
  'Call-ID: call-1',
  'CSeq: 1 MESSAGE',
];

/** A request to alice. */
export function request(method: string, lines: readonly string[], body = ''): string {
  return [
    `${method} sip:alice@example.test SIP/2.0`,
    `Via: SIP/2.0/TCP proxy.example.test;branch=z9hG4bK${Math.random().toString(36).slice(2)}`,
    'Max-Forwards: 70',
    ...lines.map((line) => line.replace(/^(CSeq: \d+) MESSAGE$/, `$1 ${method}`)),
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
}
