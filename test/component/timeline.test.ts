import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DeliveryFailure, ReceiptState } from '../../shared/model/receipt.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import {
  articles,
  bob,
  log,
  minute,
  noon,
  openConversation,
  run,
} from '../support/window/open-conversation.ts';
import { messageIn } from '../support/window/samples.ts';

describe('a message', () => {
  test.for<[ReceiptState, string]>([
    ['queued', 'queued'],
    ['sending', 'sending'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['failed', 'not sent'],
  ])('says "%s" in words', async ([receipt, words]) => {
    const message = messageIn(bob, { text: 'Hello', sequence: 1, receipt, at: noon });
    await openConversation(bob, [message]);
    await expect.element(articles()).toHaveAttribute('data-message-id', message.id);
    await expect.element(articles()).toHaveAccessibleName(new RegExp(`^You Hello .*12.* ${words}$`));
  });

  test('of the other side has no receipt', async () => {
    await openConversation(bob, [messageIn(bob, { text: 'Hello', sequence: 1, at: noon })]);
    await expect.element(articles()).toHaveAccessibleName(/^Bob Hello [^a-z]*(?:[AaPp]\.?[Mm]\.?)?$/);
  });

  test('has a tick of its own shape for each state, and says the state where one points', async () => {
    const states = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'] as const;
    const sent = states.map((receipt, at) =>
      messageIn(bob, { text: receipt, sequence: at + 1, receipt, at: noon }),
    );
    await openConversation(bob, sent);
    const ticks = [...document.querySelectorAll('article .tick')];
    const shapeOf = (tick: Element): string =>
      [...tick.querySelectorAll('svg *')]
        .map((each) => `${each.tagName} ${each.getAttribute('d') ?? ''}`)
        .join(', ');
    expect(new Set(ticks.map(shapeOf)).size).toBe(states.length);
    expect(ticks[4]?.getAttribute('title')).toBe('Proof of delivery: read');
  });

  test('changes its tick with the receipt', async () => {
    const message = messageIn(bob, { text: 'Hello', sequence: 1, receipt: 'sent', at: noon });
    const { main } = await openConversation(bob, [message]);
    await expect.element(articles()).toHaveAccessibleName(/ sent$/);
    main.deliver({ ...message, receipt: { state: 'delivered', failure: null, updatedAt: noon + 1 } });
    await expect.element(articles()).toHaveAccessibleName(/ delivered$/);
    expect(articles().elements()).toHaveLength(1);
  });

  test.for<[DeliveryFailure['code'], RegExp]>([
    ['no-answer', /Not sent: the server did not answer/],
    ['not-found', /Not sent: the server does not know this address/],
    ['absent', /Not sent: nobody is signed in/],
    ['busy', /Not sent: the other side is busy/],
    ['refused', /Not sent: the other side refused it/],
    ['unsupported', /Not sent: the other side takes no text messages/],
    ['too-large', /Not sent: it is too long/],
    ['server-error', /Not sent: the server had a problem/],
    ['interrupted', /Perhaps not sent: the connection ended/],
  ])('that failed (%s) says why and can be tried again', async ([failure, words]) => {
    const message = messageIn(bob, { text: 'Hello', sequence: 1, receipt: 'failed', failure, at: noon });
    const { main } = await openConversation(bob, [message]);
    await expect.element(articles()).toMatchTextContent(words);
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(main.inputsOf('retryMessage')).toEqual([{ id: message.id }]);
    await expect.element(articles()).toHaveAccessibleName(/ queued$/);
    await expect.element(page.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });

  test('shows markup as the text that it is', async () => {
    const text = '<img src=x onerror=alert(1)> <b>bold</b> &amp; {@html evil}';
    await openConversation(bob, [messageIn(bob, { text, sequence: 1, at: noon })]);
    await expect.element(articles().getByText(text)).toBeVisible();
    expect(document.querySelector('article img, article b')).toBeNull();
  });

  test('keeps line breaks and spaces, and breaks what is too long', async () => {
    const text = `first\n  second\n${'x'.repeat(3000)}`;
    await openConversation(bob, [messageIn(bob, { text, sequence: 1, at: noon })]);
    const element = log().element();
    expect(articles().element().textContent).toContain('first\n  second\n');
    expect(element.scrollWidth).toBeLessThanOrEqual(element.clientWidth);
  });

  test('opens web and e-mail links in the system’s programs and no others', async () => {
    const text =
      'See https://example.com/a?b=1, www.example.org or anna@example.com, not javascript:alert(1).';
    const { main } = await openConversation(bob, [messageIn(bob, { text, sequence: 1, at: noon })]);
    const links = articles().getByRole('link');
    expect(links.elements().map((each) => each.textContent)).toEqual([
      'https://example.com/a?b=1',
      'www.example.org',
      'anna@example.com',
    ]);
    for (const link of links.elements()) (link as HTMLElement).click();
    expect(main.inputsOf('openLink').map(({ url }) => url)).toEqual([
      'https://example.com/a?b=1',
      'https://www.example.org',
      'mailto:anna@example.com',
    ]);
    expect(articles().element().textContent).toContain(text);
  });
});

describe('the timeline', () => {
  test('has days and a divider before what is new, and is accessible', async () => {
    const day = 24 * 60 * minute;
    const unread = { ...bob, unread: 1, readUpTo: 3 };
    await openConversation(unread, [
      messageIn(bob, { text: 'Old', sequence: 1, at: noon - 40 * day }),
      messageIn(bob, {
        text: 'Yesterday’s',
        sequence: 2,
        at: noon - day,
        receipt: 'failed',
        failure: 'busy',
      }),
      messageIn(bob, { text: 'Seen', sequence: 3, at: noon - 3 * minute }),
      messageIn(bob, { text: 'Fresh https://example.com', sequence: 4, at: noon - minute }),
    ]);
    await expect
      .element(log())
      .toMatchTextContent(/October.*Old.*Yesterday.*Yesterday’s.*Today.*Seen.*New.*Fresh/s);
    await expectAccessible();
  });

  test('shows an avatar once for what one side says within a minute', async () => {
    await openConversation(bob, [
      messageIn(bob, { text: 'One', sequence: 1, at: noon }),
      messageIn(bob, { text: 'Two', sequence: 2, at: noon + 10_000 }),
      messageIn(bob, { text: 'Three', sequence: 3, at: noon + minute }),
    ]);
    await expect.element(articles().nth(2)).toBeVisible();
    expect(
      articles()
        .elements()
        .map((each) => each.querySelector('.avatar') !== null),
    ).toEqual([true, false, true]);
  });

  test('teaches when it is empty', async () => {
    await openConversation(bob, []);
    await expect.element(page.getByText(/beginning of your conversation with Bob/)).toBeVisible();
    await expectAccessible();
  });

  test('reports the newest as read when it is in view and the window has the focus', async () => {
    const { main } = await openConversation({ ...bob, unread: 2 }, run(2));
    await expect.poll(() => main.inputsOf('markRead')).toEqual([{ conversationId: bob.id, upTo: 2 }]);
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    try {
      window.dispatchEvent(new Event('blur'));
      main.deliver(messageIn(bob, { text: 'While away', sequence: 3, at: noon }));
      await expect.element(articles().getByText('While away')).toBeVisible();
      await expect.element(log().getByText('New', { exact: true })).toBeVisible();
      expect(main.inputsOf('markRead')).toHaveLength(1);
    } finally {
      focus.mockRestore();
    }
    window.dispatchEvent(new Event('focus'));
    await expect.poll(() => main.inputsOf('markRead').at(-1)).toEqual({ conversationId: bob.id, upTo: 3 });
    expect(main.inputsOf('markRead')).toHaveLength(2);
  });

  test('shows what one sends, wherever one was reading', async () => {
    await openConversation(bob, run(60));
    await expect.element(articles().getByText('Line 60')).toBeVisible();
    log().element().scrollTop = 300;
    await expect.element(page.getByRole('button', { name: 'Newest messages' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('My word');
    await userEvent.keyboard('{Enter}');
    await expect.element(articles().getByText('My word')).toBeInViewport();
  });

  test('shows what one sends before it is stored, without a tick, in the place that it keeps', async () => {
    const { main } = await openConversation(bob, run(60));
    await expect.element(articles().getByText('Line 60')).toBeVisible();
    let store: () => void = () => undefined;
    main.delays.set('sendMessage', new Promise((resolve) => (store = resolve)));
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('My word');
    await userEvent.keyboard('{Enter}');
    const bubble = articles().last();
    await expect.element(bubble).toHaveAccessibleName(/^You My word [^a-z]*(?:[AaPp]\.?[Mm]\.?)?$/);
    await expect.element(bubble).toBeInViewport();
    const element = bubble.element();
    store();
    await expect.element(bubble).toHaveAccessibleName(/My word .*queued$/);
    expect(bubble.element()).toBe(element);
    expect(articles().getByText('My word').elements()).toHaveLength(1);
  });

  test('takes back what was not stored', async () => {
    const { main } = await openConversation(bob, run(3));
    let refuse: () => void = () => undefined;
    main.delays.set('sendMessage', new Promise((resolve) => (refuse = resolve)));
    main.refusals.set('sendMessage', { code: 'text-too-long', longest: 65_536 });
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('My word');
    await userEvent.keyboard('{Enter}');
    await expect.element(articles().getByText('My word')).toBeInViewport();
    refuse();
    await expect.element(articles().getByText('My word')).not.toBeInTheDocument();
    expect(articles().elements()).toHaveLength(3);
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('My word');
  });

  test('loads older messages above and keeps the reader’s place', async () => {
    const { main } = await openConversation(bob, run(120));
    await expect.element(articles().getByText('Line 120')).toBeVisible();
    // What fills the window, and one step more.
    const filled = 120 - Math.ceil(window.innerHeight / 45);
    await expect
      .element(articles().getByText(`Line ${String(filled - 9)}`, { exact: true }))
      .toBeInTheDocument();
    await expect
      .element(articles().getByText(`Line ${String(filled - 10)}`, { exact: true }))
      .not.toBeInTheDocument();
    const element = log().element();
    element.scrollTop = 300;
    const anchor = articles().getByText('Line 105', { exact: true }).element();
    const before = anchor.getBoundingClientRect().top;
    await expect
      .element(articles().getByText(`Line ${String(filled - 19)}`, { exact: true }))
      .toBeInTheDocument();
    await expect.poll(() => Math.abs(anchor.getBoundingClientRect().top - before)).toBeLessThan(2);
    expect(main.inputsOf('messages').at(1)).toEqual({
      conversationId: bob.id,
      before: filled + 1,
      limit: 10,
    });
    expect(articles().elements()).toHaveLength(120 - filled + 20);
  });

  test('points at the message that scrolling has brought under the pointer, and at no other', async () => {
    const { clock } = await openConversation(bob, run(60));
    await articles().getByText('Line 60').hover();
    const pointedAt = () =>
      articles()
        .getByRole('button', { name: 'Reply' })
        .elements()
        .map((tool) => tool.closest('article')?.querySelector('[data-text]')?.textContent.trim());
    await expect.poll(pointedAt).toEqual(['Line 60']);
    const { bottom, height, left } = articles().last().element().getBoundingClientRect();
    log().element().scrollTop -= 200;
    const under = () =>
      document
        .elementFromPoint(left + 60, bottom - height / 2)
        ?.closest('article')
        ?.querySelector('[data-text]')
        ?.textContent.trim();
    await expect.poll(pointedAt).toEqual([]);
    // A wheel that turns stops often: only when it has rested for a moment.
    await expect
      .poll(() => {
        clock.advance(50);
        return pointedAt();
      })
      .toEqual([expect.not.stringMatching('Line 60')]);
    expect(pointedAt()).toEqual([under()]);
  });

  test('away from the end counts what comes and stays; the button leads to the newest', async () => {
    const { main } = await openConversation(bob, run(60));
    await expect.element(articles().getByText('Line 60')).toBeVisible();
    const element = log().element();
    element.scrollTop = 300;
    const newest = page.getByRole('button', { name: 'Newest messages' });
    await expect.element(newest).toBeVisible();
    const place = element.scrollTop;
    main.deliver(messageIn(bob, { text: 'Down here', sequence: 61, at: noon }));
    await expect.element(page.getByRole('button', { name: '1 new message' })).toBeVisible();
    expect(element.scrollTop).toBe(place);
    expect(main.inputsOf('markRead').some(({ upTo }) => upTo === 61)).toBe(false);
    await page.getByRole('button', { name: '1 new message' }).click();
    await expect.element(articles().getByText('Down here')).toBeInViewport();
    await expect.poll(() => main.inputsOf('markRead').at(-1)).toEqual({ conversationId: bob.id, upTo: 61 });
  });

  test('opens at the first unread message when what is new is longer than the view', async () => {
    await openConversation({ ...bob, unread: 40, readUpTo: 60 }, run(100));
    await expect.element(log().getByText('New', { exact: true })).toBeInViewport();
    await expect.element(articles().getByText('Line 61', { exact: true })).toBeInViewport();
    await expect.element(articles().getByText('Line 100', { exact: true })).not.toBeInViewport();
  });

  test('that could not be loaded says so and tries again', async () => {
    const { main } = await openWindow((each) => {
      each.store(bob, run(3));
      each.refusals.set('messages', { code: 'internal', detail: '' });
    });
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button').click();
    await expect.element(page.getByText(/The messages could not be loaded/)).toBeVisible();
    main.refusals.clear();
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect.element(articles().getByText('Line 3')).toBeVisible();
  });

  test('announces what comes, once, with its sender', async () => {
    const { main, clock } = await openConversation(bob, run(1));
    main.deliver(messageIn(bob, { text: 'Are you there?', sequence: 2, at: noon }));
    const announcement = page.getByText('Bob: Are you there?');
    await expect.element(announcement).toHaveAttribute('aria-live', 'polite');
    clock.advance(5_000);
    await expect.element(announcement).not.toBeInTheDocument();
  });

  test('says who is typing, and stops saying it', async () => {
    const { main } = await openConversation(bob, run(1));
    main.setTyping(bob.id, true);
    await expect.element(page.getByText('Bob is typing')).toBeVisible();
    await expect.element(page.getByText('Typing…')).toBeVisible();
    await expectAccessible();
    main.setTyping(bob.id, false);
    await expect.element(page.getByText('Bob is typing')).not.toBeInTheDocument();
  });
});

describe('what main refuses', () => {
  test('a link, or another try, is said beside the composer', async () => {
    const { main } = await openConversation(bob, [
      messageIn(bob, {
        text: 'https://example.com',
        sequence: 1,
        receipt: 'failed',
        failure: 'busy',
        at: noon,
      }),
    ]);
    main.refusals.set('openLink', { code: 'link-refused' });
    main.refusals.set('retryMessage', { code: 'store', problem: 'full', detail: '' });
    await page.getByRole('link').click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/link was not opened/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/disk is full/);
  });
});

describe('events', () => {
  test('a gap in their numbers brings a snapshot, and nothing is missed', async () => {
    const { main } = await openConversation(bob, run(2));
    await expect.element(articles().nth(1)).toBeVisible();
    const asked = main.inputsOf('snapshot').length;
    main.deliverUnheard(messageIn(bob, { text: 'Missed', sequence: 3, at: noon }));
    main.deliver(messageIn(bob, { text: 'Heard', sequence: 4, at: noon }));
    await expect.element(articles().getByText('Missed')).toBeVisible();
    await expect.element(articles().getByText('Heard')).toBeVisible();
    expect(articles().elements()).toHaveLength(4);
    expect(main.inputsOf('snapshot')).toHaveLength(asked + 1);
  });

  test('that were missed and cannot be read say so, once, and are read as soon as that works', async () => {
    const { main, clock } = await openConversation(bob, run(2));
    await expect.element(articles().nth(1)).toBeVisible();
    main.refusals.set('messages', { code: 'store', problem: 'full', detail: '' });
    const asked = () => main.inputsOf('messages').length;
    const before = asked();
    main.deliverUnheard(messageIn(bob, { text: 'Missed', sequence: 3, at: noon }));
    main.raise({ kind: 'away', away: false });
    const said = page.getByRole('alert').filter({ hasText: 'Messages may be missing here' });
    await expect.element(said).toMatchTextContent(/disk is full/);
    await expectAccessible();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect.element(said).not.toBeInTheDocument();
    clock.advance(1_000);
    await expect.poll(asked).toBe(before + 2);
    clock.advance(1_000);
    expect(asked()).toBe(before + 2);
    await expect.element(said).not.toBeInTheDocument();
    main.refusals.clear();
    clock.advance(1_000);
    await expect.element(articles().getByText('Missed')).toBeVisible();
    clock.advance(60_000);
    expect(asked()).toBe(before + 3);
  });

  test('that were missed are said to be missing only until they are there', async () => {
    const { main, clock } = await openConversation(bob, run(2));
    await expect.element(articles().nth(1)).toBeVisible();
    main.refusals.set('messages', { code: 'store', problem: 'full', detail: '' });
    main.deliverUnheard(messageIn(bob, { text: 'Missed', sequence: 3, at: noon }));
    main.raise({ kind: 'away', away: false });
    const said = page.getByText(/Messages may be missing here/);
    await expect.element(said).toBeVisible();
    main.refusals.clear();
    clock.advance(1_000);
    await expect.element(articles().getByText('Missed')).toBeVisible();
    await expect.element(said).not.toBeInTheDocument();
  });

  test('that came while the snapshot was under way are applied once', async () => {
    let answer: () => void = () => undefined;
    const { main } = await openWindow((each) => {
      each.store(bob, run(1));
      each.delays.set('snapshot', new Promise((resolve) => (answer = resolve)));
    });
    main.deliver(messageIn(bob, { text: 'Early', sequence: 2, at: noon }));
    answer();
    const row = page.getByRole('list', { name: 'Conversations' }).getByRole('button');
    await expect.element(row).toHaveAccessibleName(/Early.*1 unread/);
  });

  test('a snapshot that fails is asked for again', async () => {
    const { main, clock } = await openWindow((each) => {
      each.store(bob, run(1));
      each.refusals.set('snapshot', { code: 'internal', detail: 'not yet' });
    });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Parley cannot start');
    main.refusals.clear();
    clock.advance(1_000);
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
  });
});
