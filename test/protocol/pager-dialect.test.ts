import { beforeEach, describe, expect, test } from 'vitest';
import { CallState } from '../../main/flow/call-state.ts';
import {
  ArgumentOutOfRangeError,
  FlowTerminatedError,
  OperationTimeoutError,
  TransportLostError,
} from '../../main/flow/errors.ts';
import { headerOf } from '../../main/flow/headers.ts';
import { MediaFlowState } from '../../main/flow/media-flow-state.ts';
import { ToastMessage } from '../../main/flow/toast-message.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { alice, bob, errorOf, Party } from './party.ts';

let clock: FakeClock;
let network: FakeNetwork;
let a: Party;
let b: Party;

beforeEach(() => {
  clock = new FakeClock();
  network = new FakeNetwork();
  a = new Party(network, clock, alice);
  b = new Party(network, clock, bob);
});

const hi = { contentType: 'text/plain', content: new TextEncoder().encode('hi') };

describe('a pager flow', () => {
  test('has the same face: messages outside dialogs', async () => {
    const call = a.call(bob, 'pager');
    await call.establish();
    expect(call.flow?.state).toBe(MediaFlowState.Active);
    expect(a.flow.supportedRemoteMediaCapabilities).toEqual({ acceptTypes: ['text/plain'] });
    a.flow.localComposingState = 'Composing';
    expect(a.flow.localComposingState).toBe('Composing');
    expect(await a.flow.sendInstantMessage('hello', { messageId: 'id-1' })).toMatchObject({
      tentative: false,
      recognisedById: true,
    });
    expect(a.flow.localComposingState).toBe('Idle');
    // Typing is not told to a peer before it has taken a text.
    const types = network.wire.map(({ from, body }) => [from, body?.contentType]);
    expect(types).toEqual([
      [alice, 'text/plain; charset=UTF-8'],
      [bob, 'message/cpim'],
    ]);
    expect(network.wire[0]).toMatchObject({ method: 'MESSAGE', inDialog: false, to: bob });
    expect(b.heard).toEqual(['hello']);
    expect(b.calls[0]?.dialect).toBe('pager');
    await b.flow.sendInstantMessage('and back');
    expect(a.heard).toEqual(['and back']);
    expect(a.calls).toHaveLength(1);
    await call.terminate();
    expect(network.methods).toEqual(['MESSAGE', 'MESSAGE', 'MESSAGE']);
    expect(clock.pending).toBe(0);
  });

  test('takes only what can become plain text', async () => {
    await a.call(bob, 'pager').establish();
    expect(
      await errorOf(a.flow.sendInstantMessage({ contentType: 'image/gif', body: hi.content })),
    ).toBeInstanceOf(ArgumentOutOfRangeError);
  });

  test('outlives failures', async () => {
    await a.call(bob, 'pager').establish();
    for (const statusCode of [404, 408, 480, 481, 500]) {
      network.fate = () => ({ kind: 'answer', statusCode });
      expect(await errorOf(a.flow.sendInstantMessage('hi'))).toMatchObject({ statusCode });
    }
    network.fate = () => ({ kind: 'no-answer' });
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toBeInstanceOf(OperationTimeoutError);
    network.fate = () => ({ kind: 'transport-lost', left: true });
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toEqual(new TransportLostError(true));
    expect(a.flow.state).toBe(MediaFlowState.Active);
    network.fate = () => ({ kind: 'answer', statusCode: 202 });
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true });
  });

  test('one message at a time to each peer, whichever call it comes from', async () => {
    const first = a.call(bob, 'pager');
    const second = a.call(bob, 'pager');
    await Promise.all([first.establish(), second.establish()]);
    let open = 0;
    let most = 0;
    network.fate = async () => {
      open += 1;
      most = Math.max(most, open);
      await settled();
      open -= 1;
      return null;
    };
    const sends = [first, second, first].map(async (call, at) => call.flow?.sendInstantMessage(String(at)));
    await Promise.all(sends);
    expect(most).toBe(1);
    expect([...b.heard].sort()).toEqual(['0', '1', '2']);
  });

  test('a message that waits for its turn is not sent when its flow has ended', async () => {
    const first = a.call(bob, 'pager');
    const second = a.call(bob, 'pager');
    await Promise.all([first.establish(), second.establish()]);
    let letThrough: () => void = () => undefined;
    network.fate = async () => {
      await new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      return null;
    };
    const sent = first.flow?.sendInstantMessage('1');
    const waiting = errorOf(second.flow?.sendInstantMessage('2') ?? Promise.resolve());
    await settled();
    await second.terminate();
    expect(await waiting).toEqual(new FlowTerminatedError('local', false));
    letThrough();
    await sent;
    await settled();
    expect(b.heard).toEqual(['1']);
  });
});

