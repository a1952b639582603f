import { beforeEach, describe, expect, test } from 'vitest';
import { CallState } from '../../main/flow/call-state.ts';
import {
  ArgumentOutOfRangeError,
  FailureResponseError,
  FlowTerminatedError,
  InvalidOperationError,
  OperationTimeoutError,
  TransportLostError,
} from '../../main/flow/errors.ts';
import { InstantMessagingFlowTemplate } from '../../main/flow/im-flow-template.ts';
import { MediaFlowState } from '../../main/flow/media-flow-state.ts';
import type { InviteOutcome, SignalingDialog } from '../../main/flow/ports.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork, response } from '../support/fake-signaling.ts';
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

const text = (body: Uint8Array | undefined): string => new TextDecoder().decode(body);

describe('a call', () => {
  test('is an INVITE with a null format, answered with the address', async () => {
    b.signaling.server = 'Bobware/1';
    const call = a.call(bob);
    await call.establish();
    expect(call.state).toBe(CallState.Established);
    expect(call.dialect).toBe('session');
    expect(call.remoteUserAgent).toBe('Bobware/1');
    const [invite] = network.wire;
    expect(invite?.body?.contentType).toBe('application/sdp');
    expect(text(invite?.body?.content)).toContain(
      'm=message 5060 sip null\r\na=accept-types:text/plain application/im-iscomposing+xml message/cpim ' +
        'message/imdn+xml application/ms-imdn+xml\r\n',
    );
    const answer = network.answers[0]?.response;
    expect(text(answer?.body?.content)).toContain('m=message 5060 sip sip:bob@example.test\r\n');
    const features = ['Parley-Features', 'session, cpim, imdn, is-composing'];
    expect(invite?.headers).toEqual([features]);
    expect(answer?.headers).toEqual([features, ['Server', 'Bobware/1']]);
    expect(a.flow.supportedRemoteMediaCapabilities?.acceptTypes).toEqual([
      'text/plain',
      'application/im-iscomposing+xml',
      'message/cpim',
      'message/imdn+xml',
      'application/ms-imdn+xml',
    ]);
    expect(a.flow.call).toBe(call);
  });

  test('carries messages both ways in its dialog', async () => {
    await a.call(bob).establish();
    await a.flow.sendInstantMessage('Grüß dich, Bob');
    await b.flow.sendInstantMessage('hello');
    expect(b.heard).toEqual(['Grüß dich, Bob']);
    expect(a.heard).toEqual(['hello']);
    const [, message] = network.wire;
    expect(message).toMatchObject({ method: 'MESSAGE', inDialog: true, headers: [] });
    expect(message?.body?.contentType).toBe('text/plain; charset=UTF-8');
    expect(b.received[0]).toMatchObject({
      contentType: 'text/plain; charset=UTF-8',
      hasTextBody: true,
      messageId: null,
      remoteMessageId: null,
      sender: { address: alice, displayName: null },
    });
  });

  test('without an IM line is refused with 488', async () => {
    const offer = {
      contentType: 'application/sdp',
      content: new TextEncoder().encode('v=0\r\nm=audio 9 RTP/AVP 0\r\n'),
    };
    const handlers = { onRequest: () => undefined, onEnded: () => undefined };
    const { outcome } = a.signaling.invite(bob, offer, [], handlers);
    expect(await outcome).toMatchObject({ kind: 'refused', response: { statusCode: 488 } });
    expect(b.calls).toEqual([]);
  });

  test('that is declined gives the status, never a 6xx', async () => {
    b.decide = (call) => {
      expect(() => {
        call.decline(603);
      }).toThrow(ArgumentOutOfRangeError);
      call.decline(486);
    };
    const call = a.call(bob);
    expect(await errorOf(call.establish())).toEqual(
      new FailureResponseError({ statusCode: 486, reasonPhrase: 'Fake', headers: [] }),
    );
    expect(call.state).toBe(CallState.Terminated);
    expect(call.flow?.state).toBe(MediaFlowState.Terminated);
    expect(b.calls[0]?.state).toBe(CallState.Terminated);
    expect(clock.pending).toBe(0);
  });

  test('that nobody decides about is declined in the end', async () => {
    b.decide = () => undefined;
    const call = a.call(bob);
    const established = call.establish();
    await clock.advance(170_000);
    await established;
    expect(b.calls[0]?.state).toBe(CallState.Terminated);
    expect(call.dialect).toBe('pager');
    expect(clock.pending).toBe(0);
  });

  test('is canceled when it is terminated while it rings', async () => {
    b.decide = () => undefined;
    const call = a.call(bob);
    const failed = errorOf(call.establish());
    await settled();
    await call.terminate();
    expect(await failed).toBeInstanceOf(FlowTerminatedError);
    expect(b.calls[0]?.state).toBe(CallState.Terminated);
    expect(await errorOf(b.calls[0]?.accept() ?? Promise.resolve())).toBeInstanceOf(InvalidOperationError);
    expect(clock.pending).toBe(0);
  });

  test('is ended by an answer that comes after its end', async () => {
    let letThrough: () => void = () => undefined;
    network.fate = async (request) => {
      if (request.method === 'INVITE') {
        await new Promise<void>((resolve) => {
          letThrough = resolve;
        });
      }
      return null;
    };
    const call = a.call(bob);
    const failed = errorOf(call.establish());
    await settled();
    letThrough();
    await Promise.resolve();
    void call.terminate();
    expect(await failed).toBeInstanceOf(FlowTerminatedError);
    await clock.advance(40_000);
    expect(call.state).toBe(CallState.Terminated);
    expect(clock.pending).toBe(0);
  });

  test('that is answered although it was canceled says goodbye', async () => {
    const byes: string[] = [];
    const dialog: SignalingDialog = {
      callId: 'late',
      remote: b.signaling.local,
      request: async () => Promise.resolve({ kind: 'no-answer' }),
      bye: async () => {
        byes.push('late');
        return Promise.resolve();
      },
    };
    let answer: (outcome: InviteOutcome) => void = () => undefined;
    a.signaling.invite = () => ({
      callId: 'late',
      outcome: new Promise((resolve) => {
        answer = resolve;
      }),
      cancel: () => undefined,
    });
    const call = a.call(bob);
    const failed = errorOf(call.establish());
    const ended = call.terminate();
    const body = {
      contentType: 'application/sdp',
      content: new TextEncoder().encode('m=message 1 sip sip:b@x'),
    };
    answer({ kind: 'accepted', dialog, response: response(200, [], body) });
    expect(await failed).toEqual(new FlowTerminatedError('local', false));
    await ended;
    expect(byes).toEqual(['late']);
    expect(clock.pending).toBe(0);
  });

  test('rejects with what became of the invitation', async () => {
    network.fate = () => ({ kind: 'no-answer' });
    expect(await errorOf(a.call(bob).establish())).toBeInstanceOf(OperationTimeoutError);
    network.fate = () => ({ kind: 'transport-lost', left: false });
    expect(await errorOf(a.call(bob).establish())).toEqual(new TransportLostError(false));
    network.fate = () => null;
    network.fate = () => ({ kind: 'answer', statusCode: 486 });
    expect(await errorOf(a.call(bob).establish())).toMatchObject({ statusCode: 486 });
  });

  test('members used at the wrong time say so', async () => {
    const call = a.call(bob);
    expect(await errorOf(call.accept())).toEqual(
      new InvalidOperationError('accept', 'the call must be Incoming, it is Idle'),
    );
    await call.establish();
    expect(await errorOf(call.establish())).toBeInstanceOf(InvalidOperationError);
    expect(() => {
      call.decline();
    }).toThrow(InvalidOperationError);
    await Promise.all([call.terminate(), call.terminate()]);
    await call.terminate();
    expect(network.methods).toEqual(['INVITE', 'BYE']);
    expect(b.calls[0]?.state).toBe(CallState.Terminated);
    a.endpoint.close();
    expect(() => a.call(bob)).toThrow(InvalidOperationError);
  });

  test('ends when the endpoint closes', async () => {
    await a.call(bob).establish();
    await a.call(bob).establish();
    a.endpoint.close();
    await settled();
    expect(b.calls.map((call) => call.state)).toEqual(['Terminated', 'Terminated']);
    expect(clock.pending).toBe(0);
  });

  test('two calls that cross are two calls', async () => {
    await Promise.all([a.call(bob).establish(), b.call(alice).establish()]);
    expect(a.calls.map((call) => call.state)).toEqual(['Established', 'Established']);
    expect(b.calls.map((call) => call.state)).toEqual(['Established', 'Established']);
  });
});

