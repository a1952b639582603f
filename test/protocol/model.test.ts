import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FailureResponseError,
  FlowTerminatedError,
  InvalidOperationError,
  OperationTimeoutError,
  TransportLostError,
} from '../../main/flow/errors.ts';
import { InstantMessagingFlowTemplate } from '../../main/flow/im-flow-template.ts';
import type { SendInstantMessageResult } from '../../main/flow/send-result.ts';
import { writeKeyboardActivity } from '../../main/payload/keyboard-activity.ts';
import { writeMsImdn } from '../../main/payload/ms-imdn.ts';
import { encodeText } from '../../main/payload/text.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork, type Fate, type WireRequest } from '../support/fake-signaling.ts';
import { alice, bob, Party } from './party.ts';
import { ReferenceFlow, type Answer } from './reference-flow.ts';

/** One thing that happens, and the milliseconds that pass after it. */
type Step = { readonly gap: number } & (
  | { readonly do: 'send' | 'type' | 'idle' | 'bye' | 'remoteBye' | 'loseTransport' | 'peerSends' }
  | { readonly do: 'wait' }
  | { readonly do: 'peerTypes'; readonly activity: 'type' | 'idle' }
  | { readonly do: 'answer'; readonly statusCode: number | null; readonly withId: boolean }
  /** About the message of that number: one to come, one under way, one that is done; or about one that never was. */
  | { readonly do: 'notify'; readonly about: number; readonly known: boolean; readonly failures: number }
);

const step = (): fc.Arbitrary<Step> => {
  const gap = fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(0, 1_999, 2_000, 2_999, 3_000, 5_000, 6_000));
  const simple = (
    weight: number,
    what: 'send' | 'type' | 'idle' | 'peerSends',
  ): fc.WeightedArbitrary<Step> => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(what), gap }),
  });
  return fc.oneof(
    simple(8, 'send'),
    simple(4, 'type'),
    simple(1, 'idle'),
    simple(2, 'peerSends'),
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('peerTypes' as const),
        activity: fc.constantFrom('type' as const, 'idle' as const),
        gap,
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constant('answer' as const),
        statusCode: fc.oneof(
          { weight: 5, arbitrary: fc.constant(202) },
          { weight: 5, arbitrary: fc.constant(200) },
          { weight: 2, arbitrary: fc.constantFrom(400, 415, 486, 500) },
          { weight: 1, arbitrary: fc.constantFrom(408, 480, 481, null) },
        ),
        withId: fc.constantFrom(true, true, true, false),
        gap,
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('notify' as const),
        about: fc.nat({ max: 8 }),
        known: fc.constantFrom(true, true, true, false),
        failures: fc.nat({ max: 2 }),
        gap,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), gap: fc.nat({ max: 70_000 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('bye' as const, 'remoteBye' as const, 'loseTransport' as const),
        gap,
      }),
    },
  );
};

function fateOf(result: SendInstantMessageResult): string {
  const { tentative, messageId, deliveryFailures } = result;
  if (tentative) return messageId === null ? 'tentative' : `tentative ${messageId}`;
  return deliveryFailures.length === 0 ? 'ok' : `failed to ${String(deliveryFailures.length)}`;
}

function fateOfError(error: unknown): string {
  if (error instanceof FailureResponseError) return `status ${String(error.statusCode)}`;
  if (error instanceof OperationTimeoutError) return 'no answer';
  if (error instanceof InvalidOperationError) return 'refused';
  if (error instanceof TransportLostError) return `ended transport-lost${error.left ? ' left' : ''}`;
  if (error instanceof FlowTerminatedError) return `ended ${error.reason}${error.left ? ' left' : ''}`;
  return String(error);
}

const describeRequest = ({ method, body }: WireRequest): string => {
  const text = new TextDecoder().decode(body?.content);
  return method === 'INFO' ? `INFO ${text.includes('"type"') ? 'type' : 'idle'}` : `${method} ${text}`;
};