describe('a first message', () => {
  test('waits until the application has taken the call, all in order', async () => {
    let take: () => void = () => undefined;
    b.decide = (call) => {
      take = (): void => {
        void call.accept();
      };
    };
    const sends = ['1', '2', '3'].map(async (text) =>
      a.signaling.message(bob, { ...hi, content: new TextEncoder().encode(text) }, []),
    );
    await clock.advance(20_000);
    expect(b.calls).toHaveLength(1);
    expect(b.calls[0]?.state).toBe(CallState.Incoming);
    expect(b.heard).toEqual([]);
    take();
    expect(await Promise.all(sends)).toHaveLength(3);
    expect(b.heard).toEqual(['1', '2', '3']);
    expect(clock.pending).toBe(0);
  });

  test('is raised after accept has resolved', async () => {
    const order: string[] = [];
    b.watch = () => undefined;
    b.decide = (call) => {
      void (async (): Promise<void> => {
        await call.accept();
        order.push('accepted');
        call.flow?.messageReceived.subscribe(() => {
          order.push('message');
        });
      })();
    };
    expect(await a.signaling.message(bob, hi, [])).toMatchObject({ response: { statusCode: 200 } });
    expect(order).toEqual(['accepted', 'message']);
  });

  test('is answered 480 when the call is declined or nobody decides', async () => {
    b.decide = (call) => {
      call.decline();
    };
    expect(await a.signaling.message(bob, hi, [])).toMatchObject({ response: { statusCode: 480 } });
    b.decide = () => undefined;
    const late = a.signaling.message(bob, hi, []);
    await clock.advance(25_000);
    expect(await late).toMatchObject({ response: { statusCode: 480 } });
    expect(b.calls.map((call) => call.state)).toEqual(['Terminated', 'Terminated']);
    expect(clock.pending).toBe(0);
  });

  test('that waited leaves the store only the rest of its time', async () => {
    let take: () => void = () => undefined;
    b.decide = (call) => {
      take = (): void => {
        void call.accept();
      };
    };
    b.onMessage = (event) => {
      event.waitUntil(new Promise(() => undefined));
    };
    const sent = a.signaling.message(bob, hi, []);
    await clock.advance(20_000);
    take();
    await clock.advance(5_000);
    expect(await sent).toMatchObject({ response: { statusCode: 500 } });
  });

  test('of a type that is not taken makes no call', async () => {
    const answered = await a.signaling.message(bob, { ...hi, contentType: 'image/png' }, []);
    expect(answered).toMatchObject({ response: { statusCode: 415 } });
    const accept = answered.kind === 'response' ? headerOf(answered.response.headers, 'Accept') : null;
    expect(accept?.split(', ')).toEqual(
      expect.arrayContaining(['text/plain', 'message/cpim', 'message/imdn+xml']),
    );
    const typing = { contentType: 'application/im-iscomposing+xml', content: hi.content };
    expect(await a.signaling.message(bob, typing, [])).toMatchObject({ response: { statusCode: 400 } });
    expect(await a.signaling.message(bob, { ...hi, content: new Uint8Array() }, [])).toMatchObject({
      response: { statusCode: 200 },
    });
    expect(b.calls).toEqual([]);
  });

  test('of a peer that has an IM dialog is not lost, and its dialog goes on', async () => {
    await a.call(bob).establish();
    await a.signaling.message(bob, hi, []);
    await a.flow.sendInstantMessage('in the dialog');
    expect(b.heard).toEqual(['hi', 'in the dialog']);
    expect(b.calls.map((call) => call.dialect)).toEqual(['session', 'pager']);
  });

  test('is found again whatever the case of the address', async () => {
    const shouting = new Party(network, clock, 'sip:Carol@example.test' as SipAddress);
    await shouting.signaling.message(bob, hi, []);
    await b.calls[0]?.flow?.sendInstantMessage('hello Carol');
    const same = network.add('sip:CAROL@example.test' as SipAddress);
    await same.message(bob, hi, []);
    expect(b.calls).toHaveLength(1);
  });

  test('of the 201st stranger forgets the call that was idle for the longest time', async () => {
    const stranger = (at: number): SipAddress => `sip:s${String(at)}@example.test` as SipAddress;
    for (let at = 0; at < 200; at += 1) await network.add(stranger(at)).message(bob, hi, []);
    await network.find(stranger(0))?.message(bob, hi, []);
    await network.add(stranger(200)).message(bob, hi, []);
    expect(b.calls).toHaveLength(201);
    const gone = b.calls.filter((call) => call.state === CallState.Terminated);
    expect(gone.map((call) => call.peer.address)).toEqual([stranger(1)]);
    await network.find(stranger(1))?.message(bob, hi, []);
    expect(b.heard).toHaveLength(203);
  });
});

