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
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import { MediaFlowState } from '../../main/flow/media-flow-state.ts';
import { ToastMessage } from '../../main/flow/toast-message.ts';
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
    expect(text(invite?.body?.content)).toContain('m=message 5060 sip null\r\na=accept-types:text/plain\r\n');
    const answer = network.answers[0]?.response;
    expect(text(answer?.body?.content)).toContain('m=message 5060 sip sip:bob@example.test\r\n');
    expect(answer?.headers).toEqual([['Server', 'Bobware/1']]);
    expect(a.flow.supportedRemoteMediaCapabilities).toEqual({ acceptTypes: ['text/plain'] });
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
    expect(await errorOf(call.establish())).toEqual(new FailureResponseError(486, 'Fake'));
    expect(call.state).toBe(CallState.Terminated);
    expect(call.flow?.state).toBe(MediaFlowState.Terminated);
    expect(b.calls[0]?.state).toBe(CallState.Terminated);
    expect(clock.pending).toBe(0);
  });

  test('that nobody decides about is declined in the end', async () => {
    b.decide = () => undefined;
    const refused = errorOf(a.call(bob).establish());
    await clock.advance(170_000);
    expect(await refused).toMatchObject({ statusCode: 480 });
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

  test('rejects with what became of the invitation', async () => {
    network.fate = () => ({ kind: 'no-answer' });
    expect(await errorOf(a.call(bob).establish())).toBeInstanceOf(OperationTimeoutError);
    network.fate = () => ({ kind: 'transport-lost', left: false });
    expect(await errorOf(a.call(bob).establish())).toEqual(new TransportLostError(false));
    network.fate = () => null;
    expect(await errorOf(a.call('sip:nobody@example.test' as typeof bob).establish())).toMatchObject({
      statusCode: 404,
    });
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

  test('that throws ends the call with its error', async () => {
    a.template = new InstantMessagingFlowTemplate();
    a.template.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
    const call = a.call(bob);
    expect(await errorOf(call.establish())).toBeInstanceOf(InvalidOperationError);
    expect(call.state).toBe(CallState.Terminated);
    expect(network.wire).toEqual([]);
  });

  test('that throws while accepting declines the call', async () => {
    b.template = new InstantMessagingFlowTemplate();
    b.template.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
    expect(await errorOf(a.call(bob).establish())).toMatchObject({ statusCode: 480 });
  });
});

describe('sending', () => {
  test('is refused at once unless the flow is Active', async () => {
    const call = a.call(bob);
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      void errorOf(flow.sendInstantMessage('early')).then((error) => {
        expect(error).toEqual(
          new InvalidOperationError('sendInstantMessage', 'the flow must be Active, it is Idle'),
        );
      });
    });
    await call.establish();
    await call.terminate();
    expect(await errorOf(a.flow.sendInstantMessage('late'))).toBeInstanceOf(InvalidOperationError);
    expect(() => {
      a.flow.localComposingState = 'Composing';
    }).toThrow(InvalidOperationError);
    a.flow.localComposingState = 'Idle';
  });

  test('keeps the order, one request at a time', async () => {
    await a.call(bob).establish();
    let open = 0;
    let most = 0;
    b.onMessage = (event) => {
      open += 1;
      most = Math.max(most, open);
      event.waitUntil(
        settled().then(() => {
          open -= 1;
        }),
      );
    };
    await Promise.all(['1', '2', '3', '4', '5'].map(async (each) => a.flow.sendInstantMessage(each)));
    expect(b.heard).toEqual(['1', '2', '3', '4', '5']);
    expect(most).toBe(1);
  });

  test('an id goes along and comes back from a peer that knows it', async () => {
    await a.call(bob).establish();
    const result = await a.flow.sendInstantMessage('hi', { messageId: 'id-1' });
    expect(result).toEqual({ deliveryFailures: [], messageId: null, tentative: false, recognisedById: true });
    expect(b.received[0]?.remoteMessageId).toBe('id-1');
    expect(network.wire[1]?.headers).toEqual([['Parley-Message-ID', 'id-1']]);
    network.fate = () => ({ kind: 'answer', statusCode: 200 });
    expect(await a.flow.sendInstantMessage('hi', { messageId: 'id-2' })).toMatchObject({
      recognisedById: false,
    });
    expect(await errorOf(a.flow.sendInstantMessage('hi', { messageId: 'x\r\nEvil: 1' }))).toBeInstanceOf(
      ArgumentOutOfRangeError,
    );
  });

  test('a tentative answer says so', async () => {
    await a.call(bob).establish();
    network.fate = () => ({ kind: 'answer', statusCode: 202, headers: [['Message-Id', '7']] });
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true, messageId: null });
    a.template = new InstantMessagingFlowTemplate();
    a.template.waitingForDeliveryNotificationDisabled = true;
    network.fate = () => null;
    await a.call(bob).establish();
    network.fate = () => ({ kind: 'answer', statusCode: 202, headers: [['Message-Id', '7']] });
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true, messageId: '7' });
  });

  test('a failure leaves the flow as it is', async () => {
    await a.call(bob).establish();
    network.fate = () => ({ kind: 'answer', statusCode: 500 });
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toMatchObject({
      statusCode: 500,
      reasonPhrase: 'Fake',
    });
    network.fate = () => null;
    await a.flow.sendInstantMessage('again');
    expect(b.heard).toEqual(['again']);
  });

  test('other content goes as it is, and what is not taken is answered 415', async () => {
    await a.call(bob).establish();
    const html = { contentType: 'text/html', body: new TextEncoder().encode('<b>hi</b>') };
    expect(await errorOf(a.flow.sendInstantMessage(html))).toMatchObject({ statusCode: 415 });
    expect(network.answers.at(-1)?.response.headers).toEqual([['Accept', 'text/plain']]);
    expect(await errorOf(a.flow.sendInstantMessage({ ...html, contentType: 'html' }))).toBeInstanceOf(
      ArgumentOutOfRangeError,
    );
    b.template = new InstantMessagingFlowTemplate(['text/plain', 'text/html']);
    await a.call(bob).establish();
    await a.flow.sendInstantMessage(html);
    expect(b.heard).toEqual(['<b>hi</b>']);
  });
});

