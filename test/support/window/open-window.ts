import axe from 'axe-core';
import { render } from 'vitest-browser-svelte';
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import App from '../../../renderer/App.svelte';
import '../../../renderer/style/index.css';
import { FakeMain } from './fake-main.ts';
import { HandClock } from './hand-clock.ts';

const wide = { width: 1280, height: 800 };
/** The list and the timeline take turns in it. */
export const narrow = { width: 500, height: 700 };

/** Shows the whole window over a main process in memory; `prepare` sets up what that knows. */
export async function openWindow(
  prepare: (main: FakeMain) => void = () => undefined,
  size = wide,
): Promise<{ readonly main: FakeMain; readonly clock: HandClock }> {
  await page.viewport(size.width, size.height);
  const main = new FakeMain();
  const clock = new HandClock();
  prepare(main);
  // As in index.html, so that the window has the height of the page.
  document.getElementById('app')?.remove();
  const target = document.createElement('div');
  target.id = 'app';
  document.body.append(target);
  await render(App, { target, props: { bridge: main, clock } });
  return { main, clock };
}

/** Both colour schemes, every rule; the page around the window is vitest's, so the window alone is looked at. */
export async function expectAccessible(): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    document.documentElement.style.colorScheme = scheme;
    try {
      await Promise.all(document.getAnimations().map((each) => finished(each)));
      const { violations } = await axe.run(document.body);
      const found = violations.map(
        ({ id, nodes }) => `${scheme}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
      );
      expect(found).toEqual([]);
    } finally {
      document.documentElement.style.colorScheme = '';
    }
  }
}

/** Text that fades in has its colour only at the end; what repeats for ever has no end. */
async function finished(animation: Animation): Promise<void> {
  if (animation.effect?.getComputedTiming().iterations === Infinity) return;
  await animation.finished.catch(() => undefined);
}
