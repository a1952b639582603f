import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../renderer/App.svelte';
import { preloadBridge } from '../../renderer/bridge/preload-bridge.ts';
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
  const bridge = preloadBridge({ [bridgeGlobal]: { invoke, subscribe } });
  if (bridge === null) throw new Error('The preload was not recognised');
  return bridge;
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
    expect(preloadBridge({})).toBeNull();
    expect(preloadBridge({ [bridgeGlobal]: { invoke: 1 } })).toBeNull();
    await render(App, { bridge: null, clock: new HandClock() });
    await expect.element(page.getByRole('alert')).toMatchTextContent('start Parley again');
  });
});