async function play(steps: readonly Step[], waits: boolean): Promise<void> {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const a = new Party(network, clock, alice);
  const b = new Party(network, clock, bob);
  a.template = new InstantMessagingFlowTemplate();
  a.template.waitingForDeliveryNotificationDisabled = !waits;
  const table: { readonly request: WireRequest; readonly answer: (fate: Fate) => void }[] = [];
  const call = a.call(bob);
  await call.establish();
  const { flow } = a;
  flow.deliveryNotificationReceived.subscribe(({ messageId, deliveryFailures }) => {
    a.heard.push(`report ${messageId} ${String(deliveryFailures.length)}`);
  });
  const dialog = b.signaling.dialogs[0];
  if (dialog === undefined) throw new Error('There is no dialog');
  network.fate = async (request): Promise<Fate> =>
    request.from === bob
      ? null
      : new Promise((answer) => {
          table.push({ request, answer });
        });
  const model = new ReferenceFlow(waits);
  const fates: string[] = [];
  let resolvedTwice = 0;
  let answered = 0;
  /** Of the peer: they are never answered with anything that matters here. */
  const peer = (method: 'MESSAGE' | 'INFO' | 'BENOTIFY', contentType: string, content: Uint8Array): void => {
    void dialog.request({ method, headers: [], body: { contentType, content } });
  };

  const perform = (each: Step): void => {
    switch (each.do) {
      case 'send': {
        const at = fates.length;
        fates.push('pending');
        const settle = (fate: string): void => {
          if (fates[at] !== 'pending') resolvedTwice += 1;
          fates[at] = fate;
        };
        flow.sendInstantMessage(`m${String(at)}`).then(
          (result) => {
            settle(fateOf(result));
          },
          (error: unknown) => {
            settle(fateOfError(error));
          },
        );
        model.send();
        return;
      }
      case 'type':
        if (flow.state === 'Active') flow.localComposingState = 'Composing';
        model.type();
        return;
      case 'idle':
        flow.localComposingState = 'Idle';
        model.idle();
        return;
      case 'answer': {
        const open = model.current === null ? undefined : table.at(-1);
        if (open === undefined) return;
        const messageId =
          each.withId && model.current?.send !== null ? `id-${String(model.current?.send)}` : null;
        answered += 1;
        if (each.statusCode === null) open.answer({ kind: 'no-answer' });
        else {
          open.answer({
            kind: 'answer',
            statusCode: each.statusCode,
            headers: messageId === null ? [] : [['Message-Id', messageId]],
          });
        }
        const answer: Answer =
          each.statusCode === null
            ? { kind: 'no-answer' }
            : { kind: 'status', statusCode: each.statusCode, messageId };
        model.answer(answer);
        return;
      }
      case 'notify': {
        const messageId = `${each.known ? 'id' : 'unknown'}-${String(each.about)}`;
        const failures = Array.from({ length: each.failures }, (_, at) => ({
          uri: `sip:r${String(at)}@example.test`,
          code: 480,
        }));
        peer('BENOTIFY', 'application/ms-imdn+xml', writeMsImdn(messageId, failures));
        model.notify(messageId, each.failures);
        return;
      }
      case 'peerTypes':
        peer('INFO', 'application/xml', writeKeyboardActivity(each.activity));
        model.peerTypes(each.activity);
        return;
      case 'peerSends':
        peer('MESSAGE', 'text/plain', encodeText('from the peer'));
        model.peerSends('from the peer');
        return;
      case 'bye':
        void call.terminate();
        model.end('local');
        return;
      case 'remoteBye':
        void dialog.bye();
        model.end('remote');
        return;
      case 'loseTransport':
        a.signaling.loseTransport();
        model.end('transport-lost');
        return;
      case 'wait':
        return;
    }
  };

  const compare = (): void => {
    expect({
      active: flow.state === 'Active',
      sends: fates,
      heard: a.heard,
      composing: flow.localComposingState === 'Composing',
    }).toEqual({
      active: model.active,
      sends: model.sends,
      heard: model.heard,
      composing: model.localComposing,
    });
    if (model.current !== null) {
      const last = table.at(-1);
      expect(last === undefined ? null : describeRequest(last.request)).toBe(model.current.what);
    }
    expect(answered).toBeLessThanOrEqual(table.length);
  };

  for (const each of steps) {
    perform(each);
    await settled();
    await clock.advance(each.gap);
    model.advance(each.gap);
    compare();
  }

  // Whatever nobody answers or reports ends by itself.
  const rest = 100_000 * (1 + steps.length);
  await clock.advance(rest);
  model.advance(rest);
  compare();
  expect(fates).not.toContain('pending');
  expect(flow.localComposingState).toBe('Idle');
  expect(resolvedTwice).toBe(0);
  // A report follows only a tentative result, and only once.
  const reports = a.heard.filter((entry) => entry.startsWith('report '));
  const reported = reports.map((entry) => entry.split(' ')[1] ?? '');
  expect(new Set(reported).size).toBe(reported.length);
  for (const messageId of reported) expect(fates).toContain(`tentative ${messageId}`);
  const composing = a.heard.filter((entry) => entry === 'Composing' || entry === 'Idle');
  expect(composing.at(-1) ?? 'Idle').toBe('Idle');
  await call.terminate();
  await clock.advance(rest);
  for (const party of [a, b]) party.endpoint.close();
  await clock.advance(100_000);
  expect(clock.pending).toBe(0);
}

test('a flow does what the reference does, in whatever order things happen', async () => {
  const wanted = process.env['PARLEY_RUNS'];
  await fc.assert(
    fc.asyncProperty(fc.array(step(), { minLength: 3, maxLength: 40, size: 'max' }), fc.boolean(), play),
    // Nobody waits for a slow machine; what was run until then counts.
    wanted === undefined ? { numRuns: 500, interruptAfterTimeLimit: 60_000 } : { numRuns: Number(wanted) },
  );
}, 1_800_000);
