import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeText } from '../../main/payload/text.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { KamailioPeers } from '../support/peers/kamailio-peers.ts';
import type { LinphonePeer } from '../support/peers/linphone.ts';
import type { ParleyUser } from '../support/peers/parley-user.ts';

let kamailio: Kamailio;
beforeAll(async () => {
  kamailio = await startKamailio();
});
afterAll(() => kamailio.dispose());

describe.each(['tcp', 'ws'] as const)('a Linphone client and Parley over %s', (transport) => {
  let peers: KamailioPeers;
  let alice: ParleyUser;
  let bob: LinphonePeer;
  beforeEach(async () => {
    peers = new KamailioPeers(kamailio);
    [alice, bob] = await Promise.all([peers.parley('alice', transport), peers.linphone('bob', 'alice')]);
  });
  afterEach(() => peers.stop());

  it('refuses the call for messages and gets them by pager', async () => {
    const call = await alice.call(bob.address);
    expect(call.dialect).toBe('pager');
    const texts = ['Grüß dich, Bob 👋', 'a < b & c > d', 'two\nlines', 'ü'.repeat(600)];
    for (const text of texts) {
      const result = await alice.flowWith(bob.address).sendInstantMessage(text);
      expect(result.deliveryFailures).toEqual([]);
      expect(await bob.next('received')).toEqual({ event: 'received', from: alice.address, text });
    }
    expect(bob.receivedTexts).toEqual(texts);
  });

  it('is heard, and its message is delivered', async () => {
    for (const text of ['Grüß dich, Alice 👋', 'a < b & c > d']) {
      const id = await bob.send(alice.address, text);
      expect(await alice.nextMessage()).toMatchObject({ event: 'message', from: bob.address, text });
      await bob.reached(id, 'Delivered', 'DeliveredToUser');
    }
    expect(alice.receivedTexts).toHaveLength(2);
  });

  it('is heard with a long text', async () => {
    const text = 'Donaudampfschifffahrtsgesellschaft 👋 '.repeat(20).trim();
    const id = await bob.send(alice.address, text);
    expect((await alice.nextMessage()).text).toBe(text);
    await bob.reached(id, 'Delivered', 'DeliveredToUser');
  });

  it('answers on the same flow, and its reports make no messages', async () => {
    await bob.send(alice.address, 'ping');
    expect((await alice.nextMessage()).text).toBe('ping');
    // Linphone reports each of these as delivered, though nobody asked.
    for (const text of ['pong', 'and again', 'and again']) {
      const messageId = randomUUID();
      await alice.flowWith(bob.address).sendInstantMessage(text, { messageId });
      expect(await alice.nextDisposition(messageId)).toMatchObject({
        from: bob.address,
        disposition: 'delivered',
      });
      expect((await bob.next('received')).text).toBe(text);
      const { content } = await alice.nextPager('message/imdn+xml');
      // It came deflated.
      expect(content).toMatch(/^<\?xml[\s\S]*<delivered/);
    }
    await bob.send(alice.address, 'last');
    expect((await alice.nextMessage()).text).toBe('last');
    expect(alice.receivedTexts).toEqual(['ping', 'last']);
    expect(bob.receivedTexts).toEqual(['pong', 'and again', 'and again']);
  });

  it('refuses HTML and gets its text, once', async () => {
    await alice.call(bob.address);
    const html = { contentType: 'text/html; charset=UTF-8', body: encodeText('<p>Grüß <b>dich</b></p>') };
    for (const messageId of [randomUUID(), randomUUID()]) {
      await alice.flowWith(bob.address).sendInstantMessage(html, { messageId });
      expect((await bob.next('received')).text).toBe('Grüß dich');
      // Its report on the refusal is none on the message.
      expect((await alice.nextDisposition(messageId)).disposition).toBe('delivered');
    }
    expect(bob.receivedTexts).toEqual(['Grüß dich', 'Grüß dich']);
    const failures = alice.log.events.filter(
      (event) => event.event === 'disposition' && event.disposition === 'failed',
    );
    expect(failures).toEqual([]);
  });

  it('sees typing and tells it', async () => {
    await alice.call(bob.address);
    const flow = alice.flowWith(bob.address);
    await flow.sendInstantMessage('hello');
    await bob.next('received');
    flow.localComposingState = 'Composing';
    await bob.saw(true);
    await flow.sendInstantMessage('here it is');
    await bob.saw(false);
    await bob.compose(alice.address);
    await alice.nextComposing('Composing');
    await bob.send(alice.address, 'thanks');
    expect((await alice.nextMessage()).text).toBe('thanks');
    await alice.nextComposing('Idle');
  });

  it('is told apart from one that is away', async () => {
    await bob.stop();
    // The call falls to a message that a store might keep. There is none here.
    const call = await alice.call(bob.address);
    expect(call.dialect).toBe('pager');
    await expect(call.flow?.sendInstantMessage('Are you there?')).rejects.toMatchObject({ statusCode: 480 });
  });
});
