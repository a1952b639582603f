import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SipConnection } from '../../../main/sip/interface.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { address, client, plain, reached } from './client.ts';
import { FakeServer, fromBob, request, respond, welcome, type Script } from './fake-server.ts';

let clock: FakeClock;
let server: FakeServer;
let connection: SipConnection;
const connect = async (script: Script, password?: string): Promise<void> => {
  server = await FakeServer.start(script);
  connection = client({ clock, port: server.port, ...(password === undefined ? {} : { password }) });
  connection.start();
};
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(async () => {
  server.script = welcome();
  await connection.stop();
  await server.stop();
});

const challenge: Script = (request) =>
  respond(request, '401 Unauthorized', ['WWW-Authenticate: Digest realm="example.test", nonce="n1"']);

describe('registration', () => {
  it('asks for ten minutes with the instance, and names the software', async () => {
    await connect(welcome());
    expect(await reached(connection, 'registered')).toEqual({
      kind: 'registered',
      server: { transport: 'tcp', host: '127.0.0.1', port: server.port, path: '/' },
    });
    const [sent] = server.requests('REGISTER');
    expect(sent?.text).toMatch(/^REGISTER sip:example\.test SIP\/2\.0\r\n/);
    expect(sent?.field('Contact')).toMatch(
      /^<sip:alice@127\.0\.0\.1:\d+;transport=tcp>;\+parley;\+sip\.instance="<urn:uuid:11111111-2222-4333-8444-555555555555>";expires=600$/,
    );
    expect(sent?.field('User-Agent')).toBe('Parley/0.1.0');
    expect(sent?.text).not.toContain('outbound');
  });

  it('tells how the server calls itself', async () => {
    await connect(
      (request, fake) => welcome()(request, fake)?.replace('\r\n', '\r\nServer: RTC/6.0\r\n') ?? null,
    );
    expect(connection.registrar).toBeNull();
    await reached(connection, 'registered');
    expect(connection.registrar).toBe('RTC/6.0');
  });

  it('answers a challenge', async () => {
    await connect((request, fake) =>
      request.field('Authorization') === null ? challenge(request, fake) : welcome()(request, fake),
    );
    await reached(connection, 'registered');
    expect(server.requests('REGISTER').map((each) => each.field('CSeq'))).toEqual([
      '1 REGISTER',
      '2 REGISTER',
    ]);
  });

  it('takes the strongest of several challenges', async () => {
    await connect((request, fake) =>
      request.field('Authorization') === null
        ? respond(request, '401 Unauthorized', [
            'WWW-Authenticate: Digest realm="r", nonce="n2", algorithm=SHA-256, qop="auth"',
            'WWW-Authenticate: Digest realm="r", nonce="n1", algorithm=MD5, qop="auth"',
          ])
        : welcome()(request, fake),
    );
    await reached(connection, 'registered');
    expect(server.requests('REGISTER')[1]?.field('Authorization')).toContain('algorithm=SHA-256');
  });

  it.each(['401 Unauthorized', '403 Forbidden'])(
    'takes %s after the password for a wrong one',
    async (status) => {
      await connect((request, fake) =>
        request.field('Authorization') === null || status.startsWith('401')
          ? challenge(request, fake)
          : respond(request, status),
      );
      const failed = await reached(connection, 'failed');
      expect(failed.failure).toMatchObject({ code: 'wrong-password', status: Number(status.slice(0, 3)) });
      expect(failed.retryAt).toBeNull();
      await clock.advance(600_000);
      expect(server.requests('REGISTER')).toHaveLength(2);
      expect(connection.state.kind).toBe('failed');
    },
  );

  it.each([
    ['404 Not Found', 404],
    ['503 Service Unavailable', 503],
  ])('tells of %s and tries again later', async (text, status) => {
    await connect((request) => respond(request, text));
    const failed = await reached(connection, 'failed');
    expect(failed.failure).toEqual({ code: 'rejected', status, detail: text });
    expect(failed.retryAt).toBe(clock.now() + 1000);
    server.script = welcome();
    await clock.advance(1000);
    await reached(connection, 'registered');
  });

  it('does not fail on an address that SIP.js cannot write', async () => {
    server = await FakeServer.start(welcome());
    connection = client({ clock, port: server.port, user: '%FF' });
    connection.start();
    expect((await reached(connection, 'failed')).failure.code).toBe('rejected');
  });

  it('asks for longer where the server wants it', async () => {
    await connect((request, fake) =>
      request.field('Expires') === '600'
        ? respond(request, '423 Interval Too Brief', ['Min-Expires: 1800'])
        : welcome(1800)(request, fake),
    );
    await reached(connection, 'registered');
    expect(server.requests('REGISTER').map((each) => each.field('Expires'))).toEqual(['600', '1800']);
  });

  it('refreshes before what the server granted has passed, over the same connection', async () => {
    await connect(welcome(100));
    await reached(connection, 'registered');
    await clock.advance(49_999);
    expect(server.requests('REGISTER')).toHaveLength(1);
    await clock.advance(1);
    const second = await server.next((seen) => seen.field('CSeq') === '2 REGISTER');
    expect(second.field('Call-ID')).toBe(server.requests('REGISTER')[0]?.field('Call-ID'));
    expect(connection.state.kind).toBe('registered');
  });

  it('tells of a password that was changed meanwhile', async () => {
    await connect(welcome(100));
    await reached(connection, 'registered');
    server.script = challenge;
    await clock.advance(50_000);
    expect((await reached(connection, 'failed')).failure.code).toBe('wrong-password');
  });

  it('unregisters when it stops, and can start again', async () => {
    await connect(welcome());
    await reached(connection, 'registered');
    await connection.stop();
    expect(server.requests('REGISTER').at(-1)?.field('Expires')).toBe('0');
    expect(connection.state).toEqual({ kind: 'offline' });
    connection.start();
    await reached(connection, 'registered');
  });

  it('waits two seconds at most for the answer when it stops', async () => {
    await connect(welcome());
    await reached(connection, 'registered');
    server.script = () => null;
    let stopped = false;
    const stopping = connection.stop().then(() => (stopped = true));
    await server.next((seen) => seen.field('Expires') === '0');
    expect(stopped).toBe(false);
    await clock.advance(2000);
    await stopping;
  });
});