describe('a lost dialog', () => {
  test.each([408, 480, 481])('%i ends the call with a BYE; what waited never left', async (statusCode) => {
    const call = a.call(bob);
    await call.establish();
    network.fate = (request) => (request.method === 'MESSAGE' ? { kind: 'answer', statusCode } : null);
    const sends = ['1', '2'].map(async (each) => errorOf(a.flow.sendInstantMessage(each)));
    expect(await Promise.all(sends)).toEqual([
      new FailureResponseError(statusCode, 'Fake'),
      new FlowTerminatedError('lost-dialog', false),
    ]);
    expect(a.flow.state).toBe(MediaFlowState.Terminated);
    await settled();
    expect(call.state).toBe(CallState.Terminated);
    expect(network.methods).toEqual(['INVITE', 'MESSAGE', 'BYE']);
    expect(clock.pending).toBe(0);
  });

  test('no answer to typing is one, too', async () => {
    await a.call(bob).establish();
    network.fate = () => ({ kind: 'no-answer' });
    a.flow.localComposingState = 'Composing';
    await settled();
    expect(a.flow.state).toBe(MediaFlowState.Terminated);
  });

  test('a stack that never answers does not hold a message for ever', async () => {
    await a.call(bob).establish();
    network.fate = async () => new Promise(() => undefined);
    const failed = errorOf(a.flow.sendInstantMessage('hi'));
    await clock.advance(35_000);
    expect(await failed).toBeInstanceOf(OperationTimeoutError);
    expect(clock.pending).toBe(0);
  });
});

