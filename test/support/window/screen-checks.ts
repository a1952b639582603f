import { sketch } from './component-stage.ts';

const isSeen = (element: Element): boolean =>
  element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
  element.closest('.sr-only') === null &&
  element.getBoundingClientRect().width > 1;

/** What reaches out of the window sideways, but for what scrolls by itself: code. */
export const outside = (): readonly string[] =>
  [...document.querySelectorAll('#app *, [role=dialog], [role=dialog] *')]
    .filter((each) => isSeen(each) && each.closest('pre, svg') === null)
    .filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return left < -1 || right > window.innerWidth + 1;
    })
    .map(sketch);

/** Words of controls that are cut off. Names and lines of a list end in an ellipsis on purpose. */
export const cut = (): readonly string[] =>
  [...document.querySelectorAll('button, label, h1, h2, legend, [role=tab], [role=radio]')]
    .filter(
      (each) => isSeen(each) && each.closest('[data-conversation-id], [role=option], nav, header') === null,
    )
    .filter(
      (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible',
    )
    .map(sketch);

/** What is smaller than a target may be (WCAG 2.5.8), CSS pixels. */
export function smallTargets(): readonly string[] {
  return (
    [...document.querySelectorAll('button, input, select, textarea, summary, [role=menuitem], [role=option]')]
      .filter(isSeen)
      .filter((each) => {
        // The label is the target of a box that it has around it.
        const target = each.matches('[type=checkbox], [type=radio]') ? (each.closest('label') ?? each) : each;
        const { width, height } = target.getBoundingClientRect();
        return Math.min(width, height) < 24;
      })
      // Within a line of text it may be as high as that.
      .filter((each) => each.closest('p, .meta') === null)
      .map(sketch)
  );
}