describe('a lost server', () => {
  it('is met again after 1, 2, 4 … seconds, and the user is registered again', async () => {
    await connect(welcome());
    const { signaling } = connection;
    await reached(connection, 'registered');
    const { port } = server;
    await server.stop();
    const lost = await reached(connection, 'failed');
    expect(lost.failure.code).toBe('lost');
    expect(lost.retryAt).toBe(clock.now() + 1000);
    for (const delay of [1000, 2000, 4000]) {
      const again = reachedAfter('connecting');
      await clock.advance(delay);
      await again;
      const failed = await reached(connection, 'failed');
      expect(failed.failure.code).toBe('connection-refused');
      expect(failed.retryAt).toBe(clock.now() + 2 * delay);
    }
    server = await FakeServer.start(welcome(), { port });
    const again = reached(connection, 'registered');
    await clock.advance(8000);
    await again;
    expect(server.requests('REGISTER')).toHaveLength(1);
    expect(connection.signaling).toBe(signaling);
  });

  const reachedAfter = (kind: 'connecting'): Promise<unknown> =>
    new Promise((resolve) => {
      const unsubscribe = connection.stateChanged.subscribe((state) => {
        if (state.kind !== kind) return;
        unsubscribe();
        resolve(state);
      });
    });

  it('is met again at once when the user asks', async () => {
    await connect(welcome());
    await reached(connection, 'registered');
    server.hangUp();
    await reached(connection, 'failed');
    connection.retry();
    expect(connection.state.kind).toBe('connecting');
    connection.retry();
    await reached(connection, 'registered');
    expect(server.requests('REGISTER')).toHaveLength(2);
    await clock.advance(2000);
    expect(server.requests('REGISTER')).toHaveLength(2);
  });

  it('is noticed by silence', async () => {
    await connect(welcome(7200));
    await reached(connection, 'registered');
    // A pong, and a request behind it whose answer shows that the pong was read.
    server.send(`\r\n${request('OPTIONS', fromBob)}`);
    server.answersPings = false;
    await server.next((seen) => seen.status === 200);
    await clock.advance(39_999);
    expect(connection.state.kind).toBe('registered');
    await clock.advance(1);
    expect((await reached(connection, 'failed')).failure).toMatchObject({ code: 'lost' });
  });

  it('leaves a message that waits for its answer in doubt, and one that comes later unsent', async () => {
    await connect(welcome());
    await reached(connection, 'registered');
    server.script = () => null;
    const sent = connection.signaling.message(address('bob@example.test'), plain('a'), []);
    await server.next((seen) => seen.method === 'MESSAGE');
    server.hangUp();
    expect(await sent).toEqual({ kind: 'transport-lost', left: true });
    expect(await connection.signaling.message(address('bob@example.test'), plain('b'), [])).toEqual({
      kind: 'transport-lost',
      left: false,
    });
    const handlers = { onRequest: () => undefined, onEnded: () => undefined };
    const invite = connection.signaling.invite(address('bob@example.test'), plain('c'), [], handlers);
    expect(await invite.outcome).toEqual({ kind: 'transport-lost', left: false });
  });

  it('does not come back after stop', async () => {
    await connect(welcome());
    await reached(connection, 'registered');
    server.hangUp();
    await reached(connection, 'failed');
    await connection.stop();
    await clock.advance(120_000);
    expect(connection.state.kind).toBe('offline');
    expect(server.connections).toBe(0);
  });
});

