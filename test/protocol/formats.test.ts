import { beforeEach, describe, expect, test } from 'vitest';
import type { DispositionReceivedEventArgs } from '../../main/flow/im-flow.ts';
import { InstantMessagingFlowTemplate, InstantMessagingFormat } from '../../main/flow/im-flow-template.ts';
import type { RequestOutcome } from '../../main/flow/ports.ts';
import { writeCpim } from '../../main/payload/cpim.ts';
import { imdnExtension } from '../../main/payload/imdn-request.ts';
import { writeImdn } from '../../main/payload/imdn.ts';
import { writeIsComposing } from '../../main/payload/is-composing.ts';
import { writeMultipartAlternative } from '../../main/payload/mime-multipart.ts';
import { encodeText } from '../../main/payload/text.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { alice, bob, Party } from './party.ts';

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

const establish = async (...formats: InstantMessagingFormat[]): Promise<void> => {
  if (formats.length > 0) b.template = new InstantMessagingFlowTemplate(formats);
  await a.call(bob).establish();
};

const raw = async (
  method: 'MESSAGE' | 'INFO',
  contentType: string,
  content: string | Uint8Array,
): Promise<RequestOutcome | undefined> =>
  a.signaling.dialogs[0]?.request({
    method,
    headers: [],
    body: { contentType, content: typeof content === 'string' ? encodeText(content) : content },
  });

const ok = { response: { statusCode: 200 } };
const html = '<p>Do <b>not</b> wait</p>';
const alternatives = writeMultipartAlternative(
  [
    { contentType: 'text/plain', content: encodeText('Do not wait') },
    { contentType: 'text/html; charset=utf-8', content: encodeText(html) },
    { contentType: 'text/rtf', content: encodeText('{\\rtf1 Do not wait}') },
  ],
  'x',
);
const cpim = (contentType: string, content: Uint8Array): Uint8Array =>
  writeCpim({
    from: { displayName: null, uri: alice },
    to: [{ displayName: null, uri: bob }],
    extensions: [imdnExtension('34jk324j')],
    contentType,
    content,
  });

describe('the formats of a flow', () => {
  test('stand in the offer and in the answer', async () => {
    a.template = new InstantMessagingFlowTemplate([InstantMessagingFormat.All]);
    await establish('text/plain', 'text/html');
    expect(b.flow.supportedRemoteMediaCapabilities?.acceptTypes.slice(0, 6)).toEqual(
      a.template.supportedFormats,
    );
    expect(a.flow.supportedRemoteMediaCapabilities?.acceptTypes.slice(0, 2)).toEqual([
      'text/plain',
      'text/html',
    ]);
  });

  test('that start from the settings of the endpoint', async () => {
    const settings = a.endpoint.instantMessagingSettings;
    settings.composingTimeoutValue = 9;
    await establish();
    expect(a.flow.composingTimeoutValue).toBe(3);
    a.endpoint.instantMessagingSettings = settings;
    settings.composingTimeoutValue = 11;
    await a.call(bob).establish();
    expect(a.flow.composingTimeoutValue).toBe(9);
  });

  test.each(['text/rtf', 'image/gif', 'application/x-ms-ink', 'text/html', 'multipart/alternative'])(
    'do not hold %s unless it is asked for',
    async (type) => {
      await establish();
      expect(await raw('MESSAGE', type, 'x')).toMatchObject({ response: { statusCode: 415 } });
      expect(b.heard).toEqual([]);
    },
  );

  test('HTML comes as it is, with a text to show', async () => {
    await establish('text/plain', 'text/html');
    expect(await raw('MESSAGE', 'text/html; charset=UTF-8', html)).toMatchObject(ok);
    expect(b.received).toMatchObject([{ hasTextBody: true, textBody: 'Do not wait' }]);
    expect(new TextDecoder().decode(b.received[0]?.body)).toBe(html);
  });

  test('ink and the like have no text', async () => {
    await establish(InstantMessagingFormat.All);
    await raw('MESSAGE', 'application/x-ms-ink', 'x');
    await raw('MESSAGE', 'text/rtf', '{\\rtf1 x}');
    expect(b.received).toMatchObject([
      { hasTextBody: false, textBody: null },
      { hasTextBody: false, textBody: null },
    ]);
  });

  test('of alternatives the best is taken', async () => {
    await establish('text/plain', 'text/html', 'multipart/alternative');
    expect(await raw('MESSAGE', alternatives.contentType, alternatives.content)).toMatchObject(ok);
    expect(b.received[0]).toMatchObject({ contentType: 'text/html; charset=utf-8', textBody: 'Do not wait' });
    expect(new TextDecoder().decode(b.received[0]?.body)).toBe(html);
  });

  test('alternatives of which none is read are refused, broken ones too', async () => {
    await establish('text/plain', 'multipart/alternative');
    const foreign = writeMultipartAlternative([{ contentType: 'text/rtf', content: encodeText('x') }], 'x');
    expect(await raw('MESSAGE', foreign.contentType, foreign.content)).toMatchObject({
      response: { statusCode: 415 },
    });
    expect(b.heard).toEqual([]);
  });

  test('a charset is decoded, other parameters mean nothing', async () => {
    await establish();
    await raw('MESSAGE', 'text/plain; charset=iso-8859-1; msgr=WAAtAE0A', new Uint8Array([0x47, 0xfc]));
    expect(b.heard).toEqual(['Gü']);
  });
});

