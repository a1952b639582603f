import { beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryNotificationReceivedEventArgs } from '../../main/flow/delivery-notifications.ts';
import {
  ArgumentOutOfRangeError,
  FlowTerminatedError,
  InvalidOperationError,
} from '../../main/flow/errors.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import type { RequestOutcome, SipBody } from '../../main/flow/ports.ts';
import { readMsImdn, writeMsImdn } from '../../main/payload/ms-imdn.ts';
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

const proxied = (): InstantMessagingFlowTemplate => {
  const template = new InstantMessagingFlowTemplate();
  template.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
  return template;
};

const notWaiting = (): InstantMessagingFlowTemplate => {
  const template = new InstantMessagingFlowTemplate();
  template.waitingForDeliveryNotificationDisabled = true;
  return template;
};

const carol = { uri: 'sip:carol@example.test', displayName: 'Carol', code: 480 };
const carolFailed = {
  recipient: { address: 'sip:carol@example.test', displayName: 'Carol' },
  responseCode: 480,
};

describe('a send that is answered 202', () => {
  /** A notification of bob's about the message with this id. */
  const notify = async (
    messageId: string,
    failures: Parameters<typeof writeMsImdn>[1] = [],
    method: 'NOTIFY' | 'BENOTIFY' = 'BENOTIFY',
  ): Promise<RequestOutcome | undefined> =>
    raw(method, { contentType: 'application/ms-imdn+xml', content: writeMsImdn(messageId, failures) });

  const raw = async (method: 'NOTIFY' | 'BENOTIFY', body: SipBody): Promise<RequestOutcome | undefined> =>
    b.signaling.dialogs.at(-1)?.request({ method, headers: [], body });

  const tentatively = (...ids: string[]): void => {
    network.fate = ({ method, from }) => {
      if (method !== 'MESSAGE' || from !== alice) return null;
      const id = ids.shift();
      return { kind: 'answer', statusCode: 202, headers: id === undefined ? [] : [['Message-Id', id]] };
    };
  };

  const watch = (promise: Promise<unknown>): { value: unknown } => {
    const seen: { value: unknown } = { value: 'pending' };
    promise.then(
      (value) => (seen.value = value),
      (error: unknown) => (seen.value = error),
    );
    return seen;
  };

  const events: DeliveryNotificationReceivedEventArgs[] = [];
  const establish = async (template: InstantMessagingFlowTemplate | null = null): Promise<void> => {
    events.length = 0;
    a.template = template;
    await a.call(bob).establish();
    a.flow.deliveryNotificationReceived.subscribe((event) => {
      events.push(event);
    });
  };

  test.each(['BENOTIFY', 'NOTIFY'] as const)('stays pending until the notification (%s)', async (method) => {
    await establish();
    tentatively('2');
    const sent = watch(a.flow.sendInstantMessage('hi'));
    await clock.advance(30_000);
    expect(sent.value).toBe('pending');
    expect(await notify('2', [], method)).toMatchObject({ response: { statusCode: 200 } });
    await settled();
    expect(sent.value).toMatchObject({
      deliveryFailures: [],
      messageId: null,
      tentative: false,
      recognisedById: false,
    });
    expect(clock.pending).toBe(0);
  });

  test('does not hold up the next one', async () => {
    await establish();
    tentatively('1', '2');
    const sends = ['a', 'b'].map((text) => watch(a.flow.sendInstantMessage(text)));
    await settled();
    await notify('2');
    await settled();
    expect(sends.map(({ value }) => value === 'pending')).toEqual([true, false]);
    await notify('1');
    await settled();
    expect(sends[0]?.value).toMatchObject({ tentative: false });
  });

  test('ends with those whom it did not reach', async () => {
    await establish();
    tentatively('2');
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    await notify('2', [carol, { uri: 'tel:123', code: 486 }]);
    expect(await sent).toMatchObject({
      tentative: false,
      deliveryFailures: [carolFailed, { recipient: { address: bob, displayName: null }, responseCode: 486 }],
    });
  });

  test('a notification without a status is a failure, one with 200 none', async () => {
    await establish();
    tentatively('2');
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    const content = new TextEncoder().encode(
      '<imdn xmlns="http://schemas.microsoft.com/rtc/2005/08/imdn"><message-id>2</message-id>' +
        '<recipient uri="&lt;sip:carol@example.test&gt;"/>' +
        '<recipient uri="&lt;sip:dora@example.test&gt;"><status>200</status></recipient></imdn>',
    );
    await raw('BENOTIFY', { contentType: 'application/ms-imdn+xml; charset=utf-8', content });
    expect((await sent).deliveryFailures).toEqual([
      { recipient: { address: 'sip:carol@example.test', displayName: null }, responseCode: 500 },
    ]);
  });

  test('takes a notification that came before the answer', async () => {
    await establish();
    let answer: () => void = () => undefined;
    network.fate = async ({ method, from }) => {
      if (method !== 'MESSAGE' || from !== alice) return null;
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { kind: 'answer', statusCode: 202, headers: [['Message-Id', '2']] };
    };
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    await notify('2', [carol]);
    await notify('2'); // the first one counts
    answer();
    expect((await sent).deliveryFailures).toEqual([carolFailed]);
    expect(clock.pending).toBe(0);
  });

  test('unknown, doubled and broken notifications change nothing', async () => {
    await establish();
    tentatively('2');
    const sent = watch(a.flow.sendInstantMessage('hi'));
    await settled();
    await notify('3', [carol]);
    expect(
      await raw('NOTIFY', {
        contentType: 'application/ms-imdn+xml',
        content: new TextEncoder().encode('<x/>'),
      }),
    ).toMatchObject({ response: { statusCode: 400 } });
    await settled();
    expect(sent.value).toBe('pending');
    await notify('2');
    await notify('2', [carol]);
    await settled();
    expect(sent.value).toMatchObject({ deliveryFailures: [] });
    expect(events).toEqual([]);
  });

  test('is tentative after a minute; what is reported later is raised, once', async () => {
    await establish();
    tentatively('2');
    const sent = watch(a.flow.sendInstantMessage('hi'));
    await clock.advance(59_999);
    expect(sent.value).toBe('pending');
    await clock.advance(1);
    expect(sent.value).toMatchObject({ tentative: true, messageId: '2', deliveryFailures: [] });
    await notify('2', [carol]);
    await notify('2');
    expect(events).toEqual([
      { messageId: '2', failedDeliveryAttemptExists: true, deliveryFailures: [carolFailed] },
    ]);
    expect(clock.pending).toBe(0);
  });

  test('ends at once when waiting is disabled, and the event follows its result', async () => {
    await establish(notWaiting());
    tentatively('2', '3');
    await notify('3');
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true, messageId: '2' });
    await notify('2');
    expect(events).toEqual([{ messageId: '2', failedDeliveryAttemptExists: false, deliveryFailures: [] }]);
    const result = await a.flow.sendInstantMessage('hi');
    expect(events).toHaveLength(1);
    expect(result.messageId).toBe('3');
    await clock.advance(0);
    expect(events.map(({ messageId }) => messageId)).toEqual(['2', '3']);
    expect(clock.pending).toBe(0);
  });

  test('fails when the flow ends before', async () => {
    await establish();
    tentatively('2');
    const sent = errorOf(a.flow.sendInstantMessage('hi'));
    await settled();
    await a.calls[0]?.terminate();
    expect(await sent).toEqual(new FlowTerminatedError('local', true));
    expect(clock.pending).toBe(0);
  });

  test('with the id of another one that is awaited does not wait', async () => {
    await establish();
    tentatively('2', '2');
    const first = watch(a.flow.sendInstantMessage('a'));
    expect(await a.flow.sendInstantMessage('b')).toMatchObject({ tentative: true, messageId: '2' });
    expect(first.value).toBe('pending');
    await notify('2');
    await settled();
    expect(first.value).toMatchObject({ tentative: false });
  });

  test('keeps its place however many ids the peer makes up', async () => {
    await establish();
    tentatively('2');
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    for (let at = 0; at < 600; at += 1) await notify(`junk-${String(at)}`);
    await notify('2', [carol]);
    expect((await sent).deliveryFailures).toEqual([carolFailed]);
  });
});