describe('connecting', () => {
  let mute: Server;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    server = await FakeServer.start(welcome());
    mute = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    if (mute.listening) await new Promise((resolve) => mute.close(resolve));
  });
  const mutePort = (): number => (mute.address() as AddressInfo).port;

  it.each(['tcp', 'ws'] as const)('tells of a refused connection over %s', async (transport) => {
    const port = mutePort();
    await new Promise((resolve) => mute.close(resolve));
    connection = client({ clock, port, transport });
    connection.start();
    const failed = await reached(connection, 'failed');
    expect(failed.failure.code).toBe('connection-refused');
    expect(failed.retryAt).toBe(clock.now() + 1000);
  });

  it.each(['tls', 'ws', 'wss'] as const)(
    'waits ten seconds for a server that says nothing to %s',
    async (transport) => {
      const opened = once(mute, 'connection');
      connection = client({ clock, port: mutePort(), transport });
      connection.start();
      await opened;
      await clock.advance(9999);
      expect(connection.state.kind).toBe('connecting');
      await clock.advance(1);
      expect((await reached(connection, 'failed')).failure.code).toBe('no-answer');
    },
  );

  it('begins when the stack is loaded, unless it was stopped by then', async () => {
    server = await FakeServer.start(welcome());
    const loads: (() => void)[] = [];
    const loadStack = async () => {
      await new Promise<void>((resolve) => loads.push(resolve));
      return import('../../../main/sip/server-session.ts');
    };
    connection = client({ clock, port: server.port, loadStack });
    connection.start();
    expect(connection.state.kind).toBe('connecting');
    await connection.stop();
    expect(connection.state.kind).toBe('offline');
    connection.start();
    expect(loads).toHaveLength(2);
    for (const load of loads) load();
    await reached(connection, 'registered');
    expect(server.requests('REGISTER')).toHaveLength(1);
  });

  it('tells when the stack does not load, and tries again', async () => {
    server = await FakeServer.start(welcome());
    let broken = true;
    const loadStack = async () => {
      if (broken) throw new Error('Not there');
      return import('../../../main/sip/server-session.ts');
    };
    connection = client({ clock, port: server.port, loadStack });
    connection.start();
    const failed = await reached(connection, 'failed');
    expect(failed.failure).toEqual({ code: 'unreachable', status: null, detail: 'Error: Not there' });
    broken = false;
    connection.retry();
    await reached(connection, 'registered');
  });

  it('can be given up', async () => {
    const opened = once(mute, 'connection');
    connection = client({ clock, port: mutePort(), transport: 'ws' });
    connection.start();
    await opened;
    await connection.stop();
    expect(connection.state.kind).toBe('offline');
    await clock.advance(60_000);
    expect(connection.state.kind).toBe('offline');
  });

  it('tells of a host that nobody knows', async () => {
    connection = client({ clock, port: 5060, host: 'no-such-host.invalid' });
    connection.start();
    expect((await reached(connection, 'failed')).failure.code).toBe('unknown-host');
  });
});
