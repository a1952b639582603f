import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { KamailioPeers } from '../support/peers/kamailio-peers.ts';
import type { ParleyUser } from '../support/peers/parley-user.ts';

let kamailio: Kamailio;
beforeAll(async () => {
  kamailio = await startKamailio();
});
afterAll(() => kamailio.dispose());

describe.each([
  ['tcp', 'tcp'],
  ['ws', 'tcp'],
] as const)('two Parleys, one of which hands messages on, over %s and %s', (transport, other) => {
  let peers: KamailioPeers;
  let alice: ParleyUser;
  let bob: ParleyUser;
  beforeEach(async () => {
    const settings = new InstantMessagingFlowTemplate();
    settings.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
    peers = new KamailioPeers(kamailio);
    [alice, bob] = await Promise.all([
      peers.parley('alice', transport),
      peers.parley('bob', other, settings),
    ]);
  });
  afterEach(() => peers.stop());

  it('tell each other what became of each message', async () => {
    await alice.call(bob.address);
    const flow = alice.flowWith(bob.address);
    const sends = ['one', 'two', 'three'].map((text) => flow.sendInstantMessage(text));
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      const message = await bob.nextMessage();
      expect(message.text).toBe(text);
      ids.push(message.messageId ?? '');
    }
    const theirs = bob.flowWith(alice.address);
    await theirs.sendSuccessDeliveryNotification(ids[2] ?? '');
    await theirs.sendFailureDeliveryNotification(ids[1] ?? '', 486);
    await theirs.sendSuccessDeliveryNotification(ids[0] ?? '');
    const results = await Promise.all(sends);
    expect(results.map(({ tentative }) => tentative)).toEqual([false, false, false]);
    expect(results.map(({ deliveryFailures }) => deliveryFailures)).toEqual([
      [],
      [{ recipient: { address: bob.address, displayName: null }, responseCode: 486 }],
      [],
    ]);
  });

  it('say the first message once, whether or not it is consumed with the invitation', async () => {
    const called = alice.call(bob.address, { toast: 'Do you have a minute?' });
    const message = await bob.nextMessage();
    expect(message).toMatchObject({ text: 'Do you have a minute?', isToast: false });
    await bob.flowWith(alice.address).sendSuccessDeliveryNotification(message.messageId ?? '');
    await called;
    expect(bob.receivedTexts).toEqual(['Do you have a minute?']);

    await bob.call(alice.address, { toast: 'Yes' });
    expect(await alice.nextMessage()).toMatchObject({ text: 'Yes', isToast: true, messageId: null });
    await bob.flowWith(alice.address).sendInstantMessage('What is it?');
    expect(alice.receivedTexts).toEqual(['Yes', 'What is it?']);
  });
});
