import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Message } from '../../shared/model/message.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible } from '../support/window/open-window.ts';
import {
  articles,
  bob,
  log,
  noon,
  openConversation,
  run as runOf,
} from '../support/window/open-conversation.ts';
import { messageIn } from '../support/window/samples.ts';

/** The most messages that are in the page at once. */
const most = 130;

const line = (number: number) =>
  articles()
    .getByText(`Line ${String(number)}.`, { exact: false })
    .first();
const newest = (name: string | RegExp = 'Newest messages') => page.getByRole('button', { name });

/** Some are longer than others, so that no height can be guessed. */
const textOf = (number: number): string =>
  `Line ${String(number)}. ${'More of the same. '.repeat(number % 7 === 0 ? 40 : number % 3)}`;

const run = (count: number, from = 1): Message[] => runOf(count, from, textOf);

const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

/** The first message that begins in view, with its distance from the upper edge. */
function placeOf(viewport: HTMLElement): { readonly element: HTMLElement; readonly top: number } {
  const edge = viewport.getBoundingClientRect().top;
  for (const element of viewport.querySelectorAll('article')) {
    const top = element.getBoundingClientRect().top - edge;
    if (top >= 0) return { element, top };
  }
  throw new Error('No message is in view');
}

const topIn = (viewport: HTMLElement, element: HTMLElement): number =>
  element.getBoundingClientRect().top - viewport.getBoundingClientRect().top;

/** How far the element strays from its place while something goes on, looked at in every frame. */
async function strayed(viewport: HTMLElement, during: () => Promise<unknown>): Promise<number> {
  const { element, top } = placeOf(viewport);
  let worst = 0;
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      await frame();
      worst = Math.max(worst, Math.abs(topIn(viewport, element) - top));
    }
  };
  const watching = watch();
  await during();
  await frame();
  await frame();
  over = true;
  await watching;
  return worst;
}

const shownNumbers = (): number[] =>
  articles()
    .elements()
    .map((each) => Number(/Line (\d+)\./.exec(each.textContent)?.[1]));

