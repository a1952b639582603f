import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { snippetOf } from '../../renderer/state/search-snippet.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const anna = conversationWith('anna@example.com', 'Anna Svensson', { createdAt: noon - 1 });

const box = () => page.getByRole('combobox', { name: 'Search everything' });
const options = () => page.getByRole('listbox', { name: 'Search results' }).getByRole('option');
const articles = () => page.getByRole('log', { name: 'Messages' }).getByRole('article');
const status = () => page.getByRole('status').filter({ hasText: /message|Nothing|Searching/ });

/** Bob's long history with two needles far from each other, and a word of Anna's. */
const bobsMessages = Array.from({ length: 400 }, (_, index) =>
  messageIn(bob, {
    text: index === 20 || index === 200 ? `Here is needle ${String(index)}` : `Line ${String(index)}`,
    sequence: index + 1,
    at: noon - (500 - index) * minute,
  }),
);
const annasMessage = messageIn(anna, {
  text: 'No <b>needle</b> here',
  sequence: 1000,
  receipt: 'read',
  at: noon - minute,
});

async function openHistory(size?: { width: number; height: number }) {
  return openWindow((main: FakeMain) => {
    main.store(bob, bobsMessages);
    main.store(anna, [annasMessage]);
  }, size);
}

async function searchFor(opened: Awaited<ReturnType<typeof openWindow>>, query: string): Promise<void> {
  await box().fill(query);
  opened.clock.advance(120);
}

const isInView = (element: Element): boolean => {
  const log = element.closest('[role=log]')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return log !== undefined && top >= log.top && bottom <= log.bottom;
};

const articleOf = (id: string): Element | null => document.querySelector(`article[data-message-id="${id}"]`);

