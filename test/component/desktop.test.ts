import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { HandClock } from '../support/window/hand-clock.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith } from '../support/window/samples.ts';
import { madeUp } from '../support/window/screens.ts';
import { openSettings, withSettings } from '../support/window/settings.ts';

const bob = conversationWith('bob@example.com', 'Bob');

const calls = (main: Awaited<ReturnType<typeof openWindow>>['main'], name: string): readonly unknown[] =>
  main.calls.filter((each) => each.name === name).map(({ input }) => input);

describe('the desktop around the window', () => {
  test('has its menus act as the keys do', async () => {
    const { main } = await openWindow();
    await expect.element(page.getByRole('navigation').first()).toBeVisible();
    main.opening = { kind: 'action', action: 'shortcuts' };
    main.raise({ kind: 'opening' });
    await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    main.opening = { kind: 'action', action: 'settings' };
    main.raise({ kind: 'opening' });
    await expect.element(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  });

  test('shows a link that leads nowhere, and gives the focus back', async () => {
    const { main } = await openWindow((each) => {
      each.store(bob);
      each.lastOpen = bob.id;
    });
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await expect.element(composer).toHaveFocus();
    for (const leave of [false, true]) {
      main.opening = { kind: 'bad-link', link: 'sip:', problem: 'address' };
      main.raise({ kind: 'opening' });
      const close = page.getByRole('alert').getByRole('button', { name: 'Close' });
      await expect.element(close).toBeVisible();
      if (leave) (document.activeElement as HTMLElement).blur();
      (close.element() as HTMLElement).focus();
      await userEvent.keyboard('{Enter}');
      await expect.element(close).not.toBeInTheDocument();
      await expect.element(composer).toHaveFocus();
    }
  });

  test('is asked for what only the system can do', async () => {
    const { main } = await openWindow();
    await expect.element(page.getByRole('navigation').first()).toBeVisible();
    await userEvent.keyboard('{F11}');
    await expect.poll(() => calls(main, 'askWindow')).toEqual([{ wish: 'full-screen' }]);
  });
});

describe('"Do not disturb"', () => {
  const inAnHour = new HandClock().now() + 3_600_000;
  const said = (): string =>
    [...document.querySelectorAll('[aria-live=polite]')].map(({ textContent }) => textContent).join('');

  test('is seen and said when it is turned on by its key, wherever one is, and ends where it is seen', async () => {
    const { main } = await openWindow(madeUp);
    const shown = page.getByRole('button', { name: 'Turn off' });
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
    await expect.element(shown).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}');
    await expect.element(shown).toBeVisible();
    await expect.poll(said).toBe('Do not disturb');
    await expect.element(page.getByRole('button', { name: 'Account, Do not disturb' })).toBeVisible();
    await expectAccessible();
    await shown.click();
    await expect.poll(() => main.settings.values['notifications.quietUntil']).toBe(0);
    await expect.element(shown).not.toBeInTheDocument();
    await expect.poll(said).toBe('Do not disturb is off');
  });

  test('says until when, is not news at the start, and ends by itself', async () => {
    const { clock } = await openWindow((main) => {
      madeUp(main);
      withSettings({ 'notifications.quietUntil': inAnHour })(main);
    });
    await expect.element(page.getByText(/^Do not disturb until .*1:00/).first()).toBeVisible();
    expect(said()).toBe('');
    clock.advance(3_660_000);
    await expect.poll(said).toBe('Do not disturb is off');
  });

  test('cannot be ended here when somebody else sets it', async () => {
    await openWindow((main) => {
      madeUp(main);
      withSettings({ 'notifications.quietUntil': inAnHour }, ['notifications.quietUntil'])(main);
    });
    await expect.element(page.getByText(/^Do not disturb until/).first()).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Turn off' })).not.toBeInTheDocument();
  });
});

describe('sip: and im: links', () => {
  test('are said to be looked for while the system is asked', async () => {
    let answered = (): void => undefined;
    await openSettings('advanced', (main) => {
      main.delays.set('linkHandling', new Promise((resolve) => (answered = resolve)));
    });
    const asking = page.getByRole('region', { name: 'Links' }).getByText('Asking the system…');
    await expect.element(asking).toBeVisible();
    answered();
    await expect.element(page.getByText(/^Another program opens sip: or im: links/)).toBeVisible();
    await expect.element(asking).not.toBeInTheDocument();
  });

  test('come to Parley when that is asked for, and the page says so', async () => {
    await openSettings('advanced');
    await expect.element(page.getByText(/^Another program opens sip: or im: links/)).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Open them with Parley' }).click();
    await expect.element(page.getByText('Parley opens sip: and im: links.')).toBeVisible();
  });

  test('stay where they are where the system says so, and the page tells what to do', async () => {
    const { main } = await openSettings('advanced');
    main.refusals.set('handleLinks', { code: 'internal', detail: 'no xdg-mime' });
    await page.getByRole('button', { name: 'Open them with Parley' }).click();
    await expect.element(page.getByText(/^Something went wrong inside Parley/)).toBeVisible();
  });
});
