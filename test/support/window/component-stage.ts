import axe from 'axe-core';
import { createRawSnippet, type Component, type Snippet } from 'svelte';
import { expect } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../renderer/style/index.css';
import { applyLook } from '../../../renderer/style/look.ts';
import { useLanguage } from '../../../renderer/text/text.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';

const root = document.documentElement;

/** Text as a component's content. */
export const words = (text: string): Snippet =>
  createRawSnippet(() => ({
    render: () => '<span></span>',
    setup: (element) => {
      element.textContent = text;
    },
  }));

/** Everything back to how a window begins: English, the default look, nothing shown. */
export function clearStage(): void {
  useLanguage('en', []);
  root.lang = 'en';
  root.dir = 'ltr';
  applyLook(root, lookOf({}));
  document.getElementById('stage')?.remove();
}

type Look = Parameters<typeof applyLook>[1];

function lookOf(chosen: Partial<Look>): Look {
  return {
    theme: defaultSettings['appearance.theme'],
    contrast: defaultSettings['appearance.contrast'],
    density: defaultSettings['appearance.density'],
    textSize: defaultSettings['appearance.textSize'],
    motion: 'reduced',
    ...chosen,
  };
}

/**
 * Shows one component by itself, on the ground that panels have, `width` CSS pixels wide; within an element of a role
 * where it is nothing without that.
 */
export async function stage<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props: Props,
  {
    width = 360,
    direction = 'ltr',
    within = null,
  }: {
    readonly width?: number;
    readonly direction?: 'ltr' | 'rtl';
    readonly within?: 'listbox' | null;
  } = {},
): Promise<HTMLElement> {
  clearStage();
  root.dir = direction;
  const target = document.createElement('main');
  target.id = 'stage';
  target.style.inlineSize = `${String(width)}px`;
  target.style.padding = 'var(--s4)';
  document.body.append(target);
  const around = within === null ? target : document.createElement('div');
  if (within !== null) {
    around.role = within;
    around.ariaLabel = within;
    target.append(around);
  }
  await render(component, { target: around, props });
  return target;
}

/** An element in a line, for who reads that a test has failed. */
export const sketch = (element: Element): string =>
  `${element.tagName.toLowerCase()} ${[...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')}: ${element.textContent.trim().slice(0, 60)}`;

/** Each combination of theme and contrast; axe finds nothing in any. */
export async function expectAccessibleInEveryTheme(target: Element): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    for (const contrast of ['system', 'more'] as const) {
      applyLook(root, lookOf({ theme, contrast }));
      const { violations } = await axe.run(target);
      const found = violations.map(
        ({ id, nodes }) =>
          `${theme}, contrast ${contrast}: ${id}: ${nodes.map((each) => each.html).join(' | ')}`,
      );
      expect(found).toEqual([]);
    }
  }
  applyLook(root, lookOf({}));
}

/** Nothing stands out of it sideways, as happens to what neither wraps nor is cut. */
export function expectContained(target: HTMLElement): void {
  const { left, right } = target.getBoundingClientRect();
  const outside = [...target.querySelectorAll<HTMLElement>('*')].filter((each) => {
    if (each.closest('.sr-only') !== null) return false;
    const box = each.getBoundingClientRect();
    return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
  });
  expect(outside.map(sketch)).toEqual([]);
}

const outlined = (element: Element): boolean => {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
};

/** The ring of :focus-visible: on the element, on what stands for it within, or on what holds it. */
export function hasRing(element: Element): boolean {
  if (outlined(element) || [...element.querySelectorAll('*')].some(outlined)) return true;
  for (let each = element.parentElement; each !== null && each.id !== 'stage'; each = each.parentElement) {
    if (outlined(each)) return true;
  }
  return false;
}
