import { describe, expect, test } from 'vitest';
import type { RequestOutcome } from '../../../main/flow/ports.ts';
import { neverSent, RequestQueue, type Transmit } from '../../../main/flow/request-queue.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';

const ok: RequestOutcome = {
  kind: 'response',
  response: { statusCode: 200, reasonPhrase: 'OK', headers: [], body: null },
};

class Ended extends Error {
  readonly left: boolean;
  constructor(left: boolean) {
    super('ended');
    this.left = left;
  }
}

function setUp(inspect: (outcome: RequestOutcome) => void = () => undefined): {
  clock: FakeClock;
  queue: RequestQueue;
  sent: string[];
  request: (name: string) => Transmit;
  answer: (name: string, outcome?: RequestOutcome) => void;
} {
  const clock = new FakeClock();
  const sent: string[] = [];
  const open = new Map<string, (outcome: RequestOutcome) => void>();
  return {
    clock,
    queue: new RequestQueue(clock, inspect),
    sent,
    request: (name) => async (turn) => {
      if (!turn.begin()) return neverSent;
      sent.push(name);
      return new Promise((resolve) => {
        open.set(name, resolve);
      });
    },
    answer: (name, outcome = ok) => {
      open.get(name)?.(outcome);
    },
  };
}

const leftOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof Ended ? { left: error.left } : error),
  );

describe('the queue', () => {
  test('sends in order, one at a time', async () => {
    const { queue, sent, request, answer } = setUp();
    const first = queue.send(request('a'));
    const second = queue.send(request('b'));
    await settled();
    expect(sent).toEqual(['a']);
    answer('a');
    await first;
    await settled();
    expect(sent).toEqual(['a', 'b']);
    answer('b');
    expect(await second).toBe(ok);
    expect(queue.busy).toBe(false);
  });

  test('a waiting notification is dropped by the next one and by a message', async () => {
    const { queue, sent, request, answer } = setUp();
    void queue.send(request('a'));
    queue.sendPassing(request('type'));
    queue.sendPassing(request('idle'));
    void queue.send(request('b'));
    queue.sendPassing(request('type again'));
    for (const name of ['a', 'b', 'type again']) {
      await settled();
      answer(name);
    }
    await settled();
    expect(sent).toEqual(['a', 'b', 'type again']);
  });

  test('ended at once: what waited never left, what was under way had', async () => {
    const { clock, queue, sent, request, answer } = setUp();
    const first = leftOf(queue.send(request('a')));
    const second = leftOf(queue.send(request('b')));
    await settled();
    queue.end((left) => new Ended(left), 0);
    expect(await first).toEqual({ left: true });
    expect(await second).toEqual({ left: false });
    expect(await leftOf(queue.send(request('c')))).toEqual({ left: false });
    answer('a');
    await settled();
    expect(sent).toEqual(['a']);
    expect(clock.pending).toBe(0);
  });

  test('ended with patience: an answer under way still counts, but not for ever', async () => {
    const inTime = setUp();
    const first = leftOf(inTime.queue.send(inTime.request('a')));
    await settled();
    inTime.queue.end((left) => new Ended(left), 2_000);
    await inTime.clock.advance(1_000);
    inTime.answer('a');
    expect(await first).toBe(ok);
    expect(inTime.clock.pending).toBe(0);

    const tooLate = setUp();
    const second = leftOf(tooLate.queue.send(tooLate.request('a')));
    await settled();
    tooLate.queue.end((left) => new Ended(left), 2_000);
    await tooLate.clock.advance(2_000);
    expect(await second).toEqual({ left: true });
  });

  test('an outcome that ends the queue lets nothing follow', async () => {
    const { queue, sent, request, answer } = setUp(() => {
      queue.end((left) => new Ended(left), 0);
    });
    const first = leftOf(queue.send(request('a')));
    const second = leftOf(queue.send(request('b')));
    await settled();
    answer('a', { kind: 'no-answer' });
    expect(await first).toEqual({ kind: 'no-answer' });
    expect(await second).toEqual({ left: false });
    expect(sent).toEqual(['a']);
  });

  test('a request whose turn comes too late is not sent', async () => {
    const { queue, clock } = setUp();
    let begin: () => boolean = () => true;
    const waiting = leftOf(
      queue.send(async (turn) => {
        begin = (): boolean => turn.begin();
        return new Promise(() => undefined);
      }),
    );
    queue.end((left) => new Ended(left), 2_000);
    expect(await waiting).toEqual({ left: false });
    expect(begin()).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
