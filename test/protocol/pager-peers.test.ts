import { beforeEach, describe, expect, test } from 'vitest';
import type { DispositionReceivedEventArgs } from '../../main/flow/dispositions.ts';
import { headerOf } from '../../main/flow/headers.ts';
import { unknownPeer, type PeerCapabilities } from '../../main/flow/peer-capabilities.ts';
import { cpimType, readCpim, writeCpim } from '../../main/payload/cpim.ts';
import { imdnExtension, readImdnRequest } from '../../main/payload/imdn-request.ts';
import { imdnType, readImdn, writeImdn } from '../../main/payload/imdn.ts';
import { isComposingType, readIsComposing, writeIsComposing } from '../../main/payload/is-composing.ts';
import { encodeText } from '../../main/payload/text.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork, type WireRequest } from '../support/fake-signaling.ts';
import { alice, bob, errorOf, Party } from './party.ts';
import { addStranger, type Stranger } from './stranger.ts';

let clock: FakeClock;
let network: FakeNetwork;
let a: Party;
let told: DispositionReceivedEventArgs[];
let learned: PeerCapabilities[];

beforeEach(() => {
  clock = new FakeClock();
  network = new FakeNetwork();
  a = new Party(network, clock, alice);
  told = [];
  learned = [];
  a.endpoint.dispositionReceived.subscribe((event) => {
    told.push(event);
  });
  a.endpoint.capabilitiesChanged.subscribe(({ capabilities }) => {
    learned.push(capabilities);
  });
});

const types = (): string[] =>
  network.wire.map(({ method, body }) => (method === 'MESSAGE' ? (body?.contentType ?? '') : method));
const sentBy = (address: SipAddress): WireRequest[] => network.wire.filter(({ from }) => from === address);
const reports = (): (string | number | null)[][] =>
  told.map(({ messageId, disposition, responseCode }) => [messageId, disposition, responseCode]);

const stranger = (answer: (contentType: string) => number | null, accept: string | null = null): Stranger =>
  addStranger(network, bob, answer, accept);

async function pager(): Promise<void> {
  await a.call(bob, 'pager').establish();
}

const imdn = (messageId: string, status: 'delivered' | 'failed' = 'delivered') => ({
  contentType: imdnType,
  content: writeImdn({ kind: 'delivery', status, messageId, dateTime: '2026-11-23T12:00:00Z' }),
});

