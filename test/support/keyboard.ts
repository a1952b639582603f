import type { Locator, Page } from 'playwright-core';

/** A person without a mouse: every step is a key, and none may need a pointer. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From now on the page counts what a pointer does. */
  async countPointers(): Promise<void> {
    await this.#page.evaluate(() => {
      const counted = globalThis as unknown as { pointers: number };
      counted.pointers = 0;
      for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) {
        document.addEventListener(kind, () => (counted.pointers += 1), { capture: true });
      }
    });
  }

  async pointers(): Promise<number> {
    return this.#page.evaluate(() => (globalThis as unknown as { pointers: number }).pointers);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Presses a key until something has the focus; says where the focus went when it never does. */
  async until(wanted: Locator, key = 'Tab', most = 60): Promise<void> {
    await wanted.waitFor();
    const passed: string[] = [];
    for (let step = 0; step <= most; step += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      passed.push(await this.#focused());
      await this.#page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${String(wanted)}; it passed ${passed.join(' > ')}`);
  }

  /** What has the focus, in a word or two. */
  async #focused(): Promise<string> {
    return this.#page.evaluate(() => {
      const { activeElement } = document;
      const name = activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
      return `${activeElement?.tagName ?? 'nothing'} ${name.trim().slice(0, 24)}`;
    });
  }

  /** Nothing is lost: something of the page has the focus, and it shows. */
  async focusShows(): Promise<boolean> {
    return this.#page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return false;
      // On itself, on what stands for it, or on what holds it.
      const places: Element[] = [activeElement, ...activeElement.querySelectorAll('*')];
      for (let each = activeElement.parentElement; each !== null; each = each.parentElement)
        places.push(each);
      return places.some((each) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
      });
    });
  }

  /** Waits until something has the focus, and says what had it instead. */
  async comesTo(wanted: Locator): Promise<void> {
    await wanted.waitFor();
    for (let turn = 0; turn < 100; turn += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await this.#page.waitForTimeout(100);
    }
    throw new Error(`The focus is not at ${String(wanted)} but at ${await this.#focused()}`);
  }
}
