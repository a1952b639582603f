import { afterEach, describe, expect, it } from 'vitest';
import { ComposingState } from '../../main/flow/composing.ts';
import { silentLog } from '../../main/log/log.ts';
import { startLoopback, type Loopback } from '../../main/loopback/index.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import { parseAddress, type SipAddress } from '../../shared/model/address.ts';
import { ParleyUser } from '../support/peers/parley-user.ts';

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of started.splice(0).reverse()) await thing.stop();
});

function address(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

async function server(echo: boolean): Promise<Loopback> {
  const loopback = await startLoopback({ clock: systemClock, log: silentLog, echo });
  started.push(loopback);
  return loopback;
}

async function user(name: string, loopback: Loopback, transport: 'tcp' | 'ws'): Promise<ParleyUser> {
  const port = transport === 'tcp' ? loopback.tcpPort : loopback.wsPort;
  const parley = new ParleyUser({
    address: address(`${name}@localhost`),
    password: 'anything',
    server: { transport, host: '127.0.0.1', port, path: '/' },
  });
  started.push(parley);
  await parley.signIn();
  return parley;
}

describe('Echo on the loopback server', () => {
  it.each(['tcp', 'ws'] as const)('types and answers in a call over %s', async (transport) => {
    const loopback = await server(true);
    const echo = loopback.echoAddress ?? address('missing@localhost');
    expect(echo).toBe('sip:echo@localhost');
    const alice = await user('alice', loopback, transport);
    const call = await alice.call(echo);
    expect(call.dialect).toBe('session');
    const { deliveryFailures } = (await call.flow?.sendInstantMessage('Grüß dich 👋')) ?? {};
    expect(deliveryFailures).toEqual([]);
    await alice.nextComposing(ComposingState.Composing);
    expect((await alice.nextMessage()).text).toMatch(/^Hello, I am Echo, [\s\S]*\nYou said: Grüß dich 👋$/);
    await alice.nextComposing(ComposingState.Idle);
    await call.flow?.sendInstantMessage('again');
    expect(await alice.nextMessage()).toMatchObject({ from: echo, text: 'You said: again' });
    await call.terminate();
  });

  it('remembers whom it has greeted', async () => {
    const loopback = await server(true);
    const echo = loopback.echoAddress ?? address('missing@localhost');
    const alice = await user('alice', loopback, 'tcp');
    for (const expected of [/^Hello, I am Echo/, /^You said: hi$/]) {
      const call = await alice.call(echo);
      await call.flow?.sendInstantMessage('hi');
      expect((await alice.nextMessage()).text).toMatch(expected);
      await call.terminate();
    }
  });

  it('answers a pager', async () => {
    const loopback = await server(true);
    const echo = loopback.echoAddress ?? address('missing@localhost');
    const alice = await user('alice', loopback, 'ws');
    const call = await alice.call(echo, { dialect: 'pager' });
    await call.flow?.sendInstantMessage('beep');
    expect((await alice.nextMessage()).text).toMatch(/You said: beep$/);
  });
});

describe('two users on the loopback server', () => {
  it('talk both ways across transports, with typing, and a 4 kB message', async () => {
    const loopback = await server(false);
    expect(loopback.echoAddress).toBeNull();
    const alice = await user('alice', loopback, 'tcp');
    const bob = await user('bob', loopback, 'ws');
    const call = await alice.call(bob.address);
    const text = `Grüß dich 👋 ${'ä'.repeat(2048)}`;
    await call.flow?.sendInstantMessage(text);
    expect(await bob.nextMessage()).toMatchObject({ from: alice.address, text });
    bob.flowWith(alice.address).localComposingState = ComposingState.Composing;
    await alice.nextComposing(ComposingState.Composing);
    await bob.flowWith(alice.address).sendInstantMessage('back');
    expect((await alice.nextMessage()).text).toBe('back');
    await alice.nextComposing(ComposingState.Idle);
    await call.terminate();
    await bob.log.waitFor(
      'the end of the flow',
      (event) => event.event === 'flow' && event.state === 'Terminated',
    );
  });

  it('keep the order of many messages', async () => {
    const loopback = await server(false);
    const alice = await user('alice', loopback, 'tcp');
    const bob = await user('bob', loopback, 'tcp');
    await alice.call(bob.address);
    const texts = Array.from({ length: 50 }, (_, index) => `message ${String(index)}`);
    await Promise.all(texts.map((text) => alice.flowWith(bob.address).sendInstantMessage(text)));
    expect(bob.receivedTexts).toEqual(texts);
  });

  it('learn at once that the other is away', async () => {
    const loopback = await server(false);
    const alice = await user('alice', loopback, 'tcp');
    const bob = await user('bob', loopback, 'tcp');
    await bob.stop();
    // The call falls back to MESSAGE, which a server might keep; this one does not.
    const away = await alice.call(bob.address);
    await expect(away.flow?.sendInstantMessage('hi')).rejects.toMatchObject({ statusCode: 480 });
    const unknown = await alice.call(address('carol@localhost'));
    await expect(unknown.flow?.sendInstantMessage('hi')).rejects.toMatchObject({ statusCode: 404 });
  });
});
