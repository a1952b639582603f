import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConnectionState } from '../../shared/model/connection.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { account, conversationWith, messageIn, server } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { unread: 2, createdAt: noon });
const carol = conversationWith('carol@example.com', null, { createdAt: noon });
const dave = conversationWith('dave@example.com', 'Dave', { createdAt: noon });

function three(main: FakeMain): void {
  main.store(bob, [messageIn(bob, { text: 'Lunch?', sequence: 1, at: noon - 60_000 })]);
  main.store(carol, [
    messageIn(carol, { text: 'Sent it', sequence: 2, at: noon - 30_000, receipt: 'delivered' }),
  ]);
  main.store(dave, [
    messageIn(dave, { text: 'Hello', sequence: 3, at: noon - 90_000, receipt: 'failed', failure: 'absent' }),
  ]);
}

const names = () =>
  [...document.querySelectorAll('[data-conversation-id]')].map(
    (each) => /Bob|carol|Dave|erin/.exec(each.textContent)?.[0],
  );
const row = (name: RegExp) => page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
const status = () => page.getByRole('status');

describe('the list', () => {
  test('stands by last activity and names unread, receipt and failure in words', async () => {
    await openWindow(three);
    await expect.element(row(/Bob.*Lunch\?.*2 unread/)).toBeVisible();
    await expect.element(row(/carol@example\.com.*delivered.*Sent it/)).toBeVisible();
    await expect.element(row(/Dave.*Not sent.*Hello/)).toBeVisible();
    expect(names()).toEqual(['carol', 'Bob', 'Dave']);
    await expectAccessible();
  });

  test('shows the last message, or the draft, without its marks', async () => {
    await openWindow((main) => {
      main.store(dave, []);
      main.drafts.set(dave.id, { conversationId: dave.id, text: '*Nearly* there', caret: 0, replyTo: null });
      main.store(bob, [messageIn(bob, { text: '**Ship** it\n```\nmake all\n```', sequence: 1, at: noon })]);
      main.store(carol, [messageIn(carol, { text: '> Shall we?\n\n_Yes_', sequence: 2, at: noon })]);
    });
    await expect.element(row(/Bob.*Ship it\s+make all/)).toBeVisible();
    await expect.element(row(/carol.*Yes/)).toBeVisible();
    await expect.element(row(/Dave.*Draft.*Nearly there/)).toBeVisible();
    expect(document.querySelector('[aria-label="Conversations"]')?.textContent).not.toMatch(/[*`_>]/);
  });

  test('marks what was not sent before the last message, and says how much of it', async () => {
    const hello = { text: 'Hello', sequence: 3, at: noon } as const;
    await openWindow((main) => {
      main.store({ ...bob, unread: 0, failed: 2 }, [messageIn(bob, hello)]);
      main.store({ ...carol, failed: 1 }, [messageIn(carol, { ...hello, receipt: 'sent' })]);
      // The last message says it of itself.
      main.store({ ...dave, failed: 1 }, [
        messageIn(dave, { ...hello, receipt: 'failed', failure: 'absent' }),
      ]);
    });
    const mark = (name: RegExp): SVGElement | null => row(name).element().querySelector('svg.failed');
    await expect.element(row(/Bob.*Hello.*2 messages not sent/)).toBeVisible();
    await expect.element(row(/carol.*Hello.*1 message not sent/)).toBeVisible();
    await expect.element(row(/Dave.*Not sent.*Hello/)).toBeVisible();
    await expect.element(row(/Dave.*message not sent/)).not.toBeInTheDocument();
    expect([mark(/Bob/), mark(/carol/)].map((each) => each?.checkVisibility())).toEqual([true, true]);
    expect(mark(/Bob/)?.getAttribute('aria-hidden')).toBe('true');
    expect(mark(/Dave/)).toBeNull();
    await expectAccessible();
  });

  test('moves a conversation up when something happens in it', async () => {
    const { main } = await openWindow(three);
    await expect.element(row(/Dave/)).toBeVisible();
    main.deliver(messageIn(dave, { text: 'Back', sequence: 9, at: noon }));
    await expect.element(row(/Dave.*Back.*1 unread/)).toBeVisible();
    expect(names()).toEqual(['Dave', 'carol', 'Bob']);
  });

  test('keeps the focus where it is when the order changes', async () => {
    const { main } = await openWindow(three);
    await expect.element(row(/Bob/)).toBeVisible();
    const focused = [...document.querySelectorAll<HTMLElement>('[data-conversation-id]')][1];
    focused?.focus();
    expect(focused?.textContent).toContain('Bob');
    for (const [sequence, conversation] of [dave, bob, carol, dave].entries()) {
      main.deliver(
        messageIn(conversation, {
          text: `Then ${String(sequence)}`,
          sequence: 20 + sequence,
          at: noon + sequence,
        }),
      );
      await expect.element(page.getByText(`Then ${String(sequence)}`)).toBeVisible();
      expect(document.activeElement).toBe(focused);
    }
    expect(names()).toEqual(['Dave', 'carol', 'Bob']);
  });

  test('shows markup in a name as the text that it is', async () => {
    const eve = conversationWith('eve@example.com', '<b>Eve</b><script>alert(1)</script>');
    await openWindow((main) => {
      main.store(eve);
    });
    await expect.element(page.getByText('<b>Eve</b><script>alert(1)</script>')).toBeVisible();
    await row(/<b>Eve<\/b>/).click();
    await expect
      .element(page.getByRole('heading', { name: '<b>Eve</b><script>alert(1)</script>' }))
      .toBeVisible();
    expect(document.querySelector('b')).toBeNull();
  });

  test('teaches when it is empty', async () => {
    await openWindow();
    await expect.element(page.getByText('No conversations yet')).toBeVisible();
    await page.getByRole('button', { name: 'Start a conversation' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Address' })).toHaveFocus();
    await expectAccessible();
  });

  test('is walked by Alt and the arrow keys', async () => {
    await openWindow(three);
    await row(/carol/).click();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.element(page.getByRole('heading', { name: 'Bob' })).toBeVisible();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(page.getByRole('heading', { name: 'carol@example.com' })).toBeVisible();
  });

  test('opens where one was, and keeps where one is for the next start', async () => {
    const { main } = await openWindow((main) => {
      three(main);
      main.lastOpen = bob.id;
    });
    await expect.element(page.getByRole('heading', { name: 'Bob' })).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    // Its newest messages came with the snapshot.
    expect(main.inputsOf('messages')).toEqual([]);
    await row(/carol/).click();
    await expect.element(page.getByRole('heading', { name: 'carol@example.com' })).toBeVisible();
    expect(main.lastOpen).toBe(carol.id);
  });

  test('opens with the list in a narrow window', async () => {
    await openWindow((main) => {
      three(main);
      main.lastOpen = bob.id;
    }, narrow);
    await expect.element(row(/Bob/)).toBeVisible();
  });

  test('has all of its heading in a narrow window with large text', async () => {
    await openWindow(three, { width: 360, height: 700 });
    document.documentElement.style.fontSize = '200%';
    try {
      const start = page.getByRole('button', { name: 'New conversation' }).first();
      await expect.element(start).toBeVisible();
      const { right, width } = start.element().getBoundingClientRect();
      expect(right).toBeLessThanOrEqual(360);
      expect(width).toBeGreaterThan(24);
      const title = page.getByRole('heading', { name: 'Conversations', exact: true }).element();
      expect(title.clientHeight).toBeLessThan(2 * Number.parseFloat(getComputedStyle(title).fontSize));
    } finally {
      document.documentElement.style.fontSize = '';
    }
  });

  test('takes turns with the timeline in a narrow window', async () => {
    await openWindow(three, narrow);
    await row(/Bob/).click();
    await expect.element(page.getByRole('log', { name: 'Messages' })).toBeVisible();
    await expect.element(page.getByRole('list', { name: 'Conversations' })).not.toBeInTheDocument();
    await expectAccessible();
    await page.getByRole('button', { name: 'Back to the conversations' }).click();
    await expect.element(row(/Bob/)).toHaveFocus();
    await row(/Dave/).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(row(/Dave/)).toHaveFocus();
    await expectAccessible();
  });
});

describe('a new conversation', () => {
  const start = () => page.getByRole('button', { name: 'New conversation' });
  const address = () => page.getByRole('textbox', { name: 'Address' });

  test('is started by an address and opens with the focus in the composer', async () => {
    const { main } = await openWindow(three);
    await start().click();
    await address().fill('erin@example.com');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'erin@example.com' })).toBeVisible();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    expect(main.inputsOf('startConversation')).toEqual([{ address: 'erin@example.com' }]);
    expect(names()).toContain('erin');
  });

  test.for([
    ['alice@example.com', /your own address/],
    ['erin@', /after the @ is missing/],
  ] as const)('says what is wrong with %s', async ([typed, words]) => {
    await openWindow(three);
    await start().click();
    await address().fill(typed);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(words);
    await expect.element(address()).toHaveFocus();
    await expectAccessible();
  });

  test('begins with Ctrl+N, ends with Escape, and gives the focus back', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    await userEvent.keyboard('{Control>}n{/Control}');
    await expect.element(address()).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });
});

describe('the status line', () => {
  const failed = (code: 'no-answer' | 'wrong-password', retryAt: number | null): ConnectionState => ({
    kind: 'failed',
    server,
    failure: { code, status: null, detail: '' },
    retryAt,
  });

  test('says what is true', async () => {
    const { main } = await openWindow(three);
    await expect.element(status()).toMatchTextContent('Connected to sip.example.com over TCP');
    main.setConnection({ kind: 'connecting', server });
    await expect.element(status()).toMatchTextContent('Reconnecting');
    main.setConnection({ kind: 'offline' });
    await expect.element(status()).toMatchTextContent('Not connected');
  });

  test('names the server at the first attempt', async () => {
    await openWindow((main) => {
      main.connection = { kind: 'connecting', server };
    });
    await expect.element(status()).toMatchTextContent('Connecting to sip.example.com');
  });

  test('counts what waits, and the seconds until the next attempt', async () => {
    const { main, clock } = await openWindow(three);
    main.setConnection(failed('no-answer', clock.now() + 8_000));
    await expect
      .element(status())
      .toMatchTextContent('Not connected: the server did not answer. Trying again in 8 s');
    clock.advance(3_000);
    await expect.element(status()).toMatchTextContent('Trying again in 5 s');
    main.deliver(messageIn(bob, { text: 'later', sequence: 11, receipt: 'queued' }));
    main.deliver(messageIn(carol, { text: 'later too', sequence: 12, receipt: 'queued' }));
    await expect.element(status()).toMatchTextContent('2 messages waiting');
    await expectAccessible();
    await page.getByRole('button', { name: 'Try now' }).click();
    expect(main.inputsOf('reconnect')).toHaveLength(1);
    main.setConnection({ kind: 'connecting', server });
    await expect.element(status()).toMatchTextContent('Reconnecting, 2 messages waiting');
  });

  test('after a wrong password leads to signing in again', async () => {
    const { main } = await openWindow(three);
    main.setConnection(failed('wrong-password', null));
    await expect.element(status()).toMatchTextContent('Wrong password');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await expect.element(page.getByLabelText('Password', { exact: true })).toHaveFocus();
    await expectAccessible();
    await userEvent.keyboard('new secret{Enter}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(main.inputsOf('signIn')).toEqual([
      {
        address: 'alice@example.com',
        password: 'new secret',
        server: 'sip.example.com:5060',
        transport: 'tcp',
        imDialogs: false,
      },
    ]);
  });

  test('a second wrong password comes back to the sign-in screen with all but the password right', async () => {
    const { main } = await openWindow(three);
    main.setConnection(failed('wrong-password', null));
    main.refusals.set('signIn', {
      code: 'connection',
      failure: { code: 'wrong-password', status: 401, detail: '' },
    });
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await userEvent.keyboard('still wrong{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/did not accept this password/);
    main.setPhase({ kind: 'signed-out' });
    await expect.element(page.getByLabelText('Address', { exact: true })).toHaveValue('alice@example.com');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/did not accept this password/);
  });
});

describe('the account menu', () => {
  test('says who, which version and how secrets are kept, and signs out', async () => {
    await openWindow((main) => {
      main.secretStore = 'weak';
      main.phase = { kind: 'signed-in', account: { ...account, kind: 'trial' } };
    });
    await page.getByRole('button', { name: 'Account' }).click();
    const menu = page.getByRole('dialog', { name: 'Account' });
    await expect.element(menu).toMatchTextContent(/Alice Meyer.*alice@example\.com.*Trial on this computer/);
    await expect.element(menu).toMatchTextContent('Parley 0.1.0');
    await expect.element(menu).toMatchTextContent('no secret store');
    await expectAccessible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click();
    await expect.element(page.getByRole('button', { name: 'Try it on this computer' })).toBeVisible();
  });
});

/** What has come into the window, in the order of coming. */
function orderOfComing(parts: Readonly<Record<string, string>>): {
  readonly order: string[];
  readonly stop: () => void;
} {
  const order: string[] = [];
  const observer = new MutationObserver(() => {
    for (const [name, selector] of Object.entries(parts)) {
      if (!order.includes(name) && document.querySelector(selector) !== null) order.push(name);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true });
  return {
    order,
    stop: () => {
      observer.disconnect();
    },
  };
}

describe('the start', () => {
  const parts = { composer: 'textarea', messages: '[data-message-id]', list: '[data-conversation-id]' };

  test('draws first where one goes on writing, then the messages, then the list', async () => {
    const { order, stop } = orderOfComing(parts);
    await openWindow((main) => {
      three(main);
      main.lastOpen = bob.id;
    });
    await expect.element(row(/Bob.*Lunch\?/)).toBeVisible();
    stop();
    expect(order).toEqual(['composer', 'messages', 'list']);
    await expect.element(page.getByRole('log').getByText('Lunch?')).toBeVisible();
    await expectAccessible();
  });

  test('keeps what is written before everything is drawn', async () => {
    const written = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        const field = document.querySelector('textarea');
        if (field === null) return;
        observer.disconnect();
        expect(document.querySelector('[data-conversation-id]')).toBeNull();
        field.focus();
        field.value = 'Quick';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        resolve();
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
    await openWindow((main) => {
      three(main);
      main.lastOpen = bob.id;
    });
    await written;
    await expect.element(row(/Bob/)).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('Quick');
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
  });

  test('draws the list at once where nothing was open', async () => {
    const { order, stop } = orderOfComing(parts);
    await openWindow(three);
    await expect.element(row(/Bob/)).toBeVisible();
    stop();
    expect(order).toEqual(['list']);
  });
});