describe('the configuration', () => {
  test('takes a template in its handler only', async () => {
    a.template = new InstantMessagingFlowTemplate();
    a.template.composingTimeoutValue = 7;
    await a.call(bob).establish();
    expect(a.flow.composingTimeoutValue).toBe(7);
    expect(() => {
      a.flow.initialize(new InstantMessagingFlowTemplate());
    }).toThrow(/initialize: it is only allowed in a handler/);
    expect(a.flow.composingTimeoutValue).toBe(7);
    a.template.composingTimeoutValue = 9;
    expect(a.flow.composingTimeoutValue).toBe(7);
    expect(() => {
      a.flow.composingTimeoutValue = 31;
    }).toThrow(ArgumentOutOfRangeError);
  });

  test('is given once', async () => {
    const errors: unknown[] = [];
    const call = a.call(bob);
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      flow.initialize(new InstantMessagingFlowTemplate());
      errors.push(caught(() => flow.initialize(new InstantMessagingFlowTemplate())));
    });
    await call.establish();
    expect(errors).toEqual([new InvalidOperationError('initialize', 'it is only allowed once')]);
  });

  test('that throws ends the call with its error', async () => {
    const call = a.call(bob);
    call.instantMessagingFlowConfigurationRequested.subscribe(defect);
    expect(await errorOf(call.establish())).toEqual(new Error('A defect'));
    expect(call.state).toBe(CallState.Terminated);
    expect(network.wire).toEqual([]);
  });

  test('that throws while accepting declines the call', async () => {
    b.decide = (call) => {
      call.instantMessagingFlowConfigurationRequested.subscribe(defect);
      call.accept().catch(() => undefined);
    };
    const call = a.call(bob);
    await call.establish();
    expect(network.answers.map(({ response }) => response.statusCode)).toEqual([480]);
    expect(call.dialect).toBe('pager');
  });
});

function defect(): never {
  throw new Error('A defect');
}

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}
