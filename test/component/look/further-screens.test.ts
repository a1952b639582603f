import axe from 'axe-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { applyLook } from '../../../renderer/style/look.ts';
import { clearStage } from '../../support/window/component-stage.ts';
import { furtherScreens } from '../../support/window/further-screens.ts';
import { cut, outside, smallTargets } from '../../support/window/screen-checks.ts';
import { show, zoomed } from '../../support/window/screens.ts';

// axe takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = document.documentElement;

afterEach(async () => {
  await page.viewport(1280, 800);
  clearStage();
});

describe.each(Object.entries(furtherScreens))('%s', (_, screen) => {
  test('is read as it should be, and axe complains of nothing in the light and in the dark', async () => {
    await show(screen);
    const menu = document.querySelector<HTMLElement>('[role=menu]');
    for (const theme of ['light', 'dark'] as const) {
      applyLook(root, {
        theme,
        contrast: 'system',
        density: 'comfortable',
        textSize: 100,
        motion: 'reduced',
      });
      // A menu stands outside of all landmarks, and is looked at by itself.
      const { violations } = await axe.run(
        menu ?? document.body,
        theme === 'light' ? {} : { runOnly: ['color-contrast'] },
      );
      const found = violations.map(
        ({ id, nodes }) => `${theme}: ${id}: ${nodes.map((each) => each.html).join(' | ')}`,
      );
      expect(found).toEqual([]);
    }
    const place =
      document.querySelector<HTMLElement>('[role=dialog], [role=menu]') ?? document.getElementById('app');
    if (place === null) throw new Error('Nothing is shown');
    await expect.element(page.elementLocator(place)).toMatchAriaSnapshot();
  });

  test('has targets of 24 pixels', async () => {
    await show(screen, { 'appearance.density': 'compact' });
    expect(smallTargets()).toEqual([]);
  });

  test.each([200, 400] as const)('loses nothing with text of %s per cent', async (textSize) => {
    await show(screen, { 'language.language': 'de', 'appearance.textSize': textSize });
    // What is held to another thing finds its place a moment after it is there.
    await expect.poll(outside).toEqual([]);
    expect(cut()).toEqual([]);
  });

  test('fits into a window of 320 pixels, as at 400 %', async () => {
    await show(screen, { 'language.language': 'de' }, zoomed);
    // A menu finds its place a moment after it is there.
    await expect.poll(() => root.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
    await expect.poll(outside).toEqual([]);
    expect(cut()).toEqual([]);
  });
});