describe('two Parleys in the pager dialect', () => {
  let b: Party;
  beforeEach(() => {
    b = new Party(network, clock, bob);
  });

  test('recognise each other: the second message is CPIM, the next call a session', async () => {
    await pager();
    await a.flow.sendInstantMessage('one', { messageId: 'id-1' });
    await settled();
    expect(a.endpoint.capabilitiesOf(bob)).toMatchObject({ parley: true, dialect: 'session', cpim: 'yes' });
    expect(b.endpoint.capabilitiesOf(alice)).toMatchObject({ parley: true, dialect: 'session' });
    await a.flow.sendInstantMessage('two', { messageId: 'id-2', replyTo: 'id-1', writtenAt: 60_000 });
    await settled();
    expect(types()).toEqual(['text/plain; charset=UTF-8', cpimType, cpimType, cpimType]);
    expect(b.heard).toEqual(['one', 'two']);
    expect(
      b.received.map(({ remoteMessageId, sentAt, replyTo }) => [remoteMessageId, sentAt, replyTo]),
    ).toEqual([
      ['id-1', null, null],
      ['id-2', 60_000, 'id-1'],
    ]);
    const [, second] = network.wire.filter(({ method, from }) => method === 'MESSAGE' && from === alice);
    expect(new TextDecoder().decode(second?.body?.content)).toMatch(
      /\r\nDateTime: 1970-01-01T00:01:00Z\r\n.*\r\nparley\.Reply-To: id-1\r\n/s,
    );
    expect(b.received.map((each) => each.dispositionRequested)).toEqual([
      { delivery: true, display: true },
      { delivery: true, display: true },
    ]);
    expect(reports()).toEqual([
      ['id-1', 'delivered', null],
      ['id-2', 'delivered', null],
    ]);
    const next = a.endpoint.createCall(bob);
    await next.establish();
    expect(next.dialect).toBe('session');
  });

  test('tell what was displayed and what failed, and never ask for reports on reports', async () => {
    await pager();
    await a.flow.sendInstantMessage('one', { messageId: 'id-1' });
    await b.endpoint.sendDisposition(alice, { messageId: 'id-1', disposition: 'displayed' });
    await b.endpoint.sendDisposition(alice, {
      messageId: 'id-1',
      disposition: 'failed',
      responseCode: 403,
    });
    expect(reports()).toEqual([
      ['id-1', 'delivered', null],
      ['id-1', 'displayed', null],
      ['id-1', 'failed', 403],
    ]);
    expect(told[0]?.from.address).toBe(bob);
    const report = sentBy(bob)[0]?.body;
    const document = readCpim(report?.content ?? new Uint8Array());
    expect(document?.contentDisposition).toBe('notification');
    expect([...readImdnRequest({ headers: document?.headers ?? [] }).wishes]).toEqual([]);
  });

  test('know in a session that a message was displayed', async () => {
    await a.call(bob).establish();
    await a.flow.sendInstantMessage('one', { messageId: 'id-1' });
    expect(b.received[0]?.dispositionRequested).toEqual({ delivery: false, display: true });
    expect(sentBy(bob)).toEqual([]);
    await b.endpoint.sendDisposition(alice, { messageId: 'id-1', disposition: 'displayed' });
    expect(reports()).toEqual([['id-1', 'displayed', null]]);
    expect(a.calls).toHaveLength(1);
  });

  test('see each other type', async () => {
    await pager();
    await a.flow.sendInstantMessage('one');
    a.flow.localComposingState = 'Composing';
    await settled();
    expect(b.heard).toEqual(['one', 'Composing']);
    await clock.advance(14_000);
    expect(b.heard).toEqual(['one', 'Composing']);
    await clock.advance(2_000);
    expect(b.heard).toEqual(['one', 'Composing', 'Idle']);
    expect(a.flow.localComposingState).toBe('Idle');
    expect(clock.pending).toBe(0);
  });

  test('a report whose handling fails comes again', async () => {
    await pager();
    a.endpoint.dispositionReceived.subscribe((event) => {
      event.waitUntil(Promise.reject(new Error('disk full')));
    });
    expect(
      await errorOf(b.endpoint.sendDisposition(alice, { messageId: 'id-1', disposition: 'displayed' })),
    ).toMatchObject({ statusCode: 500 });
  });

  test('in Proxied mode the report follows when the fate is known', async () => {
    b.onMessage = ({ messageId }) => {
      clock.after(1_000, () => void b.flow.sendFailureDeliveryNotification(messageId ?? '', 500));
    };
    b.template = b.endpoint.instantMessagingSettings;
    b.template.messageConsumptionMode = 'ProxiedToRemoteEntity';
    await pager();
    expect(await a.flow.sendInstantMessage('one', { messageId: 'id-1' })).toMatchObject({ tentative: true });
    expect(reports()).toEqual([]);
    await clock.advance(1_000);
    expect(reports()).toEqual([['id-1', 'failed', 500]]);
  });
});

