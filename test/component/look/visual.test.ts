import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Settings } from '../../../shared/model/settings.ts';
import { clearStage } from '../../support/window/component-stage.ts';
import { openScreen, type ScreenName } from '../../support/window/screens.ts';

// axe and pictures take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/**
 * Pictures of the main screens, compared with those that a person has looked at (in __screenshots__). Where they differ
 * on purpose: `npm test -- component test/component/look/visual.test.ts -u`, and look at each picture that changed.
 */
const size = { width: 720, height: 480 };
const looked: readonly ScreenName[] = ['sign-in', 'conversation', 'search', 'palette', 'settings'];
const ways: Readonly<Record<string, { readonly chosen: Partial<Settings>; readonly direction?: 'rtl' }>> = {
  light: { chosen: { 'appearance.theme': 'light' } },
  dark: { chosen: { 'appearance.theme': 'dark' } },
  // The layout only: letters that Inter lacks are drawn by whatever font a computer has.
  'right-to-left': { chosen: { 'appearance.theme': 'light' }, direction: 'rtl' },
  'text-200': { chosen: { 'appearance.theme': 'light', 'appearance.textSize': 200 } },
};

afterEach(async () => {
  clearStage();
  await page.viewport(1280, 800);
});

describe.each(looked)('%s', (name) => {
  test.each(Object.entries(ways))('%s', async (way, { chosen, direction }) => {
    await openScreen(name, chosen, size);
    if (direction !== undefined) document.documentElement.dir = direction;
    await expect.element(page.elementLocator(document.body)).toMatchScreenshot(`${name}-${way}`, {
      // Other versions of Chromium draw the edges of letters a little differently.
      comparatorName: 'pixelmatch',
      comparatorOptions: { threshold: 0.25, allowedMismatchedPixelRatio: 0.015 },
    });
  });
});
