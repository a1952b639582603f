import { beforeEach, describe, expect, test } from 'vitest';
import { InstantMessagingFlowTemplate } from '../../main/flow/im-flow-template.ts';
import type { HeaderField, SignalingDialog } from '../../main/flow/ports.ts';
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

const toast = new ToastMessage('Do you have a minute?');
const toastField: HeaderField = [
  'Ms-Text-Format',
  'text/plain; charset=UTF-8;ms-body=RG8geW91IGhhdmUgYSBtaW51dGU/',
];
const readTag: HeaderField = ['Supported', 'ms-text-format'];

const template = (change: (template: InstantMessagingFlowTemplate) => void): InstantMessagingFlowTemplate => {
  const made = new InstantMessagingFlowTemplate();
  change(made);
  return made;
};

/** What the invitation was answered with. */
const answered = (): readonly HeaderField[] | undefined =>
  network.answers.find(({ request }) => request.method === 'INVITE')?.response.headers;

describe('a toast', () => {
  test('is stored before the answer says that it was read, and then not repeated', async () => {
    let store: () => void = () => undefined;
    b.onMessage = (event) => {
      expect(b.flow.state).toBe('Idle');
      event.waitUntil(
        new Promise<void>((resolve) => {
          store = resolve;
        }),
      );
    };
    const established = a.call(bob).establish({ toast, messageId: 'id-1' });
    await clock.advance(5_000);
    expect(answered()).toBeUndefined();
    store();
    await established;
    expect(network.wire[0]?.headers).toContainEqual(toastField);
    expect(answered()).toContainEqual(readTag);
    expect(b.calls[0]?.toastMessage?.message).toBe('Do you have a minute?');
    expect(b.received).toMatchObject([
      { textBody: 'Do you have a minute?', isToast: true, messageId: null, remoteMessageId: 'id-1' },
    ]);
    expect(network.methods).toEqual(['INVITE']);
    expect(clock.pending).toBe(0);
  });

  test('that could not be stored comes again as a message', async () => {
    let first = true;
    b.onMessage = (event) => {
      if (first) event.waitUntil(Promise.reject(new Error('The disk is full')));
      first = false;
    };
    await a.call(bob).establish({ toast });
    expect(answered()).not.toContainEqual(readTag);
    expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    expect(b.received.map(({ isToast }) => isToast)).toEqual([true, false]);
  });

  test.each([
    ['in time', true],
    ['in vain', false],
  ])('whose storing takes too long is not shown twice (it ends %s)', async (_, success) => {
    let finish: () => void = () => undefined;
    b.onMessage = (event) => {
      if (!event.isToast) return;
      event.waitUntil(
        new Promise<void>((resolve, reject) => {
          finish = (): void => {
            if (success) resolve();
            else reject(new Error('The disk is full'));
          };
        }),
      );
    };
    const established = a.call(bob).establish({ toast });
    await clock.advance(10_000);
    expect(answered()).not.toContainEqual(readTag);
    expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    await clock.advance(3_000);
    finish();
    await established;
    expect(b.received.map(({ isToast }) => isToast)).toEqual(success ? [true] : [true, false]);
    expect(clock.pending).toBe(0);
  });

  test('that is being stored when the call is terminated declines it', async () => {
    b.onMessage = (event) => {
      event.waitUntil(new Promise(() => undefined));
    };
    const failed = errorOf(a.call(bob).establish({ toast }));
    await settled();
    b.decide = (call) => {
      call.decline();
    };
    await b.calls[0]?.terminate();
    expect(await failed).toMatchObject({ statusCode: 480 });
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  });

  test.each([
    ['toasts are not supported', template((made) => (made.toastFormatSupport = 'UnSupported'))],
    ['messages are handed on', template((made) => (made.messageConsumptionMode = 'ProxiedToRemoteEntity'))],
  ])('is left to the message where %s', async (_, chosen) => {
    b.template = chosen;
    void a.call(bob).establish({ toast });
    await settled();
    expect(answered()).not.toContainEqual(readTag);
    expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    expect(b.received.map(({ isToast }) => isToast)).toEqual([false]);
  });

  test('is left to the message where nobody listens yet', async () => {
    b.watch = () => undefined;
    await a
      .call(bob)
      .establish({ toast })
      .catch(() => undefined);
    expect(answered()).not.toContainEqual(readTag);
  });

  test('in a richer form only is read, too', async () => {
    const body = Buffer.from('<b>Now?</b>').toString('base64');
    const offer = {
      contentType: 'application/sdp',
      content: new TextEncoder().encode('m=message 1 sip null'),
    };
    b.template = new InstantMessagingFlowTemplate(['text/plain', 'text/html']);
    const headers: HeaderField[] = [
      ['ms-im-format', 'text/rtf; charset=UTF-8; ms-body='],
      ['ms-im-format', `text/html; charset=UTF-8; ms-body=${body}`],
    ];
    const handlers = { onRequest: () => undefined, onEnded: () => undefined };
    await a.signaling.invite(bob, offer, headers, handlers).outcome;
    expect(answered()).toContainEqual(readTag);
    expect(b.heard).toEqual(['Now?']);
  });

  test('too large for a header goes as a message only', async () => {
    await a.call(bob).establish({ toast: new ToastMessage('x'.repeat(2_000)) });
    expect(network.wire[0]?.headers.map(([name]) => name)).toEqual(['Parley-Features']);
    expect(b.heard).toHaveLength(1);
  });
});

describe('a peer that repeats the toast', () => {
  let dialog: SignalingDialog | undefined;
  const say = async (text: string, headers: readonly HeaderField[] = []): Promise<unknown> =>
    dialog?.request({
      method: 'MESSAGE',
      headers,
      body: { contentType: 'text/plain; charset=UTF-8;msgr=WAA', content: new TextEncoder().encode(text) },
    });

  beforeEach(async () => {
    await a.call(bob).establish({ toast });
    dialog = a.signaling.dialogs[0];
  });

  test('is answered, and the text is not shown again', async () => {
    expect(await say('Do you have a minute?')).toMatchObject({ response: { statusCode: 200 } });
    expect(b.heard).toEqual(['Do you have a minute?']);
    await say('Do you have a minute?');
    expect(b.heard).toHaveLength(2);
  });

  test.each([
    ['another text', 'Hello?', [] as HeaderField[], 0],
    [
      'the same text with an id of its own',
      'Do you have a minute?',
      [['Parley-Message-ID', 'id-2'] as const],
      0,
    ],
    ['the same text after a while', 'Do you have a minute?', [] as HeaderField[], 10_001],
  ])('is not mistaken: %s', async (_, text, headers, later) => {
    await clock.advance(later);
    await say(text, headers);
    expect(b.heard).toEqual(['Do you have a minute?', text]);
  });
});
