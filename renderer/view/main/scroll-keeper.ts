import type { Unsubscribe } from '../../../shared/model/event.ts';

/** This near to the end counts as at the end, CSS pixels. */
const nearEnd = 24;
/** Only what has an id of its own stays the same while others come and go around it. */
const marked = '[data-message-id]';

/** Where the reader is. */
export interface ReadersPlace {
  readonly atEnd: boolean;
  /** The first and the last marked child of those that are on screen as a whole or fill half of it. */
  readonly first: Element | null;
  readonly last: Element | null;
  /** What stays where it is when the place is kept. */
  readonly anchor: Anchor | null;
}

export interface Anchor {
  readonly element: Element;
  readonly top: number;
  readonly height: number;
}

export interface ScrollKeeperOptions {
  readonly viewport: HTMLElement;
  readonly content: HTMLElement;
  /** Called after every scroll and every change of size. */
  readonly moved: (place: ReadersPlace) => void;
  /** There is more to come after the end that is shown, so that it is no end to stay at. */
  readonly goesOn: () => boolean;
  /** The end is followed until this one is at the upper edge of the view, and no further; null: for ever. */
  readonly followedTo: () => Element | null;
}

/**
 * Keeps the reader's place in a list that grows and is cut at both ends and changes its width: at the end it stays at
 * the end, if nothing is to be read before it, elsewhere the first child in view stays where it is. Turns the browser's own anchoring off by CSS, which
 * gives up at the very top.
 */
export class ScrollKeeper {
  readonly #viewport: HTMLElement;
  readonly #content: HTMLElement;
  readonly #options: ScrollKeeperOptions;
  #atEnd = true;
  /** Where the end was to be followed to, and the reader is beyond that. */
  #passed: Element | null = null;
  /** The children in view, the one to hold on to first: some of them may go. */
  #anchors: readonly Anchor[] = [];
  /** As they were when the anchors were taken. */
  #scrollTop = 0;
  #size = '';

  constructor(options: ScrollKeeperOptions) {
    this.#options = options;
    this.#viewport = options.viewport;
    this.#content = options.content;
  }

  start(): Unsubscribe {
    const resized = new ResizeObserver(() => {
      this.#restore();
    });
    resized.observe(this.#viewport);
    resized.observe(this.#content);
    // A frame delivers its scrolls before its changes of size: the content may have grown before this scroll.
    const scrolled = (): void => {
      if (this.#size === this.#sizeNow()) this.#remember();
      else this.#restore();
    };
    this.#viewport.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      resized.disconnect();
      this.#viewport.removeEventListener('scroll', scrolled);
    };
  }

  toEnd(): void {
    this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#remember();
  }

  /** To the end as far as it is followed. */
  follow(): void {
    this.#follow();
    this.#remember();
  }

  /** Puts `element` that far below the upper edge of the view. */
  toPlace(element: Element, top: number): void {
    this.#viewport.scrollTop += this.#topOf(element) - top;
    this.#remember();
  }

  /** The reader has something done to `element`: it begins where it is, also at the end, whatever becomes of it. */
  hold(element: Element): void {
    this.#atEnd = false;
    this.#anchors = [{ element, top: this.#topOf(element), height: 0 }];
  }

  /**
   * Puts `element` into the upper part of the view, as far as there is something below it; a `place` in it that would be
   * out of the view takes its stead.
   */
  toUpperPart(element: Element, place: Range | null = null): void {
    const { clientHeight } = this.#viewport;
    const upper = clientHeight / 6;
    const isSeen = place === null || upper + this.#topOf(place) - this.#topOf(element) < clientHeight - upper;
    this.#viewport.scrollTop += this.#topOf(isSeen ? element : place) - upper;
    this.#remember();
  }

  /** Scrolls no more than is needed to have `element` in view as a whole, or its beginning when it is too tall. */
  into(element: Element): void {
    const top = this.#topOf(element);
    const below = top + element.clientHeight - this.#viewport.clientHeight;
    if (top < 0) this.#viewport.scrollTop += top;
    else if (below > 0) this.#viewport.scrollTop += Math.min(below, top);
    this.#remember();
  }

  /** To be called when children have come or gone: the size may be the same as before. */
  restore(): void {
    this.#restore();
  }

  #restore(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
    // Content that has become shorter pulls the end along: nobody has scrolled there.
    const pulled = scrollTop < this.#scrollTop && scrollTop >= scrollHeight - clientHeight - 1;
    const moved = pulled ? 0 : scrollTop - this.#scrollTop;
    const anchor = this.#anchors.find(({ element }) => element.isConnected);
    if (this.#atEnd && moved >= 0) {
      this.#follow();
    } else if (anchor !== undefined) {
      // Of what begins above the view the same part stays above it when it breaks its lines anew.
      const grown = anchor.top < 0 && anchor.height > 0 ? anchor.element.clientHeight / anchor.height : 1;
      this.#viewport.scrollTop += this.#topOf(anchor.element) - (anchor.top * grown - moved);
    }
    this.#remember();
  }

  #follow(): void {
    const { scrollTop, scrollHeight } = this.#viewport;
    const last = this.#options.followedTo();
    const furthest = last === null || last === this.#passed ? scrollHeight : scrollTop + this.#topOf(last);
    this.#viewport.scrollTop = Math.min(scrollHeight, furthest);
  }

  #remember(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
    this.#scrollTop = scrollTop;
    this.#size = this.#sizeNow();
    this.#atEnd = scrollHeight - scrollTop - clientHeight < nearEnd && !this.#options.goesOn();
    const followedTo = this.#options.followedTo();
    this.#passed = followedTo !== null && this.#topOf(followedTo) < -2 ? followedTo : null;
    const { children } = this.#content;
    const first = this.#firstBelow(0);
    const anchors: Anchor[] = [];
    const seen: Element[] = [];
    for (let at = first; at < children.length; at += 1) {
      const element = children[at];
      if (element === undefined) break;
      const top = this.#topOf(element);
      if (top >= clientHeight) break;
      if (!element.matches(marked)) continue;
      const height = element.clientHeight;
      anchors.push({ element, top, height });
      const begins = top >= -2 || top + height > clientHeight / 2;
      if (begins && (top + height <= clientHeight + 2 || top < clientHeight / 2)) seen.push(element);
    }
    // What begins in the upper half is what one reads, not the end of something that has begun above it.
    const begun = anchors.findIndex(({ top }) => top >= 0 && top < clientHeight / 2);
    this.#anchors = begun > 0 ? [...anchors.slice(begun), ...anchors.slice(0, begun)] : anchors;
    const anchor = this.#anchors[0] ?? null;
    this.#options.moved({ atEnd: this.#atEnd, first: seen[0] ?? null, last: seen.at(-1) ?? null, anchor });
  }

  /** The index of the first child that ends below that height, from the upper edge of the view. */
  #firstBelow(height: number): number {
    const { children } = this.#content;
    let [from, to] = [0, children.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const element = children[middle];
      if (element !== undefined && this.#topOf(element) + element.clientHeight <= height) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #sizeNow(): string {
    const { scrollHeight, clientHeight, clientWidth } = this.#viewport;
    return [scrollHeight, clientHeight, clientWidth].join(' ');
  }

  /** Relative to the upper edge of the view. */
  #topOf(element: Element | Range): number {
    return element.getBoundingClientRect().top - this.#viewport.getBoundingClientRect().top;
  }
}