describe('whatever the formats, the flow understands', () => {
  test('CPIM, also where its type was lost', async () => {
    await establish();
    const document = cpim('text/plain; charset=utf-8', encodeText('Hello'));
    expect(await raw('MESSAGE', 'message/cpim', document)).toMatchObject(ok);
    expect(await raw('MESSAGE', 'text/plain', document)).toMatchObject(ok);
    expect(b.heard).toEqual(['Hello', 'Hello']);
    expect(b.received[0]?.contentType).toBe('text/plain; charset=utf-8');
    expect(await raw('MESSAGE', 'message/cpim', 'nothing of the kind')).toMatchObject({
      response: { statusCode: 400 },
    });
    expect(await raw('MESSAGE', 'message/cpim', cpim('text/html', encodeText(html)))).toMatchObject({
      response: { statusCode: 415 },
    });
    expect(await raw('MESSAGE', 'message/cpim', cpim('text/plain', new Uint8Array()))).toMatchObject(ok);
    expect(b.heard).toHaveLength(2);
  });

  test.each(['MESSAGE', 'INFO'] as const)('isComposing in a %s, which holds as it says', async (method) => {
    await establish();
    const type = 'application/im-iscomposing+xml';
    expect(await raw(method, type, writeIsComposing({ state: 'active', refresh: 60 }))).toMatchObject(ok);
    await clock.advance(59_999);
    expect(b.heard).toEqual(['Composing']);
    await clock.advance(1);
    expect(b.heard).toEqual(['Composing', 'Idle']);
    await raw(method, type, writeIsComposing({ state: 'active' }));
    await raw(method, type, writeIsComposing({ state: 'idle' }));
    expect(b.heard).toEqual(['Composing', 'Idle', 'Composing', 'Idle']);
    expect(clock.pending).toBe(0);
  });

  test('IMDN, bare or in CPIM', async () => {
    await establish();
    const seen: DispositionReceivedEventArgs[] = [];
    b.flow.dispositionReceived.subscribe((event) => {
      seen.push(event);
    });
    const imdn = writeImdn({
      kind: 'delivery',
      status: 'delivered',
      messageId: 'm-1',
      dateTime: '2026-11-23T06:50:00Z',
    });
    expect(await raw('MESSAGE', 'message/imdn+xml', imdn)).toMatchObject(ok);
    expect(await raw('MESSAGE', 'message/cpim', cpim('message/imdn+xml', imdn))).toMatchObject(ok);
    expect(await raw('MESSAGE', 'message/imdn+xml', '<x/>')).toMatchObject({ response: { statusCode: 400 } });
    expect(seen).toMatchObject([
      { imdn: { kind: 'delivery', status: 'delivered', messageId: 'm-1' }, sender: { address: alice } },
      { imdn: { messageId: 'm-1' } },
    ]);
    expect(b.heard).toEqual([]);
  });

  test('neither wakes a peer that is typing nor hides one: a report is no message', async () => {
    await establish();
    a.flow.localComposingState = 'Composing';
    await settled();
    const imdn = writeImdn({
      kind: 'display',
      status: 'displayed',
      messageId: 'm-1',
      dateTime: '2026-11-23T06:50:00Z',
    });
    await raw('MESSAGE', 'message/imdn+xml', imdn);
    expect(b.heard).toEqual(['Composing']);
  });
});