describe('the reader’s place', () => {
  test('stays to the pixel, in every frame, while older messages come in above', async () => {
    const { main, viewport } = await openConversation(bob, run(400));
    let answer: () => void = () => undefined;
    main.delays.set('messages', new Promise((resolve) => (answer = resolve)));
    viewport.scrollTop = 500;
    await frame();
    await frame();
    const before = articles().elements().length;
    const off = await strayed(viewport, async () => {
      answer();
      await expect.poll(() => articles().elements().length).toBeGreaterThan(before);
    });
    expect(off).toBeLessThan(1);
  });

  test('stays while newer messages come in below and the oldest are let go', async () => {
    const { viewport } = await openConversation({ ...bob, unread: 3000, readUpTo: 1000 }, run(4000));
    for (let step = 0; step < 12; step += 1) {
      viewport.scrollTop = viewport.scrollHeight - viewport.clientHeight - 300;
      const off = await strayed(viewport, async () => {
        for (let each = 0; each < 6; each += 1) await frame();
      });
      expect(off).toBeLessThan(1);
    }
    const numbers = shownNumbers();
    expect(numbers[0]).toBeGreaterThan(1001);
    expect(numbers.length).toBeLessThanOrEqual(most);
  });

  test('stays when the window changes its size, at the end and elsewhere', async () => {
    const { viewport } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    await page.viewport(820, 600);
    await frame();
    await frame();
    expect(viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight).toBeLessThan(2);
    viewport.scrollTop -= 1500;
    await frame();
    await frame();
    const { element, top } = placeOf(viewport);
    await page.viewport(1280, 800);
    await frame();
    await frame();
    expect(Math.abs(topIn(viewport, element) - top)).toBeLessThan(1);
  });

  test('stays when the size changes before the scroll from the end was told of', async () => {
    const messages = run(40).map((message) => ({
      ...message,
      text: `Line ${String(message.sequence)}. ${message.sequence === 20 ? 'Long. '.repeat(80) : ''}`,
    }));
    const { viewport } = await openConversation(bob, messages);
    await expect.element(line(40)).toBeInViewport();
    const box = viewport.parentElement;
    if (box === null) throw new Error('The timeline stands nowhere');
    // The long one stands above the view then. It breaks its lines anew, and all after it moves.
    viewport.scrollTop -= 100;
    const { element, top } = placeOf(viewport);
    expect(topIn(viewport, line(20).element() as HTMLElement)).toBeLessThan(-50);
    const height = viewport.scrollHeight;
    box.style.width = '400px';
    await frame();
    await frame();
    expect(viewport.scrollHeight).toBeGreaterThan(height);
    expect(Math.abs(topIn(viewport, element) - top)).toBeLessThan(1);
  });

  test('is the end while one is there, whatever comes', async () => {
    const { main, viewport } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    for (let number = 61; number <= 70; number += 1) {
      main.deliver(messageIn(bob, { text: textOf(number), sequence: number, at: noon }));
      await frame();
      await frame();
      expect(viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight).toBeLessThan(2);
    }
    await expect.element(newest(/new messages?/)).not.toBeInTheDocument();
  });

  test('elsewhere stays, and what comes is counted', async () => {
    const { main, viewport } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    viewport.scrollTop -= 1200;
    await expect.element(newest()).toBeVisible();
    const off = await strayed(viewport, async () => {
      for (let number = 61; number <= 63; number += 1) {
        main.deliver(messageIn(bob, { text: textOf(number), sequence: number, at: noon }));
        await frame();
      }
      await expect.element(newest('3 new messages')).toBeVisible();
    });
    expect(off).toBeLessThan(1);
    // The count follows what one has scrolled past.
    viewport.scrollTop = viewport.scrollHeight;
    await expect.element(newest(/new messages?/)).not.toBeInTheDocument();
    await expect.poll(() => main.inputsOf('markRead').at(-1)).toEqual({ conversationId: bob.id, upTo: 63 });
  });
});

describe('a long conversation', () => {
  test('is kept in the page in part, at both ends, without a hole', async () => {
    const { viewport } = await openConversation(bob, run(2000));
    await expect.element(line(2000)).toBeInViewport();
    while ((shownNumbers()[0] ?? 0) > 1700) {
      viewport.scrollTop = Math.max(0, viewport.scrollTop - 900);
      await frame();
      expect(articles().elements().length).toBeLessThanOrEqual(most);
    }
    const numbers = shownNumbers();
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(numbers.at(-1)).toBeLessThan(2000);
    while (shownNumbers().at(-1) !== 2000) {
      viewport.scrollTop += 900;
      await frame();
      expect(articles().elements().length).toBeLessThanOrEqual(most);
    }
    viewport.scrollTop = viewport.scrollHeight;
    await expect.element(newest()).not.toBeInTheDocument();
    const last = shownNumbers();
    expect(last).toEqual(last.map((_, index) => (last[0] ?? 0) + index));
  });

  test('comes to rest in a window that shows more at once than is kept otherwise', async () => {
    const short = run(600).map((each, index) => ({ ...each, at: noon, text: `Line ${String(index + 1)}.` }));
    const { main, viewport } = await openConversation(bob, short);
    await page.viewport(1000, 5000);
    const asked = (): number => main.inputsOf('messages').length + main.inputsOf('messagesAfter').length;
    for (let turn = 0; turn < 12; turn += 1) {
      viewport.scrollTop = Math.max(0, viewport.scrollTop - 900);
      await frame();
    }
    let before = -1;
    await expect
      .poll(async () => {
        const [now, last] = [asked(), before];
        before = now;
        for (let frames = 0; frames < 20; frames += 1) await frame();
        return now === last && asked() === now;
      })
      .toBe(true);
    expect(articles().elements().length).toBeGreaterThan(most);
  });

  test('opens at the first of very many unread messages, reports what was on screen, and leads to the newest', async () => {
    const { main } = await openConversation({ ...bob, unread: 4000, readUpTo: 1000 }, run(5000));
    await expect.element(log().getByText('New', { exact: true })).toBeInViewport();
    await expect.element(line(1001)).toBeInViewport();
    await expect.element(line(1000)).toBeInViewport();
    await expect.poll(() => main.inputsOf('markRead').at(-1)?.upTo ?? 0).toBeGreaterThan(1001);
    expect(main.inputsOf('markRead').at(-1)?.upTo).toBeLessThan(1100);
    await newest(/3,9\d\d new messages/).click();
    await expect.element(line(5000)).toBeInViewport();
    await expect.poll(() => main.inputsOf('markRead').at(-1)?.upTo).toBe(5000);
  });

  test('lets nothing go in which text is selected', async () => {
    const { viewport } = await openConversation(bob, run(1000));
    const selected = line(1000).element();
    getSelection()?.selectAllChildren(selected);
    for (let step = 0; step < 40 && (shownNumbers()[0] ?? 0) > 700; step += 1) {
      viewport.scrollTop = 0;
      await frame();
      await frame();
    }
    expect(shownNumbers()[0]).toBeLessThanOrEqual(700);
    expect(selected.isConnected).toBe(true);
    getSelection()?.removeAllRanges();
    viewport.scrollTop = 0;
    await expect.poll(() => articles().elements().length).toBeLessThanOrEqual(most);
  });
});

