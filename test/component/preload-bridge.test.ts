import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../renderer/App.svelte';
import { askEarly, preloadOf } from '../../renderer/bridge/early-preload.ts';
import { PreloadClient } from '../../renderer/bridge/preload-bridge.ts';
import type { Bridge } from '../../renderer/bridge/bridge.ts';
import { bridgeGlobal, type PreloadBridge } from '../../shared/contract/channels.ts';
import type { EventBatch } from '../../shared/contract/events.ts';
import { HandClock } from '../support/window/hand-clock.ts';

const json = (value: unknown): Promise<string> => Promise.resolve(JSON.stringify(value));

/** The bridge over a preload whose `invoke` does as given. */
function bridgeOver(
  invoke: PreloadBridge['invoke'],
  subscribe: PreloadBridge['subscribe'] = () => () => undefined,
): Bridge {
  const preload = preloadOf({ [bridgeGlobal]: { invoke, subscribe } });
  if (preload === null) throw new Error('The preload was not recognised');
  return new PreloadClient(preload);
}

afterEach(() => {
  document.getElementById('app')?.remove();
});

describe('the bridge over the preload', () => {
  test('hands on what the contract knows', async () => {
    const calls: unknown[] = [];
    const bridge = bridgeOver((...call) => {
      calls.push(call);
      return json({ ok: true, value: {} });
    });
    expect(await bridge.invoke('openLink', { url: 'https://example.com' })).toEqual({ ok: true, value: {} });
    expect(calls).toEqual([['openLink', '{"url":"https://example.com"}']]);
  });

  test('hands on a failure of the contract', async () => {
    const bridge = bridgeOver(() => json({ ok: false, failure: { code: 'own-address' } }));
    expect(await bridge.invoke('startConversation', { address: 'a@b' })).toEqual({
      ok: false,
      failure: { code: 'own-address' },
    });
  });

  test.for<[string, () => Promise<string>]>([
    ['no result', () => json('yes')],
    ['no JSON', () => Promise.resolve('{')],
    ['a result of another shape', () => json({ ok: true, value: { id: 7 } })],
    ['a failure that the contract does not know', () => json({ ok: false, failure: { code: 'oops' } })],
    ['an exception', () => Promise.reject(new Error('The sender is not allowed'))],
  ])('turns %s into the failure "internal"', async ([, invoke]) => {
    const result = await bridgeOver(invoke).invoke('startConversation', { address: 'a@b' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'internal' } });
  });

  test('drops a malformed batch, hands on a good one, and unsubscribes', () => {
    const listeners = new Set<(batch: string) => void>();
    const bridge = bridgeOver(
      () => Promise.reject(new Error('not asked')),
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    );
    const seen: EventBatch[] = [];
    const unsubscribe = bridge.subscribe((batch) => seen.push(batch));
    const good = { first: 1, events: [{ kind: 'connection', connection: { kind: 'offline' } }] };
    for (const listener of listeners) {
      listener(JSON.stringify({ first: 1, events: [{ kind: 'surprise' }] }));
      listener(JSON.stringify(good));
    }
    expect(seen).toEqual([good]);
    unsubscribe();
    expect(listeners.size).toBe(0);
  });

  test('is null where there is no preload, and the window says so', async () => {
    expect(preloadOf({})).toBeNull();
    expect(preloadOf({ [bridgeGlobal]: { invoke: 1 } })).toBeNull();
    await render(App, { bridge: null, clock: new HandClock() });
    await expect.element(page.getByRole('alert')).toMatchTextContent('start Parley again');
  });
});

describe('a preload that is asked early', () => {
  function earlyPreload() {
    const asked: string[] = [];
    const listeners = new Set<(batch: string) => void>();
    const early = askEarly(
      {
        invoke: (command, input) => {
          asked.push(`${command} ${input}`);
          return Promise.resolve(`answer ${String(asked.length)}`);
        },
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      40,
    );
    const raise = (batch: string): void => {
      for (const listener of listeners) listener(batch);
    };
    return { asked, listeners, early, raise };
  }

  test('gives the first who asks the snapshot that was on its way, and asks anew for the next', async () => {
    const { asked, early } = earlyPreload();
    expect(asked).toEqual(['snapshot {"newest":40}']);
    expect(await early.invoke('quit', '{}')).toBe('answer 2');
    expect(await early.invoke('snapshot', '{"newest":7}')).toBe('answer 1');
    expect(await early.invoke('snapshot', '{"newest":8}')).toBe('answer 3');
    expect(asked).toEqual(['snapshot {"newest":40}', 'quit {}', 'snapshot {"newest":8}']);
  });

  test('hands on, in order and once, what came before anybody listened, and then what comes', async () => {
    const { early, raise, listeners } = earlyPreload();
    raise('one');
    raise('two');
    const seen: string[] = [];
    const leave = early.subscribe((batch) => seen.push(batch));
    expect(seen).toEqual([]);
    await Promise.resolve();
    raise('three');
    expect(seen).toEqual(['one', 'two', 'three']);
    leave();
    raise('four');
    expect(seen).toHaveLength(3);
    expect(listeners.size).toBe(0);
  });

  test('hands on nothing to who has left', async () => {
    const { early, raise } = earlyPreload();
    raise('one');
    const seen: string[] = [];
    early.subscribe((batch) => seen.push(batch))();
    await Promise.resolve();
    expect(seen).toEqual([]);
  });
});
