import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from '../support/window/fake-main.ts';
import {
  articles,
  bob,
  line,
  log,
  noon,
  openConversation,
  run,
} from '../support/window/open-conversation.ts';
import { messageIn } from '../support/window/samples.ts';
// The window fetches it when it is wanted; a test shall not wait for the server of the tests.
import '../../renderer/view/settings/SettingsScreen.svelte';

/** The most messages that are in the page at once. */
const most = 130;

const divider = () => log().getByText('New', { exact: true });

const viewport = (): HTMLElement => log().element() as HTMLElement;
const fromEnd = (): number => {
  const { scrollHeight, scrollTop, clientHeight } = viewport();
  return scrollHeight - scrollTop - clientHeight;
};
const topOf = (element: Element): number =>
  element.getBoundingClientRect().top - viewport().getBoundingClientRect().top;
const frames = async (count = 3): Promise<void> => {
  for (let each = 0; each < count; each += 1) await new Promise(requestAnimationFrame);
};
const readUpTo = (main: FakeMain): number | undefined => main.inputsOf('markRead').at(-1)?.upTo;

function leaveWindow(): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  window.dispatchEvent(new Event('blur'));
}

function returnToWindow(): void {
  vi.restoreAllMocks();
  window.dispatchEvent(new Event('focus'));
}

afterEach(() => {
  vi.restoreAllMocks();
});

const showSettings = async (): Promise<void> => {
  await userEvent.keyboard('{Control>},{/Control}');
  await expect.element(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
};

const showConversations = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await expect.element(log()).toBeVisible();
};

describe('what comes while nobody looks', () => {
  const deliver = async (main: FakeMain, count: number, step: number): Promise<void> => {
    for (let from = 61; from < 61 + count; from += step) {
      main.deliver(...run(Math.min(step, 61 + count - from), from));
      await frames(1);
    }
  };

  test.for([
    [60, 1],
    [200, 1],
    [200, 20],
    [400, 400],
  ])(
    'is read from its first on, as far as it is on screen: %i messages, %i at once',
    async ([count, step]) => {
      const { main } = await openConversation(bob, run(60));
      await expect.element(line(60)).toBeInViewport();
      leaveWindow();
      await deliver(main, count ?? 0, step ?? 1);
      await expect.element(divider()).toBeInViewport();
      await expect.element(line(61)).toBeInViewport();
      expect(articles().elements().length).toBeLessThanOrEqual(most);
      expect(readUpTo(main) ?? 0).toBeLessThanOrEqual(60);
      const place = topOf(line(61).element());
      returnToWindow();
      await expect.poll(() => readUpTo(main) ?? 0).toBeGreaterThan(61);
      await frames();
      expect(topOf(line(61).element())).toBe(place);
      const reported = readUpTo(main) ?? 0;
      expect(reported).toBeLessThan(61 + 30);
      await expect.element(line(reported)).toBeInViewport();
      // The rest as one reads on.
      await expect
        .poll(() => {
          viewport().scrollTop += viewport().clientHeight / 2;
          return readUpTo(main);
        })
        .toBe(60 + (count ?? 0));
    },
  );

  test('and fits is followed to the end, and read at once on the return', async () => {
    const { main } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    leaveWindow();
    await deliver(main, 5, 1);
    await expect.element(divider()).toBeInViewport();
    await expect.element(line(65)).toBeInViewport();
    expect(fromEnd()).toBeLessThan(2);
    returnToWindow();
    await expect.poll(() => readUpTo(main)).toBe(65);
  });

  test('is not read either when the user was away from a window that kept the focus', async () => {
    const { main } = await openConversation(bob, run(60));
    await expect.element(line(60)).toBeInViewport();
    main.raise({ kind: 'away', away: true });
    await deliver(main, 60, 1);
    await expect.element(divider()).toBeInViewport();
    main.raise({ kind: 'away', away: false });
    await expect.poll(() => readUpTo(main) ?? 0).toBeGreaterThan(61);
    expect(readUpTo(main)).toBeLessThan(61 + 30);
  });

  test('is not read either when the events of it were lost', async () => {
    const { main } = await openConversation({ ...bob, readUpTo: 60 }, run(60));
    await expect.element(line(60)).toBeInViewport();
    leaveWindow();
    main.deliverUnheard(...run(60, 61));
    main.deliver(...run(1, 121));
    await expect.element(divider()).toBeInViewport();
    returnToWindow();
    await expect.poll(() => readUpTo(main) ?? 0).toBeGreaterThan(61);
    expect(readUpTo(main)).toBeLessThan(61 + 30);
  });

  test.for([3, 60])(
    'stands after the divider when the settings stood before it: %i messages',
    async (count) => {
      const { main } = await openConversation(bob, run(60));
      await expect.element(line(60)).toBeInViewport();
      await expect.poll(() => fromEnd()).toBeLessThan(2);
      await showSettings();
      await deliver(main, count, 1);
      await showConversations();
      await expect.element(divider()).toBeInViewport();
      await expect.element(line(61)).toBeInViewport();
      await expect.poll(() => readUpTo(main) ?? 0).toBeGreaterThan(61);
      if (count === 3) expect(readUpTo(main)).toBe(63);
      else expect(readUpTo(main)).toBeLessThan(61 + 30);
    },
  );
});

