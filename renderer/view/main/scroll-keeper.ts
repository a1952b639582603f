import type { Unsubscribe } from '../../../shared/model/event.ts';

/** This near to the end counts as at the end, CSS pixels. */
const nearEnd = 24;

/**
 * Keeps the reader's place in a list that grows at both ends and changes its width: at the end it stays at the end,
 * elsewhere the first child in view stays where it is. Turns the browser's own anchoring off by CSS, which gives up
 * at the very top.
 */
export class ScrollKeeper {
  readonly #viewport: HTMLElement;
  readonly #content: HTMLElement;
  readonly #moved: (atEnd: boolean) => void;
  readonly #goesOn: () => boolean;
  #atEnd = true;
  #anchor: { readonly element: Element; readonly top: number } | null = null;
  /** As they were when the anchor was taken. */
  #scrollTop = 0;
  #size = '';

  /**
   * `moved` is called after every scroll and every change of size. `goesOn`: there is more to come after the end that is
   * shown, so that it is no end to stay at.
   */
  constructor(
    viewport: HTMLElement,
    content: HTMLElement,
    moved: (atEnd: boolean) => void,
    goesOn: () => boolean,
  ) {
    this.#viewport = viewport;
    this.#content = content;
    this.#moved = moved;
    this.#goesOn = goesOn;
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

  /** Puts `element` into the upper part of the view, as far as there is something below it. */
  toUpperPart(element: Element): void {
    this.#viewport.scrollTop += this.#topOf(element) - this.#viewport.clientHeight / 6;
    this.#remember();
  }

  #restore(): void {
    const moved = this.#viewport.scrollTop - this.#scrollTop;
    if (this.#anchor?.element.isConnected === true) {
      this.#viewport.scrollTop += this.#topOf(this.#anchor.element) - (this.#anchor.top - moved);
    } else if (this.#atEnd && moved >= 0) {
      this.#viewport.scrollTop = this.#viewport.scrollHeight;
    }
    this.#remember();
  }

  #remember(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
    this.#scrollTop = scrollTop;
    this.#size = this.#sizeNow();
    this.#atEnd = scrollHeight - scrollTop - clientHeight < nearEnd && !this.#goesOn();
    this.#anchor = null;
    if (!this.#atEnd) {
      for (const element of this.#content.children) {
        const top = this.#topOf(element);
        // Only what has an id of its own stays the same while others come and go around it.
        if (top + element.clientHeight <= 0 || !element.hasAttribute('data-message-id')) continue;
        this.#anchor = { element, top };
        break;
      }
    }
    this.#moved(this.#atEnd);
  }

  #sizeNow(): string {
    const { scrollHeight, clientHeight, clientWidth } = this.#viewport;
    return [scrollHeight, clientHeight, clientWidth].join(' ');
  }

  /** Relative to the upper edge of the view. */
  #topOf(element: Element): number {
    return element.getBoundingClientRect().top - this.#viewport.getBoundingClientRect().top;
  }
}
