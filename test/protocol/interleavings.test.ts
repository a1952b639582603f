import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InstantMessagingCall } from '../../main/flow/im-call.ts';
import type { InstantMessagingFlow } from '../../main/flow/im-flow.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork, type Fate } from '../support/fake-signaling.ts';
import { ToastMessage } from '../../main/flow/toast-message.ts';
import { alice, bob, Party } from './party.ts';

/** One thing that happens. `who` picks the party, `at` the call or message that it is about. */
type Step =
  | {
      readonly do: 'call';
      readonly who: number;
      readonly dialect: 'session' | 'pager';
      readonly toast: boolean;
    }
  | { readonly do: 'send'; readonly who: number; readonly at: number }
  | { readonly do: 'type' | 'idle' | 'terminate'; readonly who: number; readonly at: number }
  | { readonly do: 'loseTransport'; readonly who: number }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'turn' };

const who = fc.integer({ min: 0, max: 1 });
const at = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      who,
      dialect: fc.constantFrom('session', 'pager'),
      toast: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('send' as const), who, at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('type' as const, 'idle' as const), who, at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('terminate' as const), who, at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseTransport' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat({ max: 40_000 }) }),
  },
  { weight: 6, arbitrary: fc.constant({ do: 'turn' as const }) },
);

/** What becomes of the n-th request, and after which delay. `never` breaks the port's promise to answer. */
const fate = fc.record({
  delay: fc.constantFrom(0, 0, 0, 1, 500, 7_000, 31_000),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('through' as const) },
    { weight: 4, arbitrary: fc.constantFrom(200, 202, 400, 408, 415, 480, 481, 488, 500) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('no-answer' as const, 'left' as const, 'kept' as const, 'never' as const),
    },
  ),
});

/** How the application stores what arrives. */
const storing = fc.constantFrom('at once', 'later', 'fails', 'never');

/** How one party's flows are initialized, and how it reports on what it hands on. */
interface Manner {
  readonly proxied: boolean;
  readonly waits: boolean;
  readonly reports: readonly string[];
}
const manner: fc.Arbitrary<Manner> = fc.record({
  proxied: fc.boolean(),
  waits: fc.boolean(),
  reports: fc.array(fc.constantFrom('at once', 'later', 'failure', 'twice', 'never'), {
    minLength: 1,
    maxLength: 4,
  }),
});

function templateOf({ proxied, waits }: Manner): InstantMessagingFlowTemplate {
  const template = new InstantMessagingFlowTemplate();
  if (proxied) template.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
  template.waitingForDeliveryNotificationDisabled = !waits;
  return template;
}

async function report(
  flow: InstantMessagingFlow,
  messageId: string,
  how: string,
  clock: FakeClock,
): Promise<void> {
  if (how === 'never') return;
  if (how === 'later') {
    await new Promise<void>((resolve) => {
      clock.after(9_000, resolve);
    });
  }
  if (how === 'failure') await flow.sendFailureDeliveryNotification(messageId, 486);
  else await flow.sendSuccessDeliveryNotification(messageId);
  if (how === 'twice') await flow.sendSuccessDeliveryNotification(messageId);
}