describe('the search', () => {
  test('takes the focus by key, and shows what it found, newest first, with the words marked', async () => {
    const opened = await openHistory();
    await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}');
    await expect.element(box()).toHaveFocus();
    await searchFor(opened, 'needle');
    await expect.element(status()).toMatchTextContent(/^3 messages$/);
    expect(
      options()
        .elements()
        .map((each) => each.querySelector('.name')?.textContent),
    ).toEqual(['Anna Svensson', 'Bob', 'Bob']);
    await expect.element(options().nth(0)).toMatchTextContent(/You: No <b>needle<\/b> here/);
    expect([...document.querySelectorAll('mark')].map((each) => each.textContent)).toEqual([
      'needle',
      'needle',
      'needle',
    ]);
    await expectAccessible();
  });

  test('waits until the typing rests, and asks once', async () => {
    const opened = await openHistory();
    for (const query of ['n', 'ne', 'nee']) {
      await box().fill(query);
      opened.clock.advance(100);
    }
    expect(opened.main.inputsOf('search')).toEqual([]);
    opened.clock.advance(20);
    await expect.element(options().nth(0)).toBeVisible();
    expect(opened.main.inputsOf('search').map(({ query }) => query)).toEqual(['nee']);
  });

  test('forgets the answer to a word that is not wanted any more', async () => {
    const opened = await openHistory();
    let answer: () => void = () => undefined;
    opened.main.delays.set(
      'search',
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await searchFor(opened, 'needle');
    opened.main.delays.delete('search');
    await searchFor(opened, '"Line 7"');
    await expect.element(status()).toMatchTextContent(/^11 messages$/);
    answer();
    await expect.element(options().nth(0)).toMatchTextContent(/Line 79/);
    await expect.element(status()).toMatchTextContent(/^11 messages$/);
  });

  test('opens a message in its conversation by Enter, points it out, and reads on in both directions', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle 20');
    await expect.element(options().nth(0)).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(options().nth(1)).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{Enter}');
    const found = bobsMessages[20];
    await expect.element(articles().filter({ hasText: 'needle 20' })).toHaveFocus();
    expect(articleOf(found?.id ?? '')).toHaveClass('found');
    expect(isInView(articleOf(found?.id ?? '') ?? document.body)).toBe(true);
    expect(opened.main.inputsOf('markRead')).toEqual([]);
    await expectAccessible();

    const log = page.getByRole('log', { name: 'Messages' }).element();
    log.scrollTop = 0;
    await expect.element(articles().filter({ hasText: /Line 0\D/ })).toBeInTheDocument();
    await expect
      .poll(() => {
        log.scrollTop = log.scrollHeight;
        return articles().filter({ hasText: 'Line 140' }).elements().length;
      })
      .toBe(1);
    const ids = articles()
      .elements()
      .map((each) => each.getAttribute('data-message-id'));
    // Those at the beginning may have been let go, and there is no hole.
    const from = bobsMessages.findIndex(({ id }) => id === ids[0]);
    expect(ids).toEqual(bobsMessages.slice(from, from + ids.length).map(({ id }) => id));

    await page.getByRole('button', { name: 'Newest messages' }).click();
    await expect.element(articles().filter({ hasText: 'Line 399' })).toBeVisible();
    await expect.poll(() => isInView(articleOf(bobsMessages[399]?.id ?? '') ?? document.body)).toBe(true);
  });

  test('takes the mark "unread" from the conversation that it opens', async () => {
    const opened = await openWindow((main: FakeMain) => {
      main.store({ ...bob, markedUnread: true }, bobsMessages);
    });
    const row = (name: RegExp) =>
      page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
    await expect.element(row(/Bob.*marked as unread/)).toBeVisible();
    await searchFor(opened, 'needle 20');
    await options().nth(1).click();
    await expect.element(articles().filter({ hasText: 'needle 20' })).toHaveFocus();
    await expect
      .poll(() => opened.main.inputsOf('organiseConversation'))
      .toEqual([{ conversationId: bob.id, change: { markedUnread: false } }]);
    // Where one is already, what is marked so stays.
    opened.main.raise({ kind: 'conversation', conversation: { ...bob, markedUnread: true } });
    await searchFor(opened, 'Line 7');
    await options().nth(1).click();
    expect(opened.main.inputsOf('organiseConversation')).toHaveLength(1);
  });

  test('unfolds the long message that it leads to, shows the place and marks it', async () => {
    const lines = Array.from({ length: 90 }, (_, index) =>
      index === 80 ? 'The thimble' : `Line ${String(index)}`,
    );
    const long = messageIn(bob, { text: lines.join('\n'), sequence: 101, at: noon - 400 * minute });
    const opened = await openWindow((main: FakeMain) => {
      main.store(
        bob,
        bobsMessages.map((each) => (each.sequence === 101 ? long : each)),
      );
    });
    await searchFor(opened, 'thimble');
    await options().nth(0).click();
    await expect.element(articles().filter({ hasText: 'The thimble' })).toHaveFocus();
    const places = (): Range[] =>
      [...(CSS.highlights.get('found') ?? [])].filter((each) => each instanceof Range);
    await expect.poll(() => places().map(String)).toEqual(['thimble']);
    const log = page.getByRole('log', { name: 'Messages' }).element().getBoundingClientRect();
    const [place] = places().map((each) => each.getBoundingClientRect());
    expect(place?.top).toBeGreaterThan(log.top);
    expect(place?.bottom).toBeLessThan(log.bottom);
    // What one opens by itself has no marks.
    await page.getByRole('button', { name: 'Newest messages' }).click();
    await expect.element(articles().filter({ hasText: 'Line 399' })).toBeVisible();
    expect(places()).toEqual([]);
  });

  test('jumps within what is loaded, too, and to another message after that', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle');
    await options().nth(1).click();
    await expect.element(articles().filter({ hasText: 'needle 200' })).toHaveFocus();
    await searchFor(opened, 'Line 199');
    await options().nth(0).click();
    await expect.element(articles().filter({ hasText: 'Line 199' })).toHaveFocus();
    expect(opened.main.inputsOf('messagesAround')).toHaveLength(1);
  });

  test('jumps though the newest messages are still on their way, and finds those afterwards', async () => {
    const opened = await openHistory();
    let answer: () => void = () => undefined;
    opened.main.delays.set(
      'messages',
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /^Bob/ }).click();
    await expect.element(page.getByText('Loading messages…')).toBeVisible();
    await searchFor(opened, 'needle 20');
    await options().nth(1).click();
    await expect.element(articles().filter({ hasText: 'needle 20' })).toHaveFocus();
    answer();
    opened.main.delays.delete('messages');
    await page.getByRole('button', { name: 'Newest messages' }).click();
    await expect.element(articles().filter({ hasText: 'Line 399' })).toBeVisible();
    await expect.element(articles().filter({ hasText: 'needle 20' }).first()).not.toBeInTheDocument();
  });

  test("counts what comes while one reads elsewhere, and shows one's own message at once", async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle 20');
    await options().nth(1).click();
    await expect.element(articles().filter({ hasText: 'needle 20' })).toHaveFocus();
    opened.main.deliver(messageIn(bob, { text: 'Are you there?', sequence: 2000, at: noon }));
    await expect.element(page.getByRole('button', { name: '1 new message' })).toBeVisible();
    await expect.element(articles().filter({ hasText: 'Are you there?' })).not.toBeInTheDocument();
    await page.getByRole('textbox', { name: 'Message' }).fill('Yes');
    await userEvent.keyboard('{Enter}');
    await expect.element(articles().filter({ hasText: 'Yes' })).toBeVisible();
    await expect.element(articles().filter({ hasText: 'Are you there?' })).toBeVisible();
  });

  test('finds conversations by name and address first', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'svens');
    await expect.element(options()).toMatchTextContent(/Anna Svensson\s+anna@example.com/);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Anna Svensson' })).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });

  test('loads more by the arrow keys', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'line');
    await expect.element(status()).toMatchTextContent(/^398 messages$/);
    expect(options().elements()).toHaveLength(30);
    await userEvent.keyboard('{ArrowDown>30/}');
    await expect.poll(() => options().elements().length).toBe(60);
  });

  test('says when nothing is found, and how to ask', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'xylophone');
    await expect.element(status()).toMatchTextContent(/^Nothing found$/);
    await expect.element(page.getByText('"two words"')).toBeVisible();
    await expectAccessible();
  });

  test('says when it did not work, and searches again', async () => {
    const opened = await openHistory();
    opened.main.refusals.set('search', { code: 'internal', detail: 'x' });
    await searchFor(opened, 'needle');
    await expect.element(page.getByText(/did not work/)).toBeVisible();
    await expectAccessible();
    opened.main.refusals.delete('search');
    await page.getByRole('button', { name: 'Search again' }).click();
    await expect.element(status()).toMatchTextContent(/^3 messages$/);
  });

  test('ends with Escape, back to the conversations', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle');
    await expect.element(options().nth(0)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(box()).toHaveValue('');
    await expect.element(box()).toHaveFocus();
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
  });

  test('keeps its results while a narrow window shows the message', async () => {
    const opened = await openHistory(narrow);
    await searchFor(opened, 'needle');
    await options().nth(2).click();
    await expect.element(articles().filter({ hasText: 'needle 20' })).toHaveFocus();
    // Out of the messages first, and then out of the conversation.
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(box()).toHaveFocus();
    expect(options().elements()).toHaveLength(3);
  });
});

