import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLog } from '../../main/log/log.ts';
import { startLoopback, type Loopback } from '../../main/loopback/index.ts';
import { systemClock } from '../../main/shell/system-clock.ts';

const started: { stop(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const thing of started.splice(0).reverse()) await thing.stop();
});

async function server(port?: number): Promise<Loopback> {
  const loopback = await startLoopback({
    clock: systemClock,
    log: silentLog,
    echo: false,
    ...(port === undefined ? {} : { port }),
  });
  started.push(loopback);
  return loopback;
}

/** What a connection has received as text, and a way to wait for more. */
class Inbox {
  #text = '';
  #check: () => void = () => undefined;
  isClosed = false;

  add(text: string): void {
    this.#text += text;
    this.#check();
  }

  close(): void {
    this.isClosed = true;
    this.#check();
  }

  /** Takes everything up to and with the first match. */
  take(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      this.#check = () => {
        const match = pattern.exec(this.#text);
        if (match !== null) {
          this.#text = this.#text.slice(match.index + match[0].length);
          resolve(match);
        } else if (this.isClosed) reject(new Error(`Closed before ${String(pattern)} came: ${this.#text}`));
      };
      this.#check();
    });
  }

  closed(): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if (this.isClosed) resolve();
      };
      this.#check();
    });
  }
}

async function tcpClient(port: number, host = '127.0.0.1'): Promise<{ socket: Socket; inbox: Inbox }> {
  const socket = connect({ port, host, noDelay: true });
  const inbox = new Inbox();
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    inbox.add(chunk);
  });
  socket.on('close', () => {
    inbox.close();
  });
  started.push({ stop: () => void socket.destroy() });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return { socket, inbox };
}

async function wsClient(
  port: number,
  options: { readonly protocols?: string[]; readonly origin?: string } = {},
): Promise<{ socket: WebSocket; inbox: Inbox }> {
  const { protocols = ['sip'], ...rest } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/`, protocols, rest);
  const inbox = new Inbox();
  socket.on('message', (data, isBinary) => {
    expect(isBinary).toBe(false);
    inbox.add((data as Buffer).toString('utf8'));
  });
  socket.on('close', () => {
    inbox.close();
  });
  started.push({
    stop: () => {
      socket.terminate();
    },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { socket, inbox };
}

let sequence = 0;
function message(method: string, user: string, to: string, extra: readonly string[], body = ''): string {
  sequence += 1;
  const uri = method === 'REGISTER' ? 'sip:localhost' : to;
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/TCP ${user}.invalid;branch=z9hG4bK${String(sequence)}`,
    'Max-Forwards: 70',
    `From: <sip:${user}@localhost>;tag=${user}`,
    `To: <${to}>`,
    `Call-ID: ${user}-${String(sequence)}`,
    `CSeq: ${String(sequence)} ${method}`,
    ...extra,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
}

const registration = (user: string): string =>
  message('REGISTER', user, `sip:${user}@localhost`, [`Contact: <sip:${user}@${user}.invalid>`]);

