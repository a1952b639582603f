import { beforeEach, describe, expect, test } from 'vitest';
import { InvalidOperationError } from '../../main/flow/errors.ts';
import type { RequestOutcome } from '../../main/flow/ports.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { alice, bob, errorOf, Party } from './party.ts';

let clock: FakeClock;
let network: FakeNetwork;
let a: Party;
let b: Party;

beforeEach(async () => {
  clock = new FakeClock();
  network = new FakeNetwork();
  a = new Party(network, clock, alice);
  b = new Party(network, clock, bob);
  await a.call(bob).establish();
});

interface Gate {
  readonly promise: Promise<void>;
  readonly open: () => void;
  readonly fail: () => void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  let fail: () => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = (): void => {
      reject(new Error('The disk is full'));
    };
  });
  return { promise, open, fail };
}

describe('the answer', () => {
  test('waits until what arrived is stored', async () => {
    const stored = gate();
    const indexed = gate();
    b.onMessage = (event) => {
      event.waitUntil(stored.promise);
      event.waitUntil(indexed.promise);
    };
    let answered = false;
    const sent = a.flow.sendInstantMessage('hi', { messageId: 'id-1' }).then(() => {
      answered = true;
    });
    await clock.advance(10_000);
    stored.open();
    await settled();
    expect(answered).toBe(false);
    indexed.open();
    await sent;
    expect(network.answers.at(-1)?.response).toMatchObject({
      statusCode: 200,
      headers: [['Parley-Message-ID', 'id-1']],
    });
    expect(clock.pending).toBe(0);
  });

  test('is 500 when it cannot be stored, and then final', async () => {
    const stored = gate();
    const other = gate();
    b.onMessage = (event) => {
      event.waitUntil(stored.promise);
      event.waitUntil(other.promise);
    };
    const failed = errorOf(a.flow.sendInstantMessage('hi'));
    await settled();
    stored.fail();
    expect(await failed).toMatchObject({ statusCode: 500 });
    other.open();
    await settled();
    expect(network.answers.filter(({ request }) => request.method === 'MESSAGE')).toHaveLength(1);
    expect(() => {
      b.received[0]?.waitUntil(Promise.resolve());
    }).toThrow(InvalidOperationError);
  });

  test('is 500 when the store takes longer than the peer waits', async () => {
    b.onMessage = (event) => {
      event.waitUntil(new Promise(() => undefined));
    };
    const failed = errorOf(a.flow.sendInstantMessage('hi'));
    await clock.advance(24_999);
    expect(network.answers.at(-1)?.request.method).toBe('INVITE');
    await clock.advance(1);
    expect(await failed).toMatchObject({ statusCode: 500 });
    expect(clock.pending).toBe(0);
  });

  test('is 500 when the listener throws', async () => {
    b.onMessage = () => {
      throw new Error('A defect');
    };
    expect(await errorOf(a.flow.sendInstantMessage('hi'))).toMatchObject({ statusCode: 500 });
  });

  test('goes out even when the flow has ended meanwhile', async () => {
    const stored = gate();
    b.onMessage = (event) => {
      event.waitUntil(stored.promise);
    };
    const sent = a.flow.sendInstantMessage('hi');
    await settled();
    void b.calls[0]?.terminate();
    stored.open();
    expect(await sent).toMatchObject({ tentative: false });
  });
});

describe('requests right behind the ACK', () => {
  test('wait for the application, which may subscribe only after accept', async () => {
    const heard: (string | null)[] = [];
    b.decide = (call) => {
      void (async (): Promise<void> => {
        await call.accept();
        call.flow?.messageReceived.subscribe((event) => {
          heard.push(event.textBody);
        });
      })();
    };
    b.watch = () => undefined;
    const call = a.call(bob);
    const sent: Promise<unknown>[] = [];
    call.stateChanged.subscribe(({ state }) => {
      if (state === 'Established' && call.flow !== null) sent.push(call.flow.sendInstantMessage('at once'));
    });
    await call.establish();
    await Promise.all(sent);
    expect(heard).toEqual(['at once']);
  });

  test('without a listener are answered 480', async () => {
    b.watch = () => undefined;
    await a.call(bob).establish();
    expect(await errorOf(a.flow.sendInstantMessage('anyone?'))).toMatchObject({ statusCode: 480 });
  });
});

describe('a hostile peer', () => {
  const raw = async (
    contentType: string,
    content: Uint8Array,
    headers: readonly (readonly [string, string])[] = [],
  ): Promise<RequestOutcome | undefined> =>
    a.signaling.dialogs[0]?.request({ method: 'MESSAGE', headers, body: { contentType, content } });

  test('gets 415 for broken types and encodings', async () => {
    const hi = new TextEncoder().encode('hi');
    expect(await raw('', hi)).toMatchObject({
      response: {
        statusCode: 415,
        headers: [['Accept', 'text/plain, application/im-iscomposing+xml, message/cpim, message/imdn+xml']],
      },
    });
    expect(await raw('text/rtf', hi)).toMatchObject({ response: { statusCode: 415 } });
    expect(await raw('text/plain', hi, [['Content-Encoding', 'deflate']])).toMatchObject({
      response: { statusCode: 415, headers: [['Accept-Encoding', 'identity']] },
    });
    expect(b.heard).toEqual([]);
  });

  test('an id that could not stand in a header is no id', async () => {
    const hi = new TextEncoder().encode('hi');
    expect(await raw('text/plain', hi, [['parley-message-id', 'x y']])).toMatchObject({
      response: { statusCode: 200, headers: [] },
    });
    expect(b.received[0]?.remoteMessageId).toBeNull();
    await raw('text/plain', hi, [['parley-message-id', 'x'.repeat(129)]]);
    expect(b.received[1]?.remoteMessageId).toBeNull();
  });

  test('an empty message is answered and not shown', async () => {
    expect(await raw('text/plain', new Uint8Array())).toMatchObject({ response: { statusCode: 200 } });
    expect(b.heard).toEqual([]);
  });

  test('cannot hold more than 200 answers open', async () => {
    b.onMessage = (event) => {
      event.waitUntil(new Promise(() => undefined));
    };
    const hi = new TextEncoder().encode('hi');
    const outcomes = Array.from({ length: 201 }, async () => raw('text/plain', hi));
    expect(await outcomes[200]).toMatchObject({ response: { statusCode: 503 } });
    await clock.advance(25_000);
    expect(await outcomes[0]).toMatchObject({ response: { statusCode: 500 } });
  });
});
