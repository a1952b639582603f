import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { longestText } from '../../shared/model/message.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { bob, composer, hello, openWriting, sent } from '../support/window/open-writing.ts';

const field = (): HTMLTextAreaElement => composer().element() as HTMLTextAreaElement;
const select = (start: number, end: number): void => {
  field().setSelectionRange(start, end);
};
const undo = () => userEvent.keyboard('{Control>}z{/Control}');

beforeEach(() => {
  localStorage.clear();
});

describe('formatting', () => {
  test('is done by keys, on the selection, and can be undone', async () => {
    await openWriting();
    await userEvent.keyboard('see this now');
    select(4, 8);
    await userEvent.keyboard('{Control>}b{/Control}');
    await expect.element(composer()).toHaveValue('see **this** now');
    expect([field().selectionStart, field().selectionEnd]).toEqual([6, 10]);
    await userEvent.keyboard('{Control>}b{/Control}');
    await expect.element(composer()).toHaveValue('see this now');
    await userEvent.keyboard('{Control>}e{/Control}');
    await expect.element(composer()).toHaveValue('see `this` now');
    await undo();
    await expect.element(composer()).toHaveValue('see this now');
    await userEvent.keyboard('{Control>}i{/Control}');
    await expect.element(composer()).toHaveValue('see _this_ now');
  });

  test('is done by its menu, which gives the focus back', async () => {
    await openWriting();
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two');
    select(0, 7);
    await page.getByRole('button', { name: 'Formatting' }).click();
    await page.getByRole('menuitem', { name: /^List/ }).click();
    await expect.element(composer()).toHaveValue('- one\n- two');
    await expect.element(composer()).toHaveFocus();
    // The window takes clicks again.
    await page.getByRole('radio', { name: 'Unread' }).click();
    await composer().click();
    await undo();
    await expect.element(composer()).toHaveValue('one\ntwo');
  });
});

