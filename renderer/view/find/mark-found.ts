import type { Unsubscribe } from '../../../shared/model/event.ts';
import type { MessageId } from '../../../shared/model/ids.ts';
import { foundPlaces } from '../../state/found-places.ts';

/** The name that the style sheet knows the places by: `::highlight(found)`. */
const name = 'found';
/** The text of a message, of which its article is named by. */
const ofText = '[id$="-text"]';

/** The places of the terms in an element, over the borders of links and the like within it. */
function rangesIn(element: Element, terms: readonly string[]): Range[] {
  const nodes: { readonly node: Node; readonly from: number }[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let whole = '';
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    nodes.push({ node, from: whole.length });
    whole += node.textContent ?? '';
  }
  return foundPlaces(whole, terms).map(([from, to]) => {
    const range = document.createRange();
    const first = nodes.findLast((each) => each.from <= from);
    const last = nodes.findLast((each) => each.from < to);
    if (first !== undefined && last !== undefined) {
      range.setStart(first.node, from - first.from);
      range.setEnd(last.node, to - last.from);
    }
    return range;
  });
}

/** Where in a message the terms are first; null where they are not, or not shown. */
export function firstFound(message: Element, terms: readonly string[]): Range | null {
  const shown = message.querySelector(ofText);
  return shown === null ? null : (rangesIn(shown, terms)[0] ?? null);
}

/**
 * Marks every place of the terms in the messages within `root`, or in one of them, and in those that come, without
 * touching them.
 */
export function markFound(
  root: Element,
  terms: readonly string[],
  only: MessageId | null = null,
): Unsubscribe {
  const texts = `[data-message-id${only === null ? '' : `="${only}"`}] ${ofText}`;
  let frame = 0;
  const mark = (): void => {
    const ranges = [...root.querySelectorAll(texts)].flatMap((element) => rangesIn(element, terms));
    CSS.highlights.set(name, new Highlight(...ranges));
  };
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(mark);
  });
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  mark();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    CSS.highlights.delete(name);
  };
}
