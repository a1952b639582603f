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
    expect(result).toMatchObject({
      deliveryFailures: [],
      messageId: null,
      tentative: false,
      recognisedById: true,
    });
    expect(b.received[0]?.remoteMessageId).toBe('id-1');
    expect(network.wire[1]?.headers).toEqual([
      ['Parley-Message-ID', 'id-1'],
      ['Parley-Disposition-Notification', 'display'],
    ]);
    network.fate = () => ({ kind: 'answer', statusCode: 200 });
    expect(await a.flow.sendInstantMessage('hi', { messageId: 'id-2' })).toMatchObject({
      recognisedById: false,
    });
    expect(await errorOf(a.flow.sendInstantMessage('hi', { messageId: 'x\r\nEvil: 1' }))).toBeInstanceOf(
      ArgumentOutOfRangeError,
    );
  });

  test('a tentative answer without an id says so at once', async () => {
    await a.call(bob).establish();
    network.fate = () => ({ kind: 'answer', statusCode: 202 });
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true, messageId: null });
    expect(clock.pending).toBe(0);
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
    expect(network.answers.at(-1)?.response.headers[0]?.[1]).toMatch(/^text\/plain, /);
    expect(await errorOf(a.flow.sendInstantMessage({ ...html, contentType: 'html' }))).toBeInstanceOf(
      ArgumentOutOfRangeError,
    );
    b.template = new InstantMessagingFlowTemplate(['text/plain', 'text/html']);
    await a.call(bob).establish();
    await a.flow.sendInstantMessage(html);
    expect(b.heard).toEqual(['hi']);
    expect(text(b.received[0]?.body)).toBe('<b>hi</b>');
  });
});

describe('a lost dialog', () => {
  test.each([408, 480, 481])('%i ends the call with a BYE; what waited never left', async (statusCode) => {
    const call = a.call(bob);
    await call.establish();
    network.fate = (request) => (request.method === 'MESSAGE' ? { kind: 'answer', statusCode } : null);
    const sends = ['1', '2'].map(async (each) => errorOf(a.flow.sendInstantMessage(each)));
    expect(await Promise.all(sends)).toEqual([
      new FailureResponseError({ statusCode, reasonPhrase: 'Fake', headers: [] }),
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