describe('the end of a flow', () => {
  test('here: what is under way and what waits is rejected', async () => {
    const call = a.call(bob);
    await call.establish();
    network.fate = async () => new Promise(() => undefined);
    const sends = ['1', '2'].map(async (each) => errorOf(a.flow.sendInstantMessage(each)));
    await settled();
    await call.terminate();
    expect(await Promise.all(sends)).toEqual([
      new FlowTerminatedError('local', true),
      new FlowTerminatedError('local', false),
    ]);
  });

  test('there: an answer that crosses the BYE still counts', async () => {
    await a.call(bob).establish();
    b.onMessage = (event) => {
      event.waitUntil(settled());
      void b.calls[0]?.terminate();
    };
    const sends = [a.flow.sendInstantMessage('1'), errorOf(a.flow.sendInstantMessage('2'))];
    expect(await Promise.all(sends)).toEqual([
      expect.objectContaining({ tentative: false }),
      new FlowTerminatedError('remote', false),
    ]);
    expect(a.calls[0]?.state).toBe(CallState.Terminated);
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  test('by a lost connection: the message under way has an unknown fate, the rest never left', async () => {
    await a.call(bob).establish();
    network.fate = async () => new Promise(() => undefined);
    const sends = ['1', '2'].map(async (each) => errorOf(a.flow.sendInstantMessage(each)));
    await settled();
    a.signaling.loseTransport();
    await clock.advance(2_000);
    expect(await Promise.all(sends)).toEqual([new TransportLostError(true), new TransportLostError(false)]);
    expect(a.calls[0]?.state).toBe(CallState.Terminated);
  });

  test('typing ends on both sides', async () => {
    await a.call(bob).establish();
    a.flow.localComposingState = 'Composing';
    b.flow.localComposingState = 'Composing';
    await settled();
    await a.calls[0]?.terminate();
    await settled();
    expect(a.flow.localComposingState).toBe('Idle');
    expect(b.flow.localComposingState).toBe('Idle');
    expect(a.heard).toEqual(['Composing', 'Idle']);
    expect(b.heard).toEqual(['Composing', 'Idle']);
    expect(clock.pending).toBe(0);
  });
});

describe('typing', () => {
  const typing = (): string[] =>
    network.wire.filter((request) => request.method === 'INFO').map((request) => text(request.body?.content));

  test('is an INFO with the document of Lync', async () => {
    await a.call(bob).establish();
    a.flow.localComposingState = 'Composing';
    await clock.advance(3_000);
    expect(typing()).toEqual([
      '<?xml version="1.0"?><KeyboardActivity><status status="type" /></KeyboardActivity>',
      '<?xml version="1.0"?><KeyboardActivity><status status="idle" /></KeyboardActivity>',
    ]);
    expect(network.wire.find((each) => each.method === 'INFO')?.body?.contentType).toBe('application/xml');
    expect(b.heard).toEqual(['Composing', 'Idle']);
  });

  test('ends with the message, and no notification chases it', async () => {
    await a.call(bob).establish();
    a.flow.localComposingState = 'Composing';
    await a.flow.sendInstantMessage('done');
    expect(a.flow.localComposingState).toBe('Idle');
    await clock.advance(30_000);
    expect(network.methods).toEqual(['INVITE', 'INFO', 'MESSAGE']);
    expect(b.heard).toEqual(['Composing', 'Idle', 'done']);
  });

  test('ends six seconds after the last notification of a peer that fell silent', async () => {
    await a.call(bob).establish();
    a.flow.composingTimeoutValue = 30;
    a.flow.localComposingState = 'Composing';
    await settled();
    network.fate = async () => new Promise(() => undefined);
    await clock.advance(5_999);
    expect(b.heard).toEqual(['Composing']);
    await clock.advance(1);
    expect(b.heard).toEqual(['Composing', 'Idle']);
  });

  test('is not told any more to a peer that does not know it', async () => {
    await a.call(bob).establish();
    network.fate = (request) => (request.method === 'INFO' ? { kind: 'answer', statusCode: 415 } : null);
    a.flow.localComposingState = 'Composing';
    await clock.advance(10_000);
    a.flow.localComposingState = 'Composing';
    await clock.advance(10_000);
    await a.flow.sendInstantMessage('still works');
    expect(network.methods).toEqual(['INVITE', 'INFO', 'MESSAGE']);
  });

  test('an unknown document is taken without effect, another type is refused', async () => {
    await a.call(bob).establish();
    const [dialog] = a.signaling.dialogs;
    const info = async (contentType: string, body: string): Promise<unknown> =>
      dialog?.request({
        method: 'INFO',
        headers: [],
        body: { contentType, content: new TextEncoder().encode(body) },
      });
    expect(await info('application/xml', '<x/>')).toMatchObject({ response: { statusCode: 200 } });
    expect(await info('application/dtmf', '1')).toMatchObject({ response: { statusCode: 415 } });
    const notify = { method: 'NOTIFY', headers: [], body: null } as const;
    expect(await dialog?.request(notify)).toMatchObject({ response: { statusCode: 489 } });
    expect(b.heard).toEqual([]);
  });
});

describe('a toast', () => {
  test('travels with the INVITE, comes again as a message, and is shown once', async () => {
    await a.call(bob).establish({ toast: new ToastMessage('Do you have a minute?') });
    expect(network.wire[0]?.headers).toEqual([
      ['Ms-Text-Format', 'text/plain; charset=UTF-8;ms-body=RG8geW91IGhhdmUgYSBtaW51dGU/'],
    ]);
    expect(b.calls[0]?.toastMessage?.message).toBe('Do you have a minute?');
    expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    expect(b.heard).toEqual(['Do you have a minute?']);
  });

  test('that the peer has read is not repeated', async () => {
    b.template = new InstantMessagingFlowTemplate();
    b.template.toastFormatSupport = 'Supported';
    await a.call(bob).establish({ toast: new ToastMessage('hi') });
    expect(network.answers[0]?.response.headers).toEqual([['Supported', 'ms-text-format']]);
    expect(network.methods).toEqual(['INVITE']);
  });

  test('too large for a header goes as a message only', async () => {
    await a.call(bob).establish({ toast: new ToastMessage('x'.repeat(2_000)) });
    expect(network.wire[0]?.headers).toEqual([]);
    expect(b.heard).toHaveLength(1);
  });
});
