import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { AccountSignaling } from '../../../main/sip/account-signaling.ts';
import { AgentSignaling } from '../../../main/sip/agent-signaling.ts';
import { Agent } from '../../../main/sip/agent.ts';
import type { Link } from '../../../main/sip/link.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { address, plain } from './client.ts';

const alice = { address: address('alice@example.test'), displayName: null };
const bob = address('bob@example.test');
const handlers = { onRequest: () => undefined, onEnded: () => undefined };
const nothing = (): void => undefined;

let open: boolean;
let agent: Agent;
let signaling: AccountSignaling;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  open = true;
  const link: Link = {
    protocol: 'TCP',
    localAddress: '::1',
    localPort: 40_000,
    send: () => open,
    pause: nothing,
    resume: nothing,
    close: nothing,
  };
  agent = new Agent(
    { ...alice, password: 'secret', userAgent: 'Parley', link, clock: new FakeClock(), log: silentLog },
    { onInvite: nothing, onMessage: nothing },
  );
  signaling = new AccountSignaling(alice, silentLog);
  signaling.attach(new AgentSignaling(agent, silentLog));
});
afterEach(() => {
  agent.end();
  vi.useRealTimers();
});

it('gives a request up after 32 seconds (RFC 3261, timers B and F)', async () => {
  const message = signaling.message(bob, plain('a'), []);
  const invite = signaling.invite(bob, plain('a'), [], handlers).outcome;
  let settled = 0;
  void message.then(() => (settled += 1));
  void invite.then(() => (settled += 1));
  await vi.advanceTimersByTimeAsync(31_999);
  expect(settled).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await message).toEqual({ kind: 'no-answer' });
  expect(await invite).toEqual({ kind: 'no-answer' });
});

it('knows a request that the connection did not take', async () => {
  open = false;
  expect(await signaling.message(bob, plain('a'), [])).toEqual({ kind: 'transport-lost', left: false });
  expect(await signaling.invite(bob, plain('a'), [], handlers).outcome).toEqual({
    kind: 'transport-lost',
    left: false,
  });
});

it('names an IPv6 socket in Contact', () => {
  expect(agent.core.configuration.contact.toString()).toBe('<sip:alice@[::1]:40000;transport=tcp>;+parley');
});

it('leaves no timer behind', () => {
  void signaling.message(bob, plain('a'), []);
  expect(vi.getTimerCount()).toBe(1);
  agent.end();
  expect(vi.getTimerCount()).toBe(0);
});

it('does not fail on an address that SIP.js cannot write', async () => {
  const broken = address('sip:%FF@example.test');
  expect(await signaling.message(broken, plain('a'), [])).toMatchObject({ response: { statusCode: 484 } });
  expect(await signaling.invite(broken, plain('a'), [], handlers).outcome).toMatchObject({ kind: 'refused' });
});
