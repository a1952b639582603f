import type { Page } from 'playwright-core';

/** What the probes leave in the page. */
interface Probes {
  /** From an input to the end of the frame that shows what it did, milliseconds. */
  readonly latencies: number[];
  /** Ids of the messages that have been in the page. */
  readonly seen: Set<string>;
}

declare global {
  // A global of the page can be declared in no other way.
  var parleyBench: Probes | undefined;
}

/** Puts the probes into the page, once. */
export async function probe(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.parleyBench = { latencies: [], seen: new Set() };
  });
}

export async function takeLatencies(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => globalThis.parleyBench?.latencies.splice(0) ?? []);
}

/** Notes the time from each key press to the end of the next frame. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          // A message comes after the frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => globalThis.parleyBench?.latencies.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
}

/**
 * Arms a stop-watch: it starts with the next event of that type, and stops at the end of the frame in which an element
 * that matches `selector` contains `text`, where it did not before. `settled` waits for it.
 */
export async function arm(page: Page, type: string, selector: string, text: string): Promise<void> {
  await page.evaluate(
    ([event, wanted, words]) => {
      const there = (): boolean =>
        [...document.querySelectorAll(wanted)].some((each) => each.textContent.includes(words));
      addEventListener(
        event,
        ({ timeStamp }) => {
          const shown = (): void => {
            if (!there()) return;
            observer.disconnect();
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => globalThis.parleyBench?.latencies.push(performance.now() - timeStamp);
              port2.postMessage(null);
            });
          };
          const observer = new MutationObserver(shown);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        },
        { capture: true, once: true },
      );
    },
    [type, selector, text] as const,
  );
}

/** Waits until the page has noted so many latencies. */
export async function settled(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => (globalThis.parleyBench?.latencies.length ?? 0) >= wanted, count);
}

/** Counts the messages that come into the page from now on. */
export async function countMessages(page: Page): Promise<void> {
  await page.evaluate(() => {
    const note = (root: Element): void => {
      const id = root.getAttribute('data-message-id');
      if (id !== null) globalThis.parleyBench?.seen.add(id);
      for (const each of root.querySelectorAll('[data-message-id]')) {
        globalThis.parleyBench?.seen.add(each.getAttribute('data-message-id') ?? '');
      }
    };
    note(document.body);
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node instanceof Element) note(node);
    }).observe(document.body, { subtree: true, childList: true });
  });
}

export async function messagesSeen(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.parleyBench?.seen.size ?? 0);
}