async function play(
  steps: readonly Step[],
  fates: readonly { readonly delay: number; readonly kind: number | string }[],
  stores: readonly string[],
  manners: readonly [Manner, Manner],
): Promise<void> {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const parties = [new Party(network, clock, alice), new Party(network, clock, bob)] as const;
  const party = (index: number): Party => parties[index === 0 ? 0 : 1];
  let requests = 0;
  let troubled = false;
  network.fate = async (): Promise<Fate> => {
    const chosen = troubled ? fates[requests % Math.max(1, fates.length)] : undefined;
    requests += 1;
    if (chosen === undefined) return null;
    if (chosen.delay > 0) {
      await new Promise<void>((resolve) => {
        clock.after(chosen.delay, resolve);
      });
    }
    if (typeof chosen.kind === 'number') return { kind: 'answer', statusCode: chosen.kind };
    if (chosen.kind === 'no-answer') return { kind: 'no-answer' };
    if (chosen.kind === 'left' || chosen.kind === 'kept') {
      return { kind: 'transport-lost', left: chosen.kind === 'left' };
    }
    return chosen.kind === 'never' ? new Promise(() => undefined) : null;
  };
  let stored = 0;
  let reported = 0;
  const wrong: string[] = [];
  for (const [index, each] of parties.entries()) {
    const own = manners[index] ?? manners[0];
    each.template = templateOf(own);
    each.onReceived = (flow, { messageId }): void => {
      if ((messageId !== null) !== own.proxied) wrong.push(String(messageId));
      if (messageId === null) return;
      const how = own.reports[reported % own.reports.length] ?? 'never';
      reported += 1;
      report(flow, messageId, how, clock).catch(() => undefined);
    };
    each.onMessage = (event): void => {
      const how = stores[stored % Math.max(1, stores.length)] ?? 'at once';
      stored += 1;
      if (how === 'later') event.waitUntil(settled());
      if (how === 'fails') event.waitUntil(Promise.reject(new Error('The disk is full')));
      if (how === 'never') event.waitUntil(new Promise(() => undefined));
    };
  }

  const sends: { readonly text: string; ends: number; from: Party; flow: number }[] = [];
  const establishing: { ends: number }[] = [];
  const settle = (promise: Promise<unknown>, entry: { ends: number }): void => {
    promise.then(
      () => (entry.ends += 1),
      () => (entry.ends += 1),
    );
  };
  const pick = (from: Party, index: number): InstantMessagingCall | undefined =>
    from.calls[index % Math.max(1, from.calls.length)];

  // Something to work with: one call in each dialect, made before anything goes wrong.
  for (const dialect of ['session', 'pager'] as const) await parties[0].call(bob, dialect).establish();
  troubled = true;
  for (const each of steps) {
    if (each.do === 'wait') await clock.advance(each.milliseconds);
    else if (each.do === 'turn') await settled();
    else if (each.do === 'loseTransport') party(each.who).signaling.loseTransport();
    else if (each.do === 'call') {
      const entry = { ends: 0 };
      establishing.push(entry);
      const call = party(each.who).call(each.who === 0 ? bob : alice, each.dialect);
      const toast = each.toast ? { toast: new ToastMessage(`t${String(establishing.length)}`) } : {};
      settle(call.establish(toast), entry);
    } else {
      const from = party(each.who);
      const call = pick(from, each.at);
      const flow = call?.flow ?? null;
      if (call === undefined || flow === null) continue;
      if (each.do === 'send') {
        const entry = { text: `m${String(sends.length)}`, ends: 0, from, flow: from.calls.indexOf(call) };
        sends.push(entry);
        settle(flow.sendInstantMessage(entry.text), entry);
      } else if (each.do === 'terminate') {
        void call.terminate();
      } else if (each.do === 'idle') {
        flow.localComposingState = 'Idle';
      } else if (flow.state === 'Active') {
        flow.localComposingState = 'Composing';
      }
    }
  }

  // Everything that is asked for ends by itself, without anybody hanging up.
  await clock.advance(40_000 * (1 + sends.length * 2 + steps.length));
  expect(sends.filter((entry) => entry.ends !== 1)).toEqual([]);
  expect(wrong).toEqual([]);
  for (const each of parties) {
    for (const call of each.calls) expect(call.flow?.localComposingState ?? 'Idle').toBe('Idle');
    const composing = each.heard.filter((entry) => entry === 'Composing' || entry === 'Idle');
    if (composing.length > 0) expect(composing.at(-1)).toBe('Idle');
  }
  // What a flow sent was raised at most once and in its order.
  for (const entry of sends) {
    const other = entry.from === parties[0] ? parties[1] : parties[0];
    expect(other.heard.filter((text) => text === entry.text).length).toBeLessThanOrEqual(1);
  }
  for (const each of parties) {
    const other = each === parties[0] ? parties[1] : parties[0];
    for (const [flow] of each.calls.entries()) {
      const texts = sends
        .filter((entry) => entry.from === each && entry.flow === flow)
        .map((entry) => entry.text);
      const raised = other.heard.filter((text) => texts.includes(text));
      expect(raised).toEqual(texts.filter((text) => raised.includes(text)));
    }
  }

  for (const each of parties) each.endpoint.close();
  await clock.advance(300_000);
  for (const each of parties) {
    expect(each.calls.map((call) => call.state)).toEqual(each.calls.map(() => 'Terminated'));
    expect(each.calls.map((call) => call.flow?.state ?? 'Terminated')).toEqual(
      each.calls.map(() => 'Terminated'),
    );
  }
  expect(establishing.filter((entry) => entry.ends !== 1)).toEqual([]);
  expect(clock.pending).toBe(0);
}

test('whatever happens in whatever order: nothing pends for ever, nothing twice, all timers released', async () => {
  const wanted = process.env['PARLEY_RUNS'];
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
      fc.array(fate, { minLength: 1, maxLength: 12, size: 'max' }),
      fc.array(storing, { minLength: 1, maxLength: 5, size: 'max' }),
      fc.tuple(manner, manner),
      play,
    ),
    // Nobody waits for a slow machine; what was run until then counts.
    wanted === undefined ? { numRuns: 500, interruptAfterTimeLimit: 60_000 } : { numRuns: Number(wanted) },
  );
}, 1_800_000);