describe('a peer like Linphone', () => {
  test('reports unasked, bare, by Call-ID', async () => {
    const { end, got } = stranger(() => 200);
    await pager();
    await a.flow.sendInstantMessage('one', { messageId: 'id-1' });
    expect(headerOf(network.wire[0]?.headers ?? [], 'Parley-Disposition-Notification')).toContain('display');
    await end.message(alice, imdn(got[0]?.callId ?? ''), []);
    expect(reports()).toEqual([['id-1', 'delivered', null]]);
    expect(a.calls).toHaveLength(1);
    expect(a.heard).toEqual([]);
    // It reports, so that it may be reported to; it has never shown that it reads CPIM.
    await a.endpoint.sendDisposition(bob, { messageId: 'x', disposition: 'displayed' });
    expect(readImdn(encodeText(got.at(-1)?.text ?? ''))).toMatchObject({ kind: 'display', messageId: 'x' });
    expect(got.at(-1)?.type).toBe(imdnType);
  });

  test('gets HTML once, as text ever after, and its report on the refusal is no failure', async () => {
    const { end, got } = stranger((type) => (type === 'text/html' ? 415 : 200));
    await pager();
    const html = { contentType: 'text/html; charset=UTF-8', body: encodeText('<p>Hello <b>you</b></p>') };
    expect(await a.flow.sendInstantMessage(html, { messageId: 'id-1' })).toMatchObject({ tentative: false });
    expect(got.map(({ type, text }) => [type, text])).toEqual([
      ['text/html', '<p>Hello <b>you</b></p>'],
      ['text/plain', 'Hello you'],
    ]);
    await end.message(alice, imdn(got[0]?.callId ?? '', 'failed'), []);
    expect(reports()).toEqual([]);
    await end.message(alice, imdn(got[1]?.callId ?? '', 'failed'), []);
    expect(reports()).toEqual([['id-1', 'failed', 480]]);
    await a.flow.sendInstantMessage(html, { messageId: 'id-2' });
    expect(got.filter(({ type }) => type === 'text/html')).toHaveLength(1);
    expect(learned.at(-1)?.html).toBe('no');
  });

  test('an upgraded one is offered HTML again after a week', async () => {
    let refuses = true;
    const { got } = stranger((type) => (refuses && type === 'text/html' ? 415 : 200));
    await pager();
    const html = { contentType: 'text/html', body: encodeText('<b>x</b>') };
    await a.flow.sendInstantMessage(html);
    refuses = false;
    await clock.advance(7 * 24 * 3_600_000);
    await a.flow.sendInstantMessage(html);
    expect(got.map(({ type }) => type)).toEqual(['text/html', 'text/plain', 'text/html']);
  });

  test('is told of typing after it has taken a text, at most once a minute', async () => {
    const { got } = stranger(() => 200);
    await pager();
    a.flow.localComposingState = 'Composing';
    await settled();
    expect(got).toEqual([]);
    await a.flow.sendInstantMessage('one');
    for (let second = 0; second < 130; second += 1) {
      a.flow.localComposingState = 'Composing';
      await clock.advance(1_000);
    }
    const composing = got.filter(({ type }) => type === isComposingType);
    expect(composing.map(({ text }) => readIsComposing(encodeText(text)))).toEqual([
      expect.objectContaining({ state: 'active', refresh: 60 }),
      expect.objectContaining({ state: 'active', refresh: 60 }),
      expect.objectContaining({ state: 'active', refresh: 60 }),
    ]);
    await a.flow.sendInstantMessage('two');
    await clock.advance(60_000);
    expect(got.at(-1)?.text).toBe('two');
    expect(clock.pending).toBe(0);
  });

  test('pauses that are shorter than 15 s are not told', async () => {
    const { got } = stranger(() => 200);
    await pager();
    await a.flow.sendInstantMessage('one');
    for (let times = 0; times < 5; times += 1) {
      a.flow.localComposingState = 'Composing';
      await clock.advance(11_000);
    }
    expect(got.filter(({ type }) => type === isComposingType)).toHaveLength(1);
    await clock.advance(4_000);
    const last = got.at(-1)?.text ?? '';
    expect(readIsComposing(encodeText(last))?.state).toBe('idle');
    await a.calls[0]?.terminate();
    expect(clock.pending).toBe(0);
  });

  test('types outside dialogs, into the flow that there is, for as long as it says', async () => {
    const { end } = stranger(() => 200);
    const typing = {
      contentType: isComposingType,
      content: writeIsComposing({ state: 'active', refresh: 30 }),
    };
    expect(await end.message(alice, typing, [])).toMatchObject({ response: { statusCode: 200 } });
    expect(a.calls).toEqual([]);
    await pager();
    await end.message(alice, typing, []);
    await clock.advance(29_000);
    expect(a.heard).toEqual(['Composing']);
    await clock.advance(1_000);
    expect(a.heard).toEqual(['Composing', 'Idle']);
  });
});

