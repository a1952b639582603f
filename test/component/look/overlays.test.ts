import { createRawSnippet, flushSync, type Component } from 'svelte';
import { afterEach, describe, expect, test, vi, type Mock } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Dialog from '../../../renderer/component/Dialog.svelte';
import {
  clearStage,
  expectAccessibleInEveryTheme,
  expectContained,
  hasRing,
  stage,
} from '../../support/window/component-stage.ts';
import { openWindow } from '../../support/window/open-window.ts';
import { jonas, madeUp } from '../../support/window/screens.ts';

// axe and pictures take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

afterEach(clearStage);

const contents = createRawSnippet(() => ({
  render: () => '<div><input aria-label="Address"><button type="button">Save</button></div>',
}));

async function showDialog(props: Record<string, unknown> = {}): Promise<Mock<() => void>> {
  const onclose = vi.fn<() => void>();
  await stage(Dialog as unknown as Component<Record<string, unknown>>, {
    open: true,
    title: 'New conversation',
    lead: 'With whom?',
    closeLabel: 'Close',
    children: contents,
    onclose,
    ...props,
  });
  return onclose;
}

describe('a dialog', () => {
  test.each(['narrow', 'wide'])(
    'that is %s has a name and a description, and is accessible',
    async (size) => {
      await showDialog({ size });
      const dialog = page.getByRole('dialog', { name: 'New conversation' });
      await expect.element(dialog).toHaveAccessibleDescription('With whom?');
      await expect.element(page.getByRole('textbox', { name: 'Address' })).toHaveFocus();
      await expectAccessibleInEveryTheme(dialog.element());
    },
  );

  test('keeps the focus, and closes by Escape and by its button', async () => {
    const onclose = await showDialog();
    for (let step = 0; step < 5; step += 1) {
      await userEvent.keyboard('{Tab}');
      const focused = document.activeElement;
      expect(focused?.closest('[role=dialog]')).not.toBeNull();
      expect(focused !== null && hasRing(focused)).toBe(true);
    }
    await userEvent.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalledTimes(1);
    const byButton = await showDialog();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(byButton).toHaveBeenCalledTimes(1);
  });

  test('closes by a click beside it', async () => {
    const beside = await showDialog();
    // The dialog listens from when it has the focus, and takes a click a moment after it.
    await expect.element(page.getByRole('textbox', { name: 'Address' })).toHaveFocus();
    await userEvent.click(document.body, { position: { x: 4, y: 4 }, force: true });
    await expect.poll(() => beside.mock.calls.length).toBe(1);
  });

  test('with long words stays in a narrow window', async () => {
    await page.viewport(320, 480);
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk '.repeat(12);
    await showDialog({ title: long, lead: long });
    const box = page.getByRole('dialog').element() as HTMLElement;
    const { left, right, top, bottom } = box.getBoundingClientRect();
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(320);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(480);
    expectContained(box);
    // What does not fit is reached by scrolling.
    await page.getByRole('button', { name: 'Save' }).click();
    await page.viewport(1280, 800);
  });

  test.each([
    ['gives the focus back', false],
    ['leaves the focus where it went meanwhile', true],
  ] as const)('closed by Escape %s', async (_, elsewhere) => {
    await openWindow(madeUp);
    const search = page.getByPlaceholder('Search everything').element() as HTMLElement;
    const pencil = page.getByRole('button', { name: 'New conversation' });
    await pencil.click();
    const address = page.getByRole('dialog').getByRole('textbox');
    await expect.element(address).toHaveFocus();
    // Both in one task, as of somebody who types fast: the dialog is still there then.
    address
      .element()
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    flushSync();
    expect(document.querySelector('[role=dialog]')).not.toBeNull();
    if (elsewhere) search.focus();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await new Promise(requestAnimationFrame);
    expect(document.activeElement).toBe(elsewhere ? search : pencil.element());
  });

  test('is not there when it is closed', async () => {
    await showDialog({ open: false });
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });
});

const menu = () => page.getByRole('menu');
const items = (): readonly string[] =>
  menu()
    .getByRole('menuitem')
    .elements()
    .map((each) => each.textContent.trim());

async function openMenu(): Promise<void> {
  await openWindow(madeUp);
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Jonas/ }).click();
  await page.getByRole('main').getByRole('button', { name: 'Actions' }).click();
  await expect.element(menu()).toBeVisible();
}

describe('a menu', () => {
  test('has a name, items with words, a line between groups, and is accessible', async () => {
    await openMenu();
    await expect.element(menu()).toHaveAccessibleName(/Jonas Becker/);
    expect(items()).toContain('Mute');
    expect(items().every((each) => each !== '')).toBe(true);
    expect(document.querySelectorAll('[role=menu] [role=separator]').length).toBeGreaterThan(0);
    await expectAccessibleInEveryTheme(menu().element());
    for (const each of menu().getByRole('menuitem').elements()) {
      expect(each.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
    }
  });

  test('goes by arrows and letters, and gives the focus back', async () => {
    await openMenu();
    await userEvent.keyboard('{ArrowDown}');
    const first = document.activeElement;
    expect(first?.getAttribute('role')).toBe('menuitem');
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).not.toBe(first);
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.textContent.trim()).toBe(items().at(-1));
    const highlighted = document.querySelector('[role=menu] [data-highlighted]');
    expect(highlighted).toBe(document.activeElement);
    await userEvent.keyboard('{Escape}');
    await expect.element(menu()).not.toBeInTheDocument();
    await expect.element(page.getByRole('main').getByRole('button', { name: 'Actions' })).toHaveFocus();
  });

  test('does what is chosen, and shows what is dangerous in the colour of that', async () => {
    await openMenu();
    const bad = menu()
      .getByRole('menuitem', { name: /Delete/ })
      .element();
    const plain = menu().getByRole('menuitem', { name: 'Mute' }).element();
    expect(getComputedStyle(bad).color).not.toBe(getComputedStyle(plain).color);
    await menu().getByRole('menuitem', { name: 'Mute' }).click();
    await expect.element(menu()).not.toBeInTheDocument();
    await expect
      .element(
        page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Jonas.*[Mm]uted/ }),
      )
      .toBeVisible();
  });

  test('of a row opens at the row, by the menu key too', async () => {
    await openWindow(madeUp);
    const row = document.querySelector<HTMLElement>(`[data-conversation-id="${jonas.id}"]`);
    row?.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(menu()).toBeVisible();
    const box = menu().element().getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.bottom).toBeLessThanOrEqual(window.innerHeight);
  });
});