test('how far the index is shows until it is whole, and what it has not got yet is found all the same', async () => {
  const opened = await openHistory();
  opened.main.indexed = 0.4;
  await searchFor(opened, 'needle');
  const bar = page.getByRole('progressbar', { name: 'Preparing the search' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
  await expect.element(status()).toHaveTextContent('3 messages');
  await expectAccessible();
  opened.main.indexed = 0.8;
  opened.clock.advance(1000);
  await expect.element(bar).toHaveAttribute('aria-valuenow', '80');
  opened.main.indexed = 1;
  opened.clock.advance(1000);
  await expect.element(bar).not.toBeInTheDocument();
});

describe('what is shown of a hit', () => {
  const hit = {
    ...bobsMessages[0],
    excerpt: '',
    clipped: { start: false, end: false },
    ranges: [],
  } as unknown as Parameters<typeof snippetOf>[0];
  const plain = (tokens: ReturnType<typeof snippetOf>) => tokens.map(({ text }) => text).join('');

  test('begins shortly before the first place, at a word', () => {
    const excerpt = `${'word '.repeat(30)}needle and thread`;
    const tokens = snippetOf({ ...hit, excerpt, ranges: [[150, 156]] });
    expect(plain(tokens)).toBe('…word word word word word word needle and thread');
    expect(tokens.filter(({ found }) => found)).toEqual([{ text: 'needle', found: true }]);
  });

  test('cuts no character in two, and says what was left out', () => {
    const family = '👩‍👩‍👧';
    const excerpt = `${family.repeat(20)}x`;
    const at = excerpt.length - 1;
    const shown = plain(
      snippetOf({ ...hit, excerpt, ranges: [[at, at + 1]], clipped: { start: false, end: true } }),
    );
    expect(shown).toMatch(/^…(?:👩‍👩‍👧)+x…$/u);
  });
});

describe('the filters', () => {
  const filter = (name: string) =>
    page.getByRole('group', { name: 'Narrow the search' }).getByRole('button', { name });

  test('are offered to whoever searches, and a filter without a value is no word', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle');
    await expect.element(status()).toMatchTextContent(/^3 messages$/);
    await filter('From one sender').click();
    await expect.element(box()).toHaveValue('needle from:');
    await expect.element(box()).toHaveFocus();
    opened.clock.advance(120);
    await expect.element(status()).toMatchTextContent(/^3 messages$/);
    expect(opened.main.inputsOf('search').at(-1)?.query).toBe('needle');
    await userEvent.keyboard('bob');
    opened.clock.advance(120);
    await expect.poll(() => opened.main.inputsOf('search').at(-1)?.query).toBe('needle from:bob');
    await expectAccessible();
  });

  test('propose today as the day, to be typed over', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'needle');
    await filter('Before a day').click();
    const proposed = /^needle before:\d{4}-\d\d-\d\d$/;
    await expect.poll(() => box().element().getAttribute('aria-label')).toBe('Search everything');
    const input = box().element();
    if (!(input instanceof HTMLInputElement)) throw new Error('The search has no field');
    expect(input.value).toMatch(proposed);
    expect(input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)).toMatch(
      /^\d{4}-\d\d-\d\d$/,
    );
    await userEvent.keyboard('2026-11-01');
    await expect.element(box()).toHaveValue('needle before:2026-11-01');
  });

  test('alone look for nothing yet', async () => {
    const opened = await openHistory();
    await searchFor(opened, 'has:');
    await expect.element(filter('With a link')).toBeVisible();
    expect(opened.main.inputsOf('search')).toEqual([]);
    await expect.element(page.getByText('Nothing found')).not.toBeInTheDocument();
  });
});