describe('emoji', () => {
  test('are found, walked to and put in by the keyboard alone, and can be undone', async () => {
    const { main } = await openWriting();
    await userEvent.keyboard('Done ');
    await userEvent.keyboard('{Tab}{Tab}');
    await expect.element(page.getByRole('button', { name: 'Emoji' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('textbox', { name: 'Search emoji' })).toHaveFocus();
    await userEvent.keyboard('party');
    await expect.element(page.getByRole('gridcell', { name: 'party popper' })).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowLeft}');
    await expect
      .poll(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName)
      .toBe('BUTTON');
    const name = document.activeElement?.textContent ?? '';
    await userEvent.keyboard('{Enter}');
    await expect.element(composer()).toHaveValue(`Done ${name}`);
    await expect.element(composer()).toHaveFocus();
    await undo();
    await expect.element(composer()).toHaveValue('Done ');
    await userEvent.keyboard('{Enter}');
    expect(sent(main)).toEqual(['Done']);
  });

  test('stand nine in a row, each in full and beside the next, in a narrow window with large text', async () => {
    await openWriting();
    await page.viewport(400, 700);
    document.documentElement.style.fontSize = '200%';
    try {
      await page.getByRole('button', { name: 'Emoji' }).click();
      const search = page.getByRole('textbox', { name: 'Search emoji' });
      await expect.element(search).toHaveFocus();
      await expect.element(page.getByRole('gridcell').first()).toBeVisible();
      const picker = page.getByRole('dialog', { name: 'Emoji' }).element().firstElementChild;
      if (picker === null) throw new Error('There is no picker');
      expect(picker.scrollWidth).toBe(picker.clientWidth);
      expect(picker.scrollLeft).toBe(0);
      const frame = picker.getBoundingClientRect();
      const cells = page.getByRole('gridcell').elements().slice(0, 9);
      for (const each of cells) {
        const { left, right } = each.getBoundingClientRect();
        expect(left).toBeGreaterThanOrEqual(frame.left);
        expect(right).toBeLessThanOrEqual(frame.right);
        // The sign itself, which would stand over its neighbours.
        expect(each.scrollWidth).toBeLessThanOrEqual(Math.ceil(right - left));
      }
    } finally {
      document.documentElement.style.fontSize = '';
    }
  });

  test('come in the chosen skin tone, and the last ones are at hand', async () => {
    await openWriting();
    const button = page.getByRole('button', { name: 'Emoji' });
    await button.click();
    await page.getByRole('radio', { name: 'Medium dark' }).click({ force: true });
    await page.getByRole('textbox', { name: 'Search emoji' }).fill('waving hand');
    await page.getByRole('gridcell', { name: 'waving hand' }).getByRole('button').click();
    await expect.element(composer()).toHaveValue('👋🏾');
    await button.click();
    await expect.element(page.getByRole('grid', { name: 'Recently used' })).toBeVisible();
    await expect.element(page.getByRole('gridcell', { name: 'waving hand' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(composer()).toHaveFocus();
  });

  test('are completed from a shortcode, and put in by its second colon', async () => {
    const { main } = await openWriting();
    await userEvent.keyboard('Yes :tad');
    await expect.element(page.getByRole('option', { name: /:tada:/ })).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Enter}');
    await expect.element(composer()).toHaveValue('Yes 🎉');
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
    await userEvent.keyboard(' :rocket:');
    await expect.element(composer()).toHaveValue('Yes 🎉 🚀');
    await userEvent.keyboard(' :x:');
    await expect.element(composer()).toHaveValue('Yes 🎉 🚀 ❌');
    await userEvent.keyboard('{Backspace}{Backspace}');
    await userEvent.keyboard(' :sm');
    await expect.element(page.getByRole('listbox')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
    await userEvent.keyboard(' at 10:30 :){Enter}');
    expect(sent(main)).toEqual(['Yes 🎉 🚀 :sm at 10:30 :)']);
  });
});

test('Ctrl+Enter sends where it is set so, and Enter begins a new line', async () => {
  const { main } = await openWriting((prepared) => {
    prepared.settings = {
      ...prepared.settings,
      values: { ...prepared.settings.values, 'writing.sendWith': 'ctrl-enter' },
    };
  });
  await userEvent.keyboard('one{Enter}two');
  await expect.element(composer()).toHaveValue('one\ntwo');
  expect(sent(main)).toEqual([]);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(sent(main)).toEqual(['one\ntwo']);
});

test('Ctrl+Enter sends what is typed, also while emoji are offered; Enter takes the emoji', async () => {
  const { main } = await openWriting((prepared) => {
    prepared.settings = {
      ...prepared.settings,
      values: { ...prepared.settings.values, 'writing.sendWith': 'ctrl-enter' },
    };
  });
  await userEvent.keyboard('Done :tad');
  await expect.element(page.getByRole('option', { name: /:tada:/ })).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.poll(() => sent(main)).toEqual(['Done :tad']);
  await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
  await userEvent.keyboard(':tad');
  await expect.element(page.getByRole('option', { name: /:tada:/ })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(composer()).toHaveValue('🎉');
});

test('says how many characters are left near the limit, and how many are too many', async () => {
  const { main } = await openWriting();
  await composer().fill('x'.repeat(longestText - 3));
  await expect.element(page.getByText('3 characters left')).toBeVisible();
  await expectAccessible();
  await composer().fill('x'.repeat(longestText + 1));
  await expect.element(page.getByText('1 character too many')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toMatchTextContent('Too long');
  expect(sent(main)).toEqual([]);
});

describe('the size that the other side has refused', () => {
  const refusing = { ...bob, refusedSize: 2_000 };
  const unlikely = page.getByText(/has refused a message of this size/);

  test('shows how much is left, in bytes as it goes out, and what is too much can still be sent', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(refusing, [hello]);
    });
    await composer().fill('x'.repeat(1_990));
    await expect.element(page.getByText('About 9 characters left')).toBeVisible();
    await composer().fill('ж'.repeat(990));
    await expect.element(page.getByText('About 9 characters left')).toBeVisible();
    await expect.element(unlikely).not.toBeInTheDocument();
    await expectAccessible();
    await composer().fill('ж'.repeat(1_001));
    await expect.element(page.getByText('About 2 characters too many')).toBeVisible();
    await expect.element(unlikely).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => sent(main)).toEqual(['ж'.repeat(1_001)]);
    await expect.element(unlikely).not.toBeInTheDocument();
    await expect.element(page.getByText(/characters/)).not.toBeInTheDocument();
  });

  test('counts the quote that goes before an answer', async () => {
    await openWriting((prepared) => {
      prepared.drafts.set(bob.id, { conversationId: bob.id, text: 'a', caret: 1, replyTo: hello });
      prepared.store(refusing, [hello]);
    });
    await composer().fill('x'.repeat(1_990));
    // "> Hi" and an empty line are six bytes.
    await expect.element(page.getByText('About 3 characters left')).toBeVisible();
    await page.getByRole('button', { name: 'Do not reply to this message' }).click();
    await expect.element(page.getByText('About 9 characters left')).toBeVisible();
  });

  test('is not bound to what is loaded, and holds no more when it is lifted', async () => {
    const { main } = await openWriting();
    await composer().fill('x'.repeat(2_100));
    await expect.element(page.getByText(/characters/)).not.toBeInTheDocument();
    main.raise({ kind: 'conversation', conversation: refusing });
    await expect.element(page.getByText('About 101 characters too many')).toBeVisible();
    main.raise({ kind: 'conversation', conversation: bob });
    await expect.element(page.getByText(/characters/)).not.toBeInTheDocument();
  });
});

test('offers to make code of what was pasted and looks so', async () => {
  await openWriting();
  const pasteText = (plain: string): void => {
    const data = new DataTransfer();
    data.setData('text/plain', plain);
    field().dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  };
  pasteText('if (a) {\n  b();\n}');
  await expect.element(composer()).toHaveValue('if (a) {\n  b();\n}');
  await expectAccessible();
  await page.getByRole('button', { name: 'Paste as code' }).click();
  await expect.element(composer()).toHaveValue('```\nif (a) {\n  b();\n}\n```');
  await expect.element(page.getByRole('button', { name: 'Paste as code' })).not.toBeInTheDocument();
});

test('gives way to a button where the peer is blocked', async () => {
  const { main } = await openWindow((prepared) => {
    prepared.store({ ...bob, blocked: true }, [hello]);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Bob/ }).click();
  await expect.element(page.getByText('You have blocked Bob.')).toBeVisible();
  await expect.element(composer()).not.toBeInTheDocument();
  await expectAccessible();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await expect.element(composer()).toBeVisible();
  expect(main.inputsOf('organiseConversation')).toMatchObject([{ change: { blocked: false } }]);
});
