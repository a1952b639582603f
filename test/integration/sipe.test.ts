import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ComposingState } from '../../main/flow/composing.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { KamailioPeers } from '../support/peers/kamailio-peers.ts';
import type { ParleyUser } from '../support/peers/parley-user.ts';
import type { SipePeer } from '../support/peers/sipe.ts';

let kamailio: Kamailio;
beforeAll(async () => {
  kamailio = await startKamailio();
});
afterAll(() => kamailio.dispose());

/** A first message comes with the invitation; what follows belongs into the call. */
async function established(user: ParleyUser): Promise<void> {
  await user.log.waitFor('the call', (event) => event.event === 'flow' && event.state === 'Active');
}

describe.each(['tcp', 'ws'] as const)('a SIPE client and Parley over %s', (transport) => {
  let peers: KamailioPeers;
  let alice: ParleyUser;
  let bob: SipePeer;
  beforeEach(async () => {
    peers = new KamailioPeers(kamailio);
    [alice, bob] = await Promise.all([peers.parley('alice', transport), peers.sipe('bob')]);
  });
  afterEach(() => peers.stop());

  it('reads our first message and everything after it', async () => {
    const call = await alice.call(bob.address);
    expect(call.dialect).toBe('session');
    const texts = ['Grüß dich, Bob 👋', 'a < b & c > d', 'two\nlines'];
    for (const text of texts) {
      const result = await alice.flowWith(bob.address).sendInstantMessage(text);
      expect(result.deliveryFailures).toEqual([]);
      expect((await bob.next('received')).text).toBe(text);
    }
    expect(bob.receivedTexts).toEqual(texts);
    await call.terminate();
  });

  it('shows the text of our invitation once', async () => {
    await alice.call(bob.address, { toast: 'Do you have a minute? 👋' });
    await alice.flowWith(bob.address).sendInstantMessage('second');
    expect((await bob.next('received')).text).toBe('Do you have a minute? 👋');
    expect((await bob.next('received')).text).toBe('second');
    expect(bob.receivedTexts).toHaveLength(2);
  });

  it('is heard with its first message, which comes once', async () => {
    bob.send(alice.address, 'Grüß dich, Alice 👋');
    expect(await alice.nextMessage()).toEqual({
      event: 'message',
      from: bob.address,
      text: 'Grüß dich, Alice 👋',
      isToast: true,
      messageId: null,
    });
    expect(alice.log.events.filter(({ event }) => event === 'call')).toEqual([
      { event: 'call', from: bob.address, dialect: 'session', toast: 'Grüß dich, Alice 👋' },
    ]);
    bob.send(alice.address, 'second');
    expect((await alice.nextMessage()).text).toBe('second');
    await alice.flowWith(bob.address).sendInstantMessage('third');
    expect((await bob.next('received')).text).toBe('third');
    expect(alice.receivedTexts).toEqual(['Grüß dich, Alice 👋', 'second']);
    expect(bob.receivedTexts).toEqual(['third']);
  });

  it('shows our typing and shows us its own', async () => {
    await alice.call(bob.address);
    await alice.flowWith(bob.address).sendInstantMessage('hello');
    await bob.next('received');
    alice.flowWith(bob.address).localComposingState = ComposingState.Composing;
    expect((await bob.next('typing')).who).toBe(alice.address);
    alice.flowWith(bob.address).localComposingState = ComposingState.Idle;
    expect((await bob.next('typing-stopped')).who).toBe(alice.address);
    bob.setTyping(alice.address, 'typing');
    await alice.nextComposing(ComposingState.Composing);
    bob.send(alice.address, 'done');
    expect((await alice.nextMessage()).text).toBe('done');
    await alice.nextComposing(ComposingState.Idle);
  });

  it('stops typing for us though it only falls silent', async () => {
    bob.send(alice.address, 'hello');
    await alice.nextMessage();
    await established(alice);
    bob.setTyping(alice.address, 'typing');
    await alice.nextComposing(ComposingState.Composing);
    await alice.nextComposing(ComposingState.Idle);
  });

  it('ends the call by closing its window, and is called again', async () => {
    bob.send(alice.address, 'hello');
    await alice.nextMessage();
    await established(alice);
    bob.close(alice.address);
    await alice.log.waitFor('the end', (event) => event.event === 'flow' && event.state === 'Terminated');
    await alice.call(bob.address);
    await alice.flowWith(bob.address).sendInstantMessage('again');
    expect((await bob.next('received')).text).toBe('again');
  });

  it('talks on after we ended the call', async () => {
    const call = await alice.call(bob.address);
    await alice.flowWith(bob.address).sendInstantMessage('bye');
    await bob.next('received');
    await call.terminate();
    bob.send(alice.address, 'one more thing');
    expect((await alice.nextMessage()).text).toBe('one more thing');
    expect(alice.receivedTexts).toEqual(['one more thing']);
  });

  it('shows that its message reached nobody, when we hand it on in vain', async () => {
    const settings = new InstantMessagingFlowTemplate();
    settings.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
    const carol = await peers.parley('carol', transport, settings);
    bob.send(carol.address, 'Is anybody there?');
    const { messageId, isToast } = await carol.nextMessage();
    expect(isToast).toBe(false);
    await carol.flowWith(bob.address).sendFailureDeliveryNotification(messageId ?? '', 480);
    const failure = await bob.nextWrote(/not delivered/);
    expect(failure.who).toContain(carol.address.slice('sip:'.length));
    bob.send(carol.address, 'And now?');
    const second = await carol.nextMessage();
    await carol.flowWith(bob.address).sendSuccessDeliveryNotification(second.messageId ?? '');
  });
});