describe('a peer like baresip', () => {
  test('takes plain text and says so: nothing else is tried again', async () => {
    const { got } = stranger((type) => (type === 'text/plain' ? 200 : 415), 'text/plain');
    await pager();
    await a.flow.sendInstantMessage('one', { messageId: 'id-1' });
    a.flow.localComposingState = 'Composing';
    await settled();
    a.flow.localComposingState = 'Idle';
    await clock.advance(20_000);
    await a.flow.sendInstantMessage('two', { messageId: 'id-2' });
    a.flow.localComposingState = 'Composing';
    await clock.advance(200_000);
    await a.endpoint.sendDisposition(bob, { messageId: 'x', disposition: 'displayed' });
    await a.flow.sendInstantMessage({ contentType: 'text/html', body: encodeText('<i>three</i>') });
    expect(got.map(({ type, text }) => (type === 'text/plain' ? text : type))).toEqual([
      'one',
      isComposingType,
      'two',
      'three',
    ]);
    expect(a.endpoint.capabilitiesOf(bob)).toMatchObject({ cpim: 'no', imdn: 'no', isComposing: 'no' });
  });

  test('a text that is refused in CPIM goes at once without', async () => {
    const { got } = stranger((type) => (type === cpimType ? 405 : 200));
    a.endpoint.recall(bob, { ...unknownPeer, cpim: 'yes', dialect: 'pager' });
    const call = a.endpoint.createCall(bob);
    a.watch(call);
    await call.establish();
    expect(await a.flow.sendInstantMessage('one', { messageId: 'id-1' })).toMatchObject({ tentative: false });
    expect(got.map(({ type }) => type)).toEqual([cpimType, 'text/plain']);
    await a.flow.sendInstantMessage('two', { messageId: 'id-2' });
    expect(got.map(({ type }) => type)).toEqual([cpimType, 'text/plain', 'text/plain']);
  });

  test('a text that is refused as such fails, after one attempt', async () => {
    const { got } = stranger(() => 415, 'text/plain');
    await pager();
    expect(await errorOf(a.flow.sendInstantMessage('one', { messageId: 'id-1' }))).toMatchObject({
      statusCode: 415,
    });
    expect(got).toHaveLength(1);
  });

  test.each([405, 488, 501])('that answers %i to the invitation is a pager for a day', async (statusCode) => {
    const { end } = stranger(() => 200);
    network.fate = (request) => (request.method === 'INVITE' ? { kind: 'answer', statusCode } : null);
    await a.call(bob).establish();
    expect(a.endpoint.createCall(bob).dialect).toBe('pager');
    await clock.advance(24 * 3_600_000);
    expect(a.endpoint.createCall(bob).dialect).toBe('session');
    expect(end.dialogs).toEqual([]);
  });
});

describe('typing', () => {
  test('never delays a text: one without an answer holds it up for a second', async () => {
    const { got } = stranger((type) => (type === isComposingType ? null : 200));
    await pager();
    await a.flow.sendInstantMessage('one');
    a.flow.localComposingState = 'Composing';
    await settled();
    const sent = a.flow.sendInstantMessage('two');
    await clock.advance(1_000);
    await sent;
    expect(got.map(({ type }) => type)).toEqual(['text/plain', isComposingType, 'text/plain']);
    await clock.advance(60_000);
    for (let times = 0; times < 3; times += 1) {
      await a.flow.sendInstantMessage('again');
      a.flow.localComposingState = 'Composing';
      await clock.advance(40_000);
    }
    // Twice in vain is enough.
    expect(got.filter(({ type }) => type === isComposingType)).toHaveLength(2);
    await a.calls[0]?.terminate();
    expect(clock.pending).toBe(0);
  });

  test('is not left to a store', async () => {
    const { got } = stranger(() => 202);
    await pager();
    await a.flow.sendInstantMessage('one');
    a.flow.localComposingState = 'Composing';
    await clock.advance(60_000);
    expect(got).toHaveLength(1);
  });
});

