import { afterEach, expect, it } from 'vitest';
import type { SipConnection } from '../../../main/sip/interface.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { certificate, certificateKey } from './certificate.ts';
import { client, reached } from './client.ts';
import { FakeServer, welcome } from './fake-server.ts';

const tls = { cert: certificate, key: certificateKey };
let server: FakeServer;
let connection: SipConnection;
afterEach(async () => {
  await connection.stop();
  await server.stop();
});

it.each(['127.0.0.1', 'localhost'])(
  'registers over TLS at %s with a certificate that it is told to trust',
  async (host) => {
    server = await FakeServer.start(welcome(), { tls });
    connection = client({
      clock: new FakeClock(),
      port: server.port,
      transport: 'tls',
      host,
      ca: [certificate],
    });
    connection.start();
    await reached(connection, 'registered');
    expect(server.requests('REGISTER')[0]?.text).toMatch(/\r\nVia: SIP\/2\.0\/TLS \w+\.invalid;/);
    expect(server.requests('REGISTER')[0]?.field('Contact')).toContain(';transport=tls>');
  },
);

it('refuses a certificate that nobody vouches for', async () => {
  server = await FakeServer.start(welcome(), { tls });
  connection = client({ clock: new FakeClock(), port: server.port, transport: 'tls' });
  connection.start();
  expect((await reached(connection, 'failed')).failure.code).toBe('tls');
  expect(server.requests('REGISTER')).toHaveLength(0);
});

it('tells of a server that speaks no TLS', async () => {
  server = await FakeServer.start(welcome());
  connection = client({ clock: new FakeClock(), port: server.port, transport: 'tls' });
  connection.start();
  // The fake server drops the connection: the handshake is no SIP.
  expect((await reached(connection, 'failed')).failure.code).toBe('tls');
});