describe('two Parleys, one of which hands messages on', () => {
  beforeEach(async () => {
    b.template = proxied();
    await a.call(bob).establish();
  });

  const idOf = (at: number): string => b.received[at]?.messageId ?? '';
  const reports = (): unknown[] =>
    network.wire
      .filter(({ method }) => method === 'BENOTIFY')
      .map(({ body }) => readMsImdn(body?.content ?? new Uint8Array()));

  test('success: 202 with an id, then a report', async () => {
    const sent = a.flow.sendInstantMessage('hi', { messageId: 'id-1' });
    await settled();
    expect(network.answers.at(-1)?.response).toMatchObject({
      statusCode: 202,
      headers: [
        ['Message-Id', idOf(0)],
        ['Parley-Message-ID', 'id-1'],
      ],
    });
    await b.flow.sendSuccessDeliveryNotification(idOf(0));
    expect(await sent).toMatchObject({
      deliveryFailures: [],
      messageId: null,
      tentative: false,
      recognisedById: true,
    });
    expect(network.methods).toEqual(['INVITE', 'MESSAGE', 'BENOTIFY']);
    expect(reports()).toEqual([{ messageId: idOf(0), recipients: [] }]);
    expect(clock.pending).toBe(0);
  });

  test('failure: the sender hears the code', async () => {
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    await b.flow.sendFailureDeliveryNotification(idOf(0), 486);
    expect((await sent).deliveryFailures).toEqual([
      { recipient: { address: bob, displayName: null }, responseCode: 486 },
    ]);
  });

  test('a report inside the event comes after the 202', async () => {
    b.onMessage = ({ messageId }) => {
      void b.flow.sendSuccessDeliveryNotification(messageId ?? '');
    };
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: false, deliveryFailures: [] });
    expect(network.methods).toEqual(['INVITE', 'MESSAGE', 'BENOTIFY']);
  });

  test('an id is reported once, and only one of this flow', async () => {
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    expect(await errorOf(b.flow.sendSuccessDeliveryNotification('nobody'))).toBeInstanceOf(
      InvalidOperationError,
    );
    expect(await errorOf(b.flow.sendFailureDeliveryNotification(idOf(0), 200))).toBeInstanceOf(
      ArgumentOutOfRangeError,
    );
    await b.flow.sendSuccessDeliveryNotification(idOf(0));
    expect(await errorOf(b.flow.sendFailureDeliveryNotification(idOf(0), 480))).toBeInstanceOf(
      InvalidOperationError,
    );
    expect(await sent).toMatchObject({ deliveryFailures: [] });
  });

  test('what is never reported is given up, and the sender hears of it', async () => {
    const event: DeliveryNotificationReceivedEventArgs[] = [];
    a.flow.deliveryNotificationReceived.subscribe((each) => {
      event.push(each);
    });
    const sent = a.flow.sendInstantMessage('hi');
    await clock.advance(60_000);
    expect(await sent).toMatchObject({ tentative: true, messageId: idOf(0) });
    await clock.advance(240_000);
    expect(event).toMatchObject([{ messageId: idOf(0), deliveryFailures: [{ responseCode: 504 }] }]);
    expect(await errorOf(b.flow.sendSuccessDeliveryNotification(idOf(0)))).toBeInstanceOf(
      InvalidOperationError,
    );
    expect(clock.pending).toBe(0);
  });

  test('what cannot be stored is refused with 500 and needs no report', async () => {
    b.onMessage = (event) => {
      event.waitUntil(Promise.reject(new Error('The disk is full')));
    };
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toMatchObject({ statusCode: 500 });
    expect(await errorOf(b.flow.sendSuccessDeliveryNotification(idOf(0)))).toBeInstanceOf(
      InvalidOperationError,
    );
    expect(clock.pending).toBe(0);
  });

  test('the unreported are bounded', async () => {
    a.template = notWaiting();
    await a.call(bob).establish();
    for (let at = 0; at < 500; at += 1) await a.flow.sendInstantMessage('hi');
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toMatchObject({ statusCode: 503 });
    await b.flow.sendSuccessDeliveryNotification(idOf(0));
    expect(await a.flow.sendInstantMessage('hi')).toMatchObject({ tentative: true });
    await b.calls.at(-1)?.terminate();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  test('reporting needs an Active flow that hands on', async () => {
    const local = new InvalidOperationError(
      'sendSuccessDeliveryNotification',
      'it is for ProxiedToRemoteEntity, the flow is ConsumedLocally',
    );
    expect(await errorOf(a.flow.sendSuccessDeliveryNotification('1'))).toEqual(local);
    expect(await errorOf(a.flow.sendFailureDeliveryNotification('1', 480))).toBeInstanceOf(
      InvalidOperationError,
    );
    await b.calls[0]?.terminate();
    expect(await errorOf(b.flow.sendSuccessDeliveryNotification('1'))).toEqual(
      new InvalidOperationError(
        'sendSuccessDeliveryNotification',
        'the flow must be Active, it is Terminated',
      ),
    );
  });
});