describe('an absent peer', () => {
  test('gets the message from a store, and reports it later', async () => {
    network.fate = (request) =>
      request.method === 'INVITE' ? { kind: 'answer', statusCode: 480 } : { kind: 'answer', statusCode: 202 };
    const { end } = stranger(() => 200);
    await a.call(bob).establish();
    expect(await a.flow.sendInstantMessage('one', { messageId: 'id-1' })).toMatchObject({ tentative: true });
    expect(a.endpoint.capabilitiesOf(bob)).toEqual(unknownPeer);
    network.fate = () => null;
    await clock.advance(3_600_000);
    await end.message(alice, imdn('id-1'), []);
    expect(reports()).toEqual([['id-1', 'delivered', null]]);
  });
});

describe('what a peer sends', () => {
  const document = (content = 'hello', wish: 'display' | 'positive-delivery' = 'positive-delivery') =>
    writeCpim({
      from: { displayName: 'Mallory', uri: 'sip:mallory@example.test' },
      to: [{ displayName: null, uri: alice }],
      dateTime: '2026-11-23T06:50:00Z',
      extensions: [imdnExtension('34jk324j', [wish])],
      contentType: 'text/plain; charset=utf-8',
      content: encodeText(content),
    });

  test.each([cpimType, 'text/plain'])(
    'CPIM as %s is unwrapped, reported, and its sender not believed',
    async (contentType) => {
      const { end, got } = stranger(() => 200);
      expect(await end.message(alice, { contentType, content: document() }, [])).toMatchObject({
        response: { statusCode: 200 },
      });
      expect(a.received[0]).toMatchObject({
        textBody: 'hello',
        remoteMessageId: '34jk324j',
        sentAt: Date.UTC(2026, 10, 23, 6, 50),
        sender: { address: bob },
        dispositionRequested: { delivery: true, display: false },
      });
      await settled();
      expect(got.map(({ type }) => type)).toEqual([cpimType]);
      expect(a.endpoint.capabilitiesOf(bob)).toMatchObject({ cpim: 'yes', parley: false, dialect: 'pager' });
    },
  );

  test('nothing is reported as delivered that was not stored', async () => {
    const { end, got } = stranger(() => 200);
    a.onMessage = (event) => {
      event.waitUntil(Promise.reject(new Error('disk full')));
    };
    expect(await end.message(alice, { contentType: cpimType, content: document() }, [])).toMatchObject({
      response: { statusCode: 500 },
    });
    await settled();
    expect(got).toEqual([]);
  });

  test('a report that cannot be read is answered 400 and raises nothing', async () => {
    const { end } = stranger(() => 200);
    const broken = { contentType: imdnType, content: encodeText('<imdn') };
    expect(await end.message(alice, broken, [])).toMatchObject({ response: { statusCode: 400 } });
    expect(told).toEqual([]);
    expect(a.calls).toEqual([]);
  });

  test('more reports than can be handled are put off', async () => {
    const { end } = stranger(() => 200);
    a.endpoint.dispositionReceived.subscribe((event) => {
      event.waitUntil(new Promise(() => undefined));
    });
    const answers = Array.from({ length: 201 }, async (_, at) => end.message(alice, imdn(String(at)), []));
    expect(await answers[200]).toMatchObject({ response: { statusCode: 503 } });
    await clock.advance(25_000);
    expect(await answers[0]).toMatchObject({ response: { statusCode: 500 } });
    expect(clock.pending).toBe(0);
  });
});

test('reports to one address are sent one at a time, and not more than 200 wait', async () => {
  stranger(() => null);
  const waiting = Array.from({ length: 202 }, async (_, at) =>
    a.endpoint.sendDisposition(bob, { messageId: String(at), disposition: 'displayed' }).then(
      () => 'sent',
      (error: unknown) => (error as Error).name,
    ),
  );
  await settled();
  expect(sentBy(alice)).toHaveLength(1);
  expect(await waiting[201]).toBe('TransportLostError');
  await clock.advance(35_000);
  expect(await waiting[0]).toBe('OperationTimeoutError');
});
