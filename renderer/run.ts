import { mount } from 'svelte';
import type { PreloadBridge } from '../shared/contract/channels.ts';
import App from './App.svelte';
import { PreloadClient } from './bridge/preload-bridge.ts';
import { windowClock } from './state/window-clock.ts';

/** Puts Parley in the place of the start screen. `preload`: null where there is none. */
export function run(target: HTMLElement, preload: PreloadBridge | null): void {
  const bridge = preload === null ? null : new PreloadClient(preload);
  target.replaceChildren();
  mount(App, { target, props: { bridge, clock: windowClock } });
}
