import { afterFrame } from './after-frame.ts';

/**
 * Gives an element the focus. What has only just come within reach, from below a panel, may not take it yet: then it is
 * asked once more when that is painted, unless something else has the focus by then.
 */
export function focusOn(element: HTMLElement, options: FocusOptions = {}): void {
  element.focus(options);
  if (document.activeElement === element) return;
  const before = document.activeElement;
  afterFrame(() => {
    if (document.activeElement === before && element.isConnected) element.focus(options);
  });
}