describe('a look at the settings', () => {
  test('leaves the reader where they were', async () => {
    await openConversation({ ...bob, unread: 100, readUpTo: 100 }, run(200));
    await expect.element(divider()).toBeInViewport();
    viewport().scrollTop += 900;
    await frames();
    const [first] = articles()
      .elements()
      .filter((each) => topOf(each) >= 0);
    const id = first?.getAttribute('data-message-id') ?? '';
    const place = first === undefined ? 0 : topOf(first);
    await showSettings();
    await showConversations();
    const again = (): Element | null => document.querySelector(`[data-message-id="${id}"]`);
    await expect
      .poll(() => Math.abs((again() === null ? 0 : topOf(again() as Element)) - place))
      .toBeLessThan(1);
  });

  test('leaves them at the end, after a divider that was read past', async () => {
    await openConversation({ ...bob, unread: 40, readUpTo: 60 }, run(100));
    await expect.element(divider()).toBeInViewport();
    await page.getByRole('button', { name: /new messages?$/ }).click();
    await expect.poll(() => fromEnd()).toBeLessThan(2);
    await showSettings();
    await showConversations();
    await expect.element(line(100)).toBeInViewport();
  });

  test('jumps to nothing again, and a second jump to the same message shows it again', async () => {
    const messages = run(40);
    const [, , third] = messages;
    const answer = messageIn(bob, {
      text: 'Answer',
      sequence: 41,
      at: noon,
      ...(third === undefined ? {} : { replyTo: third }),
    });
    await openConversation(bob, [...messages, answer]);
    const quote = () =>
      articles()
        .last()
        .getByRole('button', { name: /Line 3/ });
    const target = () => document.querySelector(`[data-message-id="${third?.id ?? ''}"]`);
    await quote().click();
    await expect.poll(() => target()?.classList.contains('found')).toBe(true);
    await expect.element(line(3)).toBeInViewport();
    await page.getByRole('button', { name: 'Newest messages' }).click();
    await expect.element(quote()).toBeInViewport();
    await showSettings();
    await showConversations();
    await expect.element(quote()).toBeInViewport();
    await frames();
    await expect.element(quote()).toBeInViewport();
    expect(document.activeElement).not.toBe(target());
    let flashes = 0;
    await quote().click();
    await expect
      .poll(() => document.activeElement === target() && target()?.classList.contains('found'))
      .toBe(true);
    await frames();
    viewport().addEventListener('animationstart', (event) => {
      if (event.animationName.endsWith('found')) flashes += 1;
    });
    document.querySelector<HTMLElement>('textarea')?.focus();
    viewport().scrollTop = viewport().scrollHeight;
    await quote().click();
    await expect.poll(() => flashes).toBeGreaterThan(0);
  });
});