test('what is new and below the view is not read yet, and the button counts it', async () => {
  const { main } = await openConversation({ ...bob, unread: 35, readUpTo: 5 }, run(40));
  const jump = newest(/\d+ new messages/);
  await expect.element(jump).toBeVisible();
  const reported = (): number[] => main.inputsOf('markRead').map(({ upTo }) => upTo);
  await expect.poll(reported).toHaveLength(1);
  expect(reported()[0]).toBeGreaterThan(5);
  expect(reported()[0]).toBeLessThan(40);
  await jump.click();
  await expect.poll(() => reported().at(-1)).toBe(40);
});

describe('a burst of a thousand messages', () => {
  const inBatches = async (main: FakeMain): Promise<void> => {
    for (let from = 61; from <= 1060; from += 50) {
      main.deliver(...run(50, from));
      await frame();
    }
  };

  test('at the end shows the newest, and no more than a screen needs', async () => {
    const { main, viewport } = await openConversation(bob, run(60));
    await inBatches(main);
    await expect.element(line(1060)).toBeInViewport();
    expect(viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight).toBeLessThan(2);
    expect(articles().elements().length).toBeLessThanOrEqual(most);
    await expect.poll(() => main.inputsOf('markRead').at(-1)?.upTo).toBe(1060);
    await expect
      .poll(() => {
        viewport.scrollTop = 0;
        return shownNumbers()[0];
      })
      .toBeLessThan(1000);
    const numbers = shownNumbers();
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  test('elsewhere moves nothing and is counted', async () => {
    const { main, viewport } = await openConversation(bob, run(60));
    viewport.scrollTop -= 1500;
    await expect.element(newest()).toBeVisible();
    const off = await strayed(viewport, () => inBatches(main));
    expect(off).toBeLessThan(1);
    expect(articles().elements().length).toBeLessThanOrEqual(most);
    await newest('1,000 new messages').click();
    await expect.element(line(1060)).toBeInViewport();
  });
});

describe('a page that could not be loaded', () => {
  const note = () => log().getByText(/^The messages could not be loaded/);
  const again = () => log().getByRole('button', { name: 'Load again' });
  const refusal = { code: 'internal', detail: '' } as const;
  const scrolledUntilSaid = (scroll: () => void): Promise<void> =>
    expect
      .poll(
        () => {
          scroll();
          return note().elements().length;
        },
        { timeout: 10_000 },
      )
      .toBe(1);

  test('of older messages says so above them, is not asked for again by scrolling, and comes by the button', async () => {
    const { main, viewport } = await openConversation(bob, run(200));
    await expect.element(line(200)).toBeInViewport();
    main.refusals.set('messages', refusal);
    await scrolledUntilSaid(() => {
      viewport.scrollTop = 0;
    });
    const [first] = shownNumbers();
    expect(note().element().getBoundingClientRect().bottom).toBeLessThanOrEqual(
      line(first ?? 0)
        .element()
        .getBoundingClientRect().top,
    );
    await expectAccessible();
    const asked = main.inputsOf('messages').length;
    viewport.scrollTop = 200;
    await frame();
    viewport.scrollTop = 0;
    await frame();
    expect(main.inputsOf('messages')).toHaveLength(asked);
    main.refusals.clear();
    await again().click();
    await expect.poll(() => shownNumbers()[0]).toBeLessThan(first ?? 0);
    await expect.element(note()).not.toBeInTheDocument();
  });

  test('of newer messages says so below them, and comes by the button', async () => {
    const { main, viewport } = await openConversation({ ...bob, unread: 300, readUpTo: 100 }, run(400));
    await expect.element(line(101)).toBeInViewport();
    main.refusals.set('messagesAfter', refusal);
    await scrolledUntilSaid(() => {
      viewport.scrollTop = viewport.scrollHeight;
    });
    const last = shownNumbers().at(-1) ?? 0;
    expect(note().element().getBoundingClientRect().top).toBeGreaterThanOrEqual(
      line(last).element().getBoundingClientRect().bottom,
    );
    await expectAccessible();
    main.refusals.clear();
    await again().click();
    await expect.poll(() => shownNumbers().at(-1)).toBeGreaterThan(last);
    await expect.element(note()).not.toBeInTheDocument();
  });

  test('leaves what has come meanwhile as it is', async () => {
    const own = messageIn(bob, { text: 'My word', sequence: 201, at: noon, receipt: 'sending' });
    const { main, viewport } = await openConversation(bob, [...run(200), own]);
    const bubble = articles().last();
    await expect.element(bubble).toHaveAccessibleName(/My word .* sending$/);
    let refuse: () => void = () => undefined;
    main.refusals.set('messages', refusal);
    main.delays.set('messages', new Promise((resolve) => (refuse = resolve)));
    const asked = main.inputsOf('messages').length;
    viewport.scrollTop = 0;
    await expect.poll(() => main.inputsOf('messages').length).toBeGreaterThan(asked);
    main.deliver({ ...own, receipt: { state: 'sent', failure: null, updatedAt: noon } });
    refuse();
    await expect.element(again()).toBeInTheDocument();
    main.deliver({ ...own, receipt: { state: 'delivered', failure: null, updatedAt: noon } });
    await expect.element(bubble).toHaveAccessibleName(/ delivered$/);
    const [first] = shownNumbers();
    main.refusals.clear();
    main.delays.clear();
    await again().click();
    await expect.poll(() => shownNumbers()[0]).toBeLessThan(first ?? 0);
    await expect.element(bubble).toHaveAccessibleName(/ delivered$/);
  });
});

describe('where all that is loaded is deleted', () => {
  test('at the end, the newest of the others are shown', async () => {
    const { main } = await openConversation(bob, run(200));
    await expect.element(line(200)).toBeInViewport();
    main.remove(
      ...main
        .messagesOf(bob.id)
        .slice(50)
        .map(({ id }) => id),
    );
    await expect.element(line(50)).toBeInViewport();
  });

  test('elsewhere, one goes on with what is left there', async () => {
    const { main } = await openConversation({ ...bob, unread: 500, readUpTo: 100 }, run(600));
    await expect.element(line(101)).toBeInViewport();
    main.remove(
      ...main
        .messagesOf(bob.id)
        .slice(0, 300)
        .map(({ id }) => id),
    );
    await expect.element(line(301)).toBeInViewport();
    await expect.element(line(600)).not.toBeInTheDocument();
  });
});
