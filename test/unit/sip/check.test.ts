import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SipConnection } from '../../../main/sip/interface.ts';
import type { ConnectionState } from '../../../shared/model/connection.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { client, reached } from './client.ts';
import { FakeServer, fromBob, request, respond, welcome } from './fake-server.ts';

let clock: FakeClock;
let server: FakeServer;
let connection: SipConnection;
let states: ConnectionState['kind'][];
beforeEach(async () => {
  clock = new FakeClock();
  server = await FakeServer.start(welcome());
  connection = client({ clock, port: server.port });
  connection.start();
  await reached(connection, 'registered');
  states = [];
  connection.stateChanged.subscribe(({ kind }) => {
    states.push(kind);
  });
});
afterEach(async () => {
  server.script = welcome();
  await connection.stop();
  await server.stop();
});

const registered = (count: number) =>
  server.next((seen) => seen.text.startsWith('REGISTER') && server.requests('REGISTER').length >= count);

/** What the server answered has been heard: it answers a request that was sent after it. */
async function heard(): Promise<void> {
  server.send(request('MESSAGE', fromBob));
  await server.next((seen) => seen.method === 'MESSAGE' && seen.status !== null);
}

describe('a check', () => {
  it('asks the server at once and stays on the connection that answers', async () => {
    connection.check();
    await registered(2);
    await heard();
    await clock.advance(20_000);
    expect(states).toEqual([]);
    expect(server.connections).toBe(1);
  });

  it('asks once, however often it is called meanwhile, and refreshes at the usual time after it', async () => {
    server.script = welcome(20);
    connection.check();
    connection.check();
    await registered(2);
    await heard();
    await clock.advance(9_999);
    expect(server.requests('REGISTER')).toHaveLength(2);
    await clock.advance(1);
    await registered(3);
  });

  it('takes silence for a loss after five seconds and connects anew at once', async () => {
    server.script = () => null;
    connection.check();
    await registered(2);
    await clock.advance(4_999);
    expect(states).toEqual([]);
    server.script = welcome();
    await clock.advance(1);
    expect(states).toEqual(['connecting']);
    await reached(connection, 'registered');
    expect(server.requests('REGISTER')).toHaveLength(3);
  });

  it('tells of what the server says', async () => {
    server.script = (asked) => respond(asked, '503 Service Unavailable');
    connection.check();
    expect((await reached(connection, 'failed')).failure).toMatchObject({ code: 'rejected', status: 503 });
  });

  it('tries at once where the connection waits for its next attempt', async () => {
    server.script = (asked) => respond(asked, '503 Service Unavailable');
    connection.check();
    await reached(connection, 'failed');
    server.script = welcome();
    connection.check();
    await reached(connection, 'registered');
  });
});

describe('a restart', () => {
  it('leaves a connection that looks alive and connects anew, without waiting for anybody', async () => {
    connection.restart();
    expect(states).toEqual(['connecting']);
    await reached(connection, 'registered');
    const [first, second] = server.requests('REGISTER');
    expect(second?.field('Call-ID')).not.toBe(first?.field('Call-ID'));
    // Nobody unregisters over a connection that leads nowhere.
    expect(second?.field('Expires')).toBe('600');
    expect(states).toEqual(['connecting', 'registered']);
  });

  it('tells what was under way that the connection is lost', async () => {
    server.script = () => null;
    const outcome = connection.signaling.message(
      connection.signaling.local.address,
      { contentType: 'text/plain', content: new TextEncoder().encode('hello') },
      [],
    );
    await server.next((seen) => seen.text.startsWith('MESSAGE'));
    connection.restart();
    expect(await outcome).toEqual({ kind: 'transport-lost', left: true });
  });

  it('does nothing for somebody who is not connected', async () => {
    await connection.stop();
    states = [];
    connection.restart();
    connection.check();
    expect(states).toEqual([]);
    expect(connection.state.kind).toBe('offline');
  });
});