const okTo = (request: string): string =>
  [
    'SIP/2.0 200 OK',
    ...request.split('\r\n').filter((line) => /^(?:Via|From|To|Call-ID|CSeq):/i.test(line)),
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');

describe('the loopback server on its sockets', () => {
  it('carries a message from TCP to WebSocket and the answer back', async () => {
    const { tcpPort, wsPort, domain } = await server();
    expect(domain).toBe('localhost');
    const alice = await tcpClient(tcpPort);
    const bob = await wsClient(wsPort);
    alice.socket.write(registration('alice'));
    bob.socket.send(registration('bob'));
    await alice.inbox.take(/SIP\/2\.0 200 OK\r\n[\s\S]*?\r\n\r\n/);
    await bob.inbox.take(/SIP\/2\.0 200 OK\r\n[\s\S]*?\r\n\r\n/);
    const text = `Grüß dich 👋 ${'ä'.repeat(4096)}`;
    const request = Buffer.from(
      message('MESSAGE', 'alice', 'sip:bob@localhost', ['Content-Type: text/plain'], text),
    );
    // In two pieces, cut within a character.
    const cut = request.indexOf('ü') + 1;
    alice.socket.write(request.subarray(0, cut));
    alice.socket.write(request.subarray(cut));
    const [received] = await bob.inbox.take(
      /MESSAGE sip:bob@bob\.invalid SIP\/2\.0\r\n[\s\S]*\r\n\r\n[\s\S]*/,
    );
    expect(received.endsWith(`\r\n\r\n${text}`)).toBe(true);
    bob.socket.send(okTo(received));
    await alice.inbox.take(/SIP\/2\.0 200 OK\r\n[\s\S]*MESSAGE\r\n[\s\S]*?\r\n\r\n/);
  });

  it('answers keep-alives on both transports', async () => {
    const { tcpPort, wsPort } = await server();
    const alice = await tcpClient(tcpPort);
    alice.socket.write('\r\n\r\n');
    expect((await alice.inbox.take(/^\r\n$/))[0]).toBe('\r\n');
    const bob = await wsClient(wsPort);
    bob.socket.send('\r\n\r\n');
    expect((await bob.inbox.take(/^\r\n$/))[0]).toBe('\r\n');
  });

  it('tells a sender at once that the receiver is gone', async () => {
    const { tcpPort } = await server();
    const alice = await tcpClient(tcpPort);
    const bob = await tcpClient(tcpPort);
    bob.socket.write(registration('bob'));
    await bob.inbox.take(/200 OK/);
    alice.socket.write(message('MESSAGE', 'alice', 'sip:bob@localhost', []));
    await bob.inbox.take(/MESSAGE sip:bob/);
    bob.socket.destroy();
    await alice.inbox.take(/SIP\/2\.0 408 /);
    alice.socket.write(message('MESSAGE', 'alice', 'sip:bob@localhost', []));
    await alice.inbox.take(/SIP\/2\.0 480 /);
  });

  it('closes the connection that talks nonsense and no other', async () => {
    const { tcpPort, wsPort } = await server();
    const good = await tcpClient(tcpPort);
    const http = await tcpClient(tcpPort);
    http.socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc');
    await http.inbox.closed();
    const endless = await tcpClient(tcpPort);
    endless.socket.on('error', () => undefined);
    endless.socket.write(`MESSAGE sip:a@localhost SIP/2.0\r\nX: ${'x'.repeat(200_000)}`);
    await endless.inbox.closed();
    const garbage = await wsClient(wsPort);
    garbage.socket.send(Buffer.from([0, 1, 2, 255]));
    await garbage.inbox.closed();
    good.socket.write(message('OPTIONS', 'good', 'sip:localhost', []));
    await good.inbox.take(/200 OK/);
  });

  it('lets no web page and no other subprotocol in', async () => {
    const { wsPort } = await server();
    await expect(wsClient(wsPort, { origin: 'http://localhost:1234' })).rejects.toThrow(/401/);
    await expect(wsClient(wsPort, { protocols: ['chat'] })).rejects.toThrow(/401/);
  });

  it('listens on the loopback interface only', async () => {
    const { tcpPort, wsPort } = await server();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'));
    for (const { address } of others) {
      for (const port of [tcpPort, wsPort])
        await expect(tcpClient(port, address)).rejects.toThrow(/ECONNREFUSED/);
    }
    await expect(tcpClient(tcpPort, '127.0.0.2')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('frees its ports when it stops, and closes what is open', async () => {
    const first = await server();
    const client = await tcpClient(first.tcpPort);
    const other = await wsClient(first.wsPort);
    await Promise.all([first.stop(), first.stop()]);
    await Promise.all([client.inbox.closed(), other.inbox.closed()]);
    const second = await server(first.tcpPort);
    expect(second.tcpPort).toBe(first.tcpPort);
    await expect(server(first.tcpPort)).rejects.toThrow(/EADDRINUSE/);
  });
});
