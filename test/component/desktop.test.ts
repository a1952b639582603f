import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith } from '../support/window/samples.ts';
import { openSettings } from '../support/window/settings.ts';

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

describe('sip: and im: links', () => {
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
