import { expect, it } from 'vitest';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { alice, bob } from '../support/store.ts';
import { receiptOf, sendTo, sessionParty } from './session-party.ts';

it('tells of each arrival once, after the summary that counts it', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const told: string[] = [];
  b.session.arrivals.subscribe(({ text }) => {
    const known = b.events.findLast((event) => event.kind === 'conversation');
    told.push(`${text}, ${String(known?.conversation.unread)} unread`);
  });
  for (const text of ['One', 'Two']) {
    const message = await sendTo(a, bob, text);
    await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  }
  await expect.poll(() => told).toEqual(['One, 1 unread', 'Two, 2 unread']);
});

it('hands doubts about the connection on', async () => {
  const a = await sessionParty(new FakeNetwork(), alice);
  a.session.checkConnection(false);
  a.session.checkConnection(true);
  expect(a.connection.checks).toEqual(['check', 'restart']);
});