describe('a peer that takes no reports', () => {
  /** Offers plain text only, as an old client does. */
  const content = new TextEncoder().encode(
    'v=0\r\nm=x-ms-message 5060 sip null\r\na=accept-types:text/plain\r\n',
  );
  const send = async (): Promise<RequestOutcome | undefined> =>
    a.signaling.dialogs[0]?.request({
      method: 'MESSAGE',
      headers: [],
      body: { contentType: 'text/plain', content: new TextEncoder().encode('hi') },
    });
  const idOf = (at: number): string => b.received[at]?.messageId ?? '';

  beforeEach(async () => {
    b.template = proxied();
    const handlers = { onRequest: () => undefined, onEnded: () => undefined };
    const offer = { contentType: 'application/sdp', content };
    const outcome = await a.signaling.invite(bob, offer, [], handlers).outcome;
    const answer = 'response' in outcome ? outcome.response.body?.content : undefined;
    expect(new TextDecoder().decode(answer)).toContain('m=x-ms-message 5060 sip sip:bob@example.test\r\n');
    await settled();
  });

  test.each([
    ['success', null, 200],
    ['failure', 486, 486],
    ['a refusal by all', 603, 603],
  ])('gets the fate as its answer: %s', async (_, code, status) => {
    const sent = send();
    await clock.advance(20_000);
    if (code === null) await b.flow.sendSuccessDeliveryNotification(idOf(0));
    else await b.flow.sendFailureDeliveryNotification(idOf(0), code);
    expect(await sent).toMatchObject({ response: { statusCode: status, headers: [] } });
    expect(network.methods).toEqual(['INVITE', 'MESSAGE']);
    expect(clock.pending).toBe(0);
  });

  test('gets 504 before its transaction ends when nothing is reported', async () => {
    const sent = send();
    await clock.advance(25_000);
    expect(await sent).toMatchObject({ response: { statusCode: 504 } });
    expect(await errorOf(b.flow.sendSuccessDeliveryNotification(idOf(0)))).toBeInstanceOf(
      InvalidOperationError,
    );
    expect(clock.pending).toBe(0);
  });

  test('gets 480 when the flow ends, 500 when the message could not be stored', async () => {
    b.onMessage = (event) => {
      event.waitUntil(Promise.reject(new Error('The disk is full')));
    };
    expect(await send()).toMatchObject({ response: { statusCode: 500 } });
    b.onMessage = (event) => {
      event.waitUntil(new Promise(() => undefined));
    };
    const sent = send();
    await settled();
    await b.calls[0]?.terminate();
    expect(await sent).toMatchObject({ response: { statusCode: 480 } });
    expect(clock.pending).toBe(0);
  });
});
