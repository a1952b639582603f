import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();

function made(name: string, minutes: number, rest: Parameters<typeof conversationWith>[2] = {}) {
  const conversation = conversationWith(`${name.toLowerCase()}@example.com`, name, rest);
  return {
    conversation,
    message: messageIn(conversation, { text: `From ${name}`, sequence: 1, at: noon - minutes * 60_000 }),
  };
}
const bob = made('Bob', 1);
const carol = made('Carol', 2, { unread: 3, mentions: 1 });
const dave = made('Dave', 3);
const all = (main: FakeMain): void => {
  for (const { conversation, message } of [bob, carol, dave]) main.store(conversation, [message]);
};

const list = () => page.getByRole('list', { name: 'Conversations' });
const row = (name: RegExp) => list().getByRole('button', { name });
const shown = () =>
  [...document.querySelectorAll('[data-conversation-id] .name')].map((each) => each.textContent);
const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
const changes = (main: FakeMain) => main.inputsOf('organiseConversation').map(({ change }) => change);

describe('the menu of a conversation', () => {
  test('opens by the right button, and pins to the top', async () => {
    const { main } = await openWindow(all);
    // A press of the row opens the conversation.
    await expect.element(row(/Dave/)).not.toHaveAttribute('aria-haspopup');
    await row(/Dave/).click({ button: 'right' });
    await expect.element(page.getByRole('menu', { name: 'Actions for Dave' })).toBeVisible();
    await item('Pin to the top').click();
    await expect.poll(shown).toEqual(['Dave', 'Bob', 'Carol']);
    await expect.element(row(/Dave.*pinned/)).toHaveFocus();
    expect(changes(main)).toEqual([{ pinned: true }]);
  });

  test.for(['{Shift>}{F10}{/Shift}', '{ContextMenu}'])(
    'opens by %s, and gives the focus back',
    async (keys) => {
      const { main } = await openWindow(all);
      await row(/Carol/).click();
      await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveFocus();
      (row(/Carol/).element() as HTMLElement).focus();
      await userEvent.keyboard(keys);
      await expect.element(page.getByRole('menu', { name: 'Actions for Carol' })).toBeVisible();
      await userEvent.keyboard('{Escape}');
      await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
      await expect.element(row(/Carol/)).toHaveFocus();
      expect(changes(main)).toEqual([]);
    },
  );

  test('opens by the button of a row, and mutes: the count is quiet and the sum is that of the mentions', async () => {
    const { main } = await openWindow(all);
    await expect.poll(() => document.title).toBe('(3) Parley');
    await row(/Carol/).hover();
    await list().getByRole('listitem').filter({ hasText: 'From Carol' }).getByTitle('Actions').click();
    await item('Mute').click();
    await expect.element(row(/Carol.*muted.*1 message names you.*3 unread/)).toBeVisible();
    expect(document.title).toBe('(1) Parley');
    expect(changes(main)).toEqual([{ muted: true }]);
  });

  test('archives, and the archive gives back', async () => {
    await openWindow(all);
    await row(/Bob/).click();
    await page.getByRole('button', { name: 'Actions' }).click();
    await item('Archive').click();
    await expect.poll(shown).toEqual(['Carol', 'Dave']);
    await expect.element(page.getByRole('log')).not.toBeInTheDocument();
    await page.getByRole('radio', { name: 'Archived' }).click();
    await expect.poll(shown).toEqual(['Bob']);
    await row(/Bob/).click({ button: 'right' });
    await item('Take out of the archive').click();
    await expect.element(page.getByText('Nothing is archived')).toBeVisible();
    await expectAccessible();
  });

  test('marks as unread and as read, and opening it takes the mark away', async () => {
    const { main } = await openWindow(all);
    await row(/Bob/).click({ button: 'right' });
    await item('Mark as unread').click();
    await expect.element(row(/Bob.*marked as unread/)).toBeVisible();
    await page.getByRole('radio', { name: 'Unread' }).click();
    await expect.poll(shown).toEqual(['Bob', 'Carol']);
    await row(/Bob/).click();
    await expect.poll(() => changes(main)).toEqual([{ markedUnread: true }, { markedUnread: false }]);
    await row(/Carol/).click({ button: 'right' });
    await item('Mark as read').click();
    await expect.poll(shown).toEqual(['Bob']);
  });

  test('asks before it blocks, and shows who is', async () => {
    const { main } = await openWindow(all);
    await row(/Bob/).click({ button: 'right' });
    await item('Block…').click();
    const dialog = page.getByRole('dialog', { name: 'Block Bob?' });
    await expect.element(dialog).toBeVisible();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await expect.element(row(/Bob.*blocked/)).toBeVisible();
    expect(changes(main)).toEqual([{ blocked: true }]);
  });

  test('asks before it deletes, and says why it cannot', async () => {
    const { main } = await openWindow(all);
    main.refusals.set('deleteConversation', { code: 'legal-hold' });
    await row(/Bob/).click();
    await row(/Bob/).click({ button: 'right' });
    await item('Delete conversation…').click();
    const dialog = page.getByRole('dialog', { name: 'Delete the conversation with Bob?' });
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('legal hold');
    main.refusals.clear();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(shown).toEqual(['Carol', 'Dave']);
    await expect.element(page.getByRole('log')).not.toBeInTheDocument();
    await expect.element(dialog).not.toBeInTheDocument();
  });
});

describe('a long list', () => {
  const many: ConversationSummary[] = Array.from({ length: 2_000 }, (_, at) =>
    conversationWith(`peer${String(at)}@example.com`, `Peer ${String(at)}`, { createdAt: noon - at }),
  );
  const focused = () => document.activeElement?.querySelector('.name')?.textContent;

  test('has only the rows that can be seen, tells how long it is, and is walked by the keys', async () => {
    await openWindow((main) => {
      for (const each of many) main.store(each);
    });
    await expect.element(row(/Peer 0$|Peer 0 /).first()).toBeVisible();
    expect(shown().length).toBeLessThan(40);
    expect(list().getByRole('listitem').first().element().getAttribute('aria-setsize')).toBe('2000');
    (document.querySelector('[data-conversation-id][tabindex="0"]') as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    await expect.poll(focused).toBe('Peer 1');
    await userEvent.keyboard('{End}');
    await expect.poll(focused).toBe('Peer 1999');
    await userEvent.keyboard('{PageUp}');
    await expect.poll(focused).toBe('Peer 1991');
    await userEvent.keyboard('{Home}');
    await expect.poll(focused).toBe('Peer 0');
    expect(document.querySelectorAll('[data-conversation-id][tabindex="0"]')).toHaveLength(1);
    await userEvent.keyboard('{End}{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Peer 1999' })).toBeVisible();
    await expectAccessible();
  });
});

test('somebody who is blocked is listed in the settings and can be unblocked there', async () => {
  const { main } = await openWindow((prepared) => {
    prepared.store(conversationWith('eve@example.com', 'Eve', { blocked: true }));
  });
  await expect.element(page.getByText('No conversations yet')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page
    .getByRole('link', { name: 'Privacy' })
    .or(page.getByRole('button', { name: 'Privacy' }))
    .or(page.getByRole('tab', { name: 'Privacy' }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Unblock Eve' }).click();
  await expect.element(page.getByText(/Nobody is blocked/)).toBeVisible();
  expect(changes(main)).toEqual([{ blocked: false }]);
});
