import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { actions } from '../../renderer/state/action/registry.ts';
import { en } from '../../renderer/text/en/index.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';
import { openSettings, withSettings } from '../support/window/settings.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon, unread: 1 });
const dave = conversationWith('dave@example.com', 'Dave', { createdAt: noon, unread: 1 });

function three(main: FakeMain): void {
  for (const [index, conversation] of [bob, carol, dave].entries()) {
    const at = noon - index * 60_000;
    main.store(conversation, [messageIn(conversation, { text: 'Hello', sequence: index + 1, at })]);
  }
}

const sheet = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const heading = (name: string) => page.getByRole('heading', { name });
const row = (name: RegExp) => page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });

const exactly = (words: string): RegExp => new RegExp(`^${words}$`);

describe('the keys', () => {
  test('are a dialog’s while it is there, and not while it only fades away', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    const dialog = document.createElement('div');
    dialog.role = 'dialog';
    dialog.dataset['state'] = 'open';
    document.body.append(dialog);
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(row(/Bob/)).not.toHaveFocus();
    dialog.dataset['state'] = 'closed';
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(row(/Bob/)).toHaveFocus();
    dialog.remove();
  });

  test('open the sheet with every action by ?, which gives the focus back', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(row(/Bob/)).toHaveFocus();
    await userEvent.keyboard('?');
    await expect.element(sheet()).toBeVisible();
    for (const { id } of actions) {
      await expect
        .element(
          sheet()
            .getByRole('term')
            .filter({ hasText: exactly(en.actions.names[id]) }),
        )
        .toBeVisible();
    }
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await expect.element(sheet()).not.toBeInTheDocument();
    await expect.element(row(/Bob/)).toHaveFocus();
  });

  test('organise the open conversation', async () => {
    const { main } = await openWindow(three);
    await row(/Bob/).click();
    const id = main.inputsOf('rememberOpen').at(-1)?.conversationId;
    const changes = () => main.inputsOf('organiseConversation');
    const press = (keys: string) => userEvent.keyboard(`{Control>}{Shift>}${keys}{/Shift}{/Control}`);
    await press('p');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { pinned: true } });
    await press('p');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { pinned: false } });
    await press('m');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { muted: true } });
    await press('b');
    const question = page.getByRole('dialog', { name: /^Block Bob/ });
    await question.getByRole('button', { name: 'Block' }).click();
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { blocked: true } });
    await expect.element(question).not.toBeInTheDocument();
    await press('b');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { blocked: false } });
    await press('{Delete}');
    await expect.element(page.getByRole('dialog', { name: /^Delete the conversation/ })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await press('n');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { markedUnread: true } });
    await row(/Bob/).click();
    await press('a');
    await expect.poll(() => changes().at(-1)).toEqual({ conversationId: id, change: { archived: true } });
    await expect.element(row(/Bob/)).not.toBeInTheDocument();
  });

  test('of the composer and the messages are in the sheet, as sending is set', async () => {
    await openWindow((main) => {
      three(main);
      withSettings({ 'writing.sendWith': 'ctrl-enter' })(main);
    });
    await row(/Bob/).click();
    await userEvent.keyboard('{Control>}/{/Control}');
    const keysOf = (name: string) =>
      sheet()
        .getByRole('term')
        .filter({ hasText: exactly(name) })
        .element()
        .parentElement?.querySelector('dd')?.textContent;
    await expect.element(sheet()).toBeVisible();
    expect(keysOf('Bold')).toBe('CtrlB');
    expect(keysOf('Send')).toBe('CtrlEnter');
    expect(keysOf('New line')).toBe('EnterShiftEnter');
    expect(keysOf('Choose messages')).toBe('Space');
  });

  test('leave a ? that is written alone', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    await page.getByRole('textbox', { name: 'Message' }).click();
    await userEvent.keyboard('Why?');
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Why?');
    await expect.element(sheet()).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}/{/Control}');
    await expect.element(sheet()).toBeVisible();
  });

  test('that are a single one are only written where that is set, and not in the sheet', async () => {
    await openWindow((main) => {
      three(main);
      withSettings({ 'shortcuts.singleKeys': false })(main);
    });
    await row(/Bob/).click();
    const composer = page.getByRole('textbox', { name: 'Message' });
    await expect.element(composer).toHaveFocus();
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(row(/Bob/)).toHaveFocus();
    await userEvent.keyboard('?');
    await expect.element(row(/Bob/)).toHaveFocus();
    await expect.element(sheet()).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}2{/Control}?');
    await expect.element(composer).toHaveValue('?');
    await userEvent.keyboard('{Control>}/{/Control}');
    const term = sheet()
      .getByRole('term')
      .filter({ hasText: /^Keyboard shortcuts$/ });
    await expect.element(term).toBeVisible();
    expect(term.element().parentElement?.querySelector('dd')?.textContent).toBe('Ctrl/');
  });

  test('belong to a dialog while it is open', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    await userEvent.keyboard('{Control>}n{/Control}');
    await expect.element(page.getByRole('dialog', { name: 'New conversation' })).toBeVisible();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await userEvent.keyboard('{Escape}');
    await expect.element(heading('Bob')).toBeVisible();
  });

  test('go from unread to unread, all the way round', async () => {
    await openWindow(three);
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}');
    await expect.element(heading('Carol')).toBeVisible();
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}');
    await expect.element(heading('Dave')).toBeVisible();
  });

  test('lead to the list, the messages and the composer', async () => {
    await openWindow(three);
    await row(/Bob/).click();
    await userEvent.keyboard('{Control>}2{/Control}');
    await expect.element(page.getByRole('log', { name: 'Messages' })).toHaveFocus();
    await userEvent.keyboard('{Control>}3{/Control}');
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });

  test('change the theme and the size of the text at once', async () => {
    const { main } = await openWindow(three);
    await userEvent.keyboard('{Control>}{Shift>}l{/Shift}{/Control}');
    await userEvent.keyboard('{Control>}+{/Control}');
    await userEvent.keyboard('{Control>}+{/Control}');
    await userEvent.keyboard('{Control>}-{/Control}');
    await expect
      .poll(() => main.inputsOf('changeSettings').map(({ values }) => values))
      .toEqual([
        { 'appearance.theme': 'dark' },
        { 'appearance.textSize': 110 },
        { 'appearance.textSize': 125 },
        { 'appearance.textSize': 110 },
      ]);
  });

  test('say why they were refused, each time, and give the focus back', async () => {
    const { main } = await openWindow(three);
    main.refusals.set('changeSettings', { code: 'managed-setting' });
    await row(/Bob/).click();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}l{/Shift}{/Control}');
    const said = page.getByRole('alert').filter({ hasText: 'Your organisation has fixed this setting.' });
    await expect.element(said).toBeVisible();
    await expectAccessible();
    const first = said.element();
    await userEvent.keyboard('{Control>}{Shift>}l{/Shift}{/Control}');
    await expect.poll(() => said.elements().length === 1 && said.element() !== first).toBe(true);
    await said.getByRole('button', { name: 'Close' }).click();
    await expect.element(said).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('combobox', { name: 'Find or do' })).toHaveFocus();
    await userEvent.keyboard('larger text{Enter}');
    await expect.element(said).toBeVisible();
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(said).not.toBeInTheDocument();
  });

  test('of a list open it, and lead to no other conversation', async () => {
    await openSettings('messages');
    const list = page.getByRole('combobox').first();
    const pressed = new KeyboardEvent('keydown', {
      key: 'ArrowDown',
      altKey: true,
      bubbles: true,
      cancelable: true,
    });
    list.element().dispatchEvent(pressed);
    expect(pressed.defaultPrevented).toBe(false);
    await expect.element(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  });

  test('sign out only when that was meant', async () => {
    const { main } = await openWindow(three);
    await userEvent.keyboard('{Control>}{Shift>}q{/Shift}{/Control}');
    await expect.element(page.getByRole('dialog', { name: 'Sign out?' })).toBeVisible();
    await expectAccessible();
    expect(main.inputsOf('signOut')).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Address' })).toBeVisible();
  });

  test('say why it was not possible to sign out', async () => {
    const { main } = await openWindow(three);
    main.refusals.set('signOut', { code: 'internal', detail: 'x' });
    await userEvent.keyboard('{Control>}{Shift>}q{/Shift}{/Control}');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect.element(page.getByText(/went wrong/)).toBeVisible();
  });

  test.for([
    ['wide', undefined],
    ['narrow', narrow],
  ] as const)('leave the settings in a %s window', async ([, size]) => {
    await openWindow(three, size);
    await row(/Carol/).click();
    await expect.element(heading('Carol')).toBeVisible();
    await userEvent.keyboard('{Control>},{/Control}');
    await expect.element(heading('Settings')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(heading('Carol')).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
  });

  test('leave the settings for the list where nothing is open', async () => {
    await openWindow(three);
    await expect.element(row(/Bob/)).toBeVisible();
    await userEvent.keyboard('{Control>},{/Control}');
    await expect.element(heading('Settings')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(row(/Bob/)).toHaveFocus();
  });

  test('lead to the list also where it has no place beside a conversation, or a panel stands there', async () => {
    await openWindow(three, narrow);
    await row(/Carol/).click();
    await expect.element(heading('Carol')).toBeVisible();
    await userEvent.keyboard('{Control>}1{/Control}');
    await expect.element(row(/Carol/)).toHaveFocus();
    for (const [keys, place] of [
      ['{Control>}1{/Control}', row(/Carol/)],
      ['{Control>}{Shift>}f{/Shift}{/Control}', page.getByRole('combobox', { name: 'Search everything' })],
    ] as const) {
      await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
      await expect.element(page.getByRole('complementary', { name: 'Not sent yet' })).toBeVisible();
      await userEvent.keyboard(keys);
      await expect.element(place).toHaveFocus();
    }
  });

  test('mark as read what was marked as unread, and are offered only where there is something to mark', async () => {
    const { main } = await openWindow(three);
    await row(/Bob/).click();
    await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
    const offered = page.getByRole('option', { name: /Mark as read/ });
    const look = async (): Promise<void> => {
      await userEvent.keyboard('{Control>}k{/Control}');
      await expect.element(page.getByRole('combobox', { name: 'Find or do' })).toHaveFocus();
      await userEvent.keyboard('>mark as');
    };
    await expect.poll(() => main.inputsOf('markRead')).toHaveLength(1);
    await look();
    await expect.element(page.getByRole('option', { name: /Mark as unread/ })).toBeVisible();
    await expect.element(offered).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    main.raise({ kind: 'conversation', conversation: { ...bob, markedUnread: true } });
    await look();
    await expect.element(offered).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}{Shift>}r{/Shift}{/Control}');
    await expect.poll(() => main.inputsOf('markRead')).toHaveLength(2);
    await expect.element(row(/Bob.*marked as unread/)).not.toBeInTheDocument();
  });

  test('go back to the row in a narrow window', async () => {
    await openWindow(three, narrow);
    await row(/Carol/).click();
    await expect.element(heading('Carol')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(row(/Carol/)).toHaveFocus();
  });
});