describe('a peer without IM dialogs', () => {
  test.each([405, 415, 420, 488, 501, 606])(
    'answers %i and gets messages outside dialogs at once',
    async (statusCode) => {
      network.fate = (request) => (request.method === 'INVITE' ? { kind: 'answer', statusCode } : null);
      const call = a.call(bob);
      const states: string[] = [];
      call.stateChanged.subscribe(({ state }) => {
        states.push(state);
      });
      await call.establish();
      expect(call.dialect).toBe('pager');
      expect(states).toEqual(['Establishing', 'Established']);
      await a.flow.sendInstantMessage('hello');
      expect(b.heard).toEqual(['hello']);
      expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    },
  );

  test.each([486, 500, 603])('is not what %i means', async (statusCode) => {
    network.fate = () => ({ kind: 'answer', statusCode });
    expect(await errorOf(a.call(bob).establish())).toMatchObject({ statusCode });
    expect(network.methods).toEqual(['INVITE']);
  });

  test.each([404, 408, 480])(
    'or one that is absent (%i) may find the message in a store',
    async (statusCode) => {
      network.fate = (request) => ({
        kind: 'answer',
        statusCode: request.method === 'INVITE' ? statusCode : 202,
      });
      const call = a.call(bob);
      await call.establish();
      expect(call.dialect).toBe('pager');
      expect(call.capabilities.dialect).toBe('unknown');
      expect(await a.flow.sendInstantMessage('hello', { messageId: 'id-1' })).toMatchObject({
        tentative: true,
      });
      network.fate = () => ({ kind: 'answer', statusCode });
      expect(await errorOf(a.flow.sendInstantMessage('hello'))).toMatchObject({ statusCode });
      expect(network.methods).toEqual(['INVITE', 'MESSAGE', 'MESSAGE']);
    },
  );

  test('gets the toast as a message', async () => {
    network.fate = (request) => (request.method === 'INVITE' ? { kind: 'answer', statusCode: 488 } : null);
    await a.call(bob).establish({ toast: new ToastMessage('hello') });
    expect(b.heard).toEqual(['hello']);
  });

  test('that answers for MSRP is said goodbye to and gets messages outside dialogs', async () => {
    b.endpoint.close();
    const [handled] = [b.signaling];
    handled.inviteReceived.subscribe((invite) => {
      const content = new TextEncoder().encode('v=0\r\nm=message 2855 TCP/MSRP *\r\n');
      void invite.accept({ contentType: 'application/sdp', content }, [], {
        onRequest: () => undefined,
        onEnded: () => undefined,
      });
    });
    const call = a.call(bob);
    await call.establish();
    await settled();
    expect(call.dialect).toBe('pager');
    expect(call.state).toBe(CallState.Established);
    expect(network.methods).toEqual(['INVITE', 'BYE']);
  });
});
