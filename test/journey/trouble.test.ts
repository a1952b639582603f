import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kamailio } from '../support/kamailio.ts';
import type { Parley } from '../support/parley.ts';
import { Network } from '../support/torture/network.ts';
import { startTwoPeople, type TwoPeople } from '../support/two-people.ts';

let people: TwoPeople;
let kamailio: Kamailio;
let alice: Parley;
let bob: Parley;
/** Between Alice and the server. */
let network: Network;

beforeAll(async () => {
  people = await startTwoPeople();
  ({ kamailio, alice, bob } = people);
  network = await Network.open({ host: kamailio.host, port: kamailio.tcpPort });
});
afterAll(async () => {
  await people.end(alice, bob);
  await network.close();
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

it('says what is wrong at sign-in: password, host, refused connection, bad address', async () => {
  const { page } = alice;
  const { host, tcpPort } = kamailio;
  const alert = page.getByRole('alert').first();

  await alice.signIn('alice@example.test', 'wrong', { host, port: tcpPort, transport: 'TCP' });
  await alert.filter({ hasText: /password/i }).waitFor();
  await alice.screenshot('trouble-wrong-password');
  await alice.expectAccessible();

  await alice.signIn('alice@example.test', 'wonderland', {
    host: 'no-such-host.invalid',
    port: 5060,
    transport: 'TCP',
  });
  await alert.filter({ hasText: /no-such-host\.invalid/i }).waitFor();
  await alice.screenshot('trouble-unknown-host');

  await alice.signIn('alice@example.test', 'wonderland', {
    host: '127.0.0.1',
    port: await closedPort(),
    transport: 'TCP',
  });
  await alert.filter({ hasText: /refused|nothing listens|no.* listening/i }).waitFor();
  await alice.screenshot('trouble-refused');

  await alice.signIn('alice', 'wonderland', { host, port: tcpPort, transport: 'TCP' });
  await alert.waitFor();
  await alice.screenshot('trouble-bad-address');
});

it('says when the server does not answer', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  await alice.signIn('alice@example.test', 'wonderland', {
    host: '127.0.0.1',
    port: address.port,
    transport: 'TCP',
  });
  await alice.page
    .getByText(/Connecting/)
    .first()
    .waitFor();
  await alice.page
    .getByRole('alert')
    .first()
    .filter({ hasText: /answer/i })
    .waitFor({ timeout: 60_000 });
  await alice.screenshot('trouble-no-answer');
  silent.close();
});

it('tells that the server is gone, keeps what is written meanwhile, and sends it when the server is back', async () => {
  const { host, wsPort } = kamailio;
  await alice.signIn('alice@example.test', 'wonderland', { host, port: network.port, transport: 'TCP' });
  await bob.signIn('bob@example.test', 'builder', { host, port: wsPort, transport: 'WebSocket' });
  await alice.startConversation('bob@example.test');
  await alice.send('Vor der Pause');
  await alice.expectReceipt('Vor der Pause', /delivered|read/i);

  await kamailio.stop();
  await alice.page
    .getByText(/Reconnecting|Not connected|Trying again/i)
    .first()
    .waitFor({ timeout: 30_000 });
  for (const text of ['Während der Pause 1', 'Während der Pause 2', 'Während der Pause 3'])
    await alice.send(text);
  await alice.expectReceipt('Während der Pause 3', /queued/i);
  await alice.screenshot('trouble-server-gone');
  await alice.expectAccessible();

  await kamailio.start();
  await alice.page
    .getByText(/^Connected/)
    .first()
    .waitFor({ timeout: 90_000 });
  for (const text of ['Während der Pause 1', 'Während der Pause 2', 'Während der Pause 3']) {
    await alice.expectReceipt(text, /delivered|read/i, 90_000);
  }
  await bob.conversations.getByText('alice').first().click();
  await bob.message('Während der Pause 3').waitFor();
  const texts = await bob.log.locator('[data-message-id]').allInnerTexts();
  const order = texts.map((text) => /Vor der Pause|Während der Pause \d/.exec(text)?.[0]);
  expect(order).toEqual([
    'Vor der Pause',
    'Während der Pause 1',
    'Während der Pause 2',
    'Während der Pause 3',
  ]);
  await bob.screenshot('trouble-server-back');
});

it('is back after a sleep whose connection leads nowhere, and has what was written to it meanwhile', async () => {
  network.strand();
  await bob.send('Während des Schlafs');
  await alice.inMain(({ powerMonitor }) => {
    powerMonitor.emit('resume');
  });
  await alice.message('Während des Schlafs').waitFor();
  await alice.send('Nach dem Schlaf');
  await alice.expectReceipt('Nach dem Schlaf', /delivered|read/i);
  await bob.expectReceipt('Während des Schlafs', /delivered|read/i);
});

it('says why a message was not sent and offers to try again', async () => {
  await alice.startConversation('nobody@example.test');
  await alice.send('Hört mich jemand?');
  await alice.expectReceipt('Hört mich jemand?', /not sent/i, 30_000);
  await alice.screenshot('trouble-not-sent');
  await alice.expectAccessible();
  await alice.message('Hört mich jemand?').getByRole('button', { name: 'Try again' }).click();
  await alice.expectReceipt('Hört mich jemand?', /not sent/i, 30_000);
});
