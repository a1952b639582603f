import { bridgeGlobal, type PreloadBridge } from '../../shared/contract/channels.ts';

const isPreloadBridge = (value: unknown): value is PreloadBridge =>
  typeof value === 'object' &&
  value !== null &&
  'invoke' in value &&
  typeof value.invoke === 'function' &&
  'subscribe' in value &&
  typeof value.subscribe === 'function';

/** What the preload offers this window; null where there is none, such as in a plain browser. */
export function preloadOf(owner: object): PreloadBridge | null {
  const preload: unknown = Reflect.get(owner, bridgeGlobal);
  return isPreloadBridge(preload) ? preload : null;
}

/**
 * Asks for the first snapshot before the code is there that wants it, and keeps the events since. Whoever subscribes
 * gets these after a moment, in which it may ask for the snapshot. `newest`: as in the command.
 */
export function askEarly(preload: PreloadBridge, newest: number): PreloadBridge {
  const held: string[] = [];
  const stopHolding = preload.subscribe((batch) => {
    held.push(batch);
  });
  let snapshot: Promise<string> | null = preload.invoke('snapshot', JSON.stringify({ newest }));
  // Whoever asks for it hears of that.
  snapshot.catch(() => undefined);
  return {
    invoke: (command, input) => {
      const early = command === 'snapshot' ? snapshot : null;
      if (early === null) return preload.invoke(command, input);
      snapshot = null;
      return early;
    },
    subscribe: (listener) => {
      stopHolding();
      let wanted = true;
      const leave = preload.subscribe(listener);
      queueMicrotask(() => {
        for (const batch of held.splice(0)) if (wanted) listener(batch);
      });
      return () => {
        wanted = false;
        leave();
      };
    },
  };
}
