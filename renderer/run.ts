import { mount } from 'svelte';
import App from './App.svelte';
import { preloadBridge } from './bridge/preload-bridge.ts';
import { windowClock } from './state/window-clock.ts';

/** Puts Parley in the place of the start screen. */
export function run(target: HTMLElement): void {
  target.replaceChildren();
  mount(App, { target, props: { bridge: preloadBridge(window), clock: windowClock } });
}
