import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Message } from '../../shared/model/message.ts';
import { copied } from '../support/window/copied.ts';
import { openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const theirs = (text: string, sequence = 1): Message =>
  messageIn(bob, { text, sequence, at: noon + sequence * 1000 });
const mine = (text: string, sequence = 1): Message =>
  messageIn(bob, { text, sequence, at: noon + sequence * 1000, receipt: 'delivered' });

const articles = () => page.getByRole('log', { name: 'Messages' }).getByRole('article');
const menuItem = (name: string) => page.getByRole('menuitem', { name, exact: true });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });

async function show(...messages: readonly Message[]): Promise<void> {
  await openWindow((main) => {
    main.store(bob, messages);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /^Bob/ }).click();
  await expect.element(articles().first()).toBeInTheDocument();
}

afterEach(() => {
  vi.restoreAllMocks();
  getSelection()?.removeAllRanges();
});

describe('what is asked for is on the clipboard', () => {
  const expectPasted = async (text: string): Promise<void> => {
    await composer().click();
    await userEvent.keyboard('{Control>}v{/Control}');
    await expect.element(composer()).toHaveValue(text);
  };

  test('the link that one points at', async () => {
    await show(theirs('See https://example.com/a and https://example.org/b'));
    await articles().getByRole('link', { name: 'https://example.org/b' }).click({ button: 'right' });
    await menuItem('Copy link').click();
    await expect.element(menuItem('Copy link')).not.toBeInTheDocument();
    await expectPasted('https://example.org/b');
  });

  test('the text of a message, as it was written', async () => {
    await show(theirs('**Two** words'));
    await articles().getByText('Two').click({ button: 'right' });
    await menuItem('Copy text').click();
    await expect.element(menuItem('Copy text')).not.toBeInTheDocument();
    await expectPasted('**Two** words');
  });

  test('code, and it says so', async () => {
    await show(theirs('Do:\n```\nlet a\n```'));
    await page.getByRole('button', { name: 'Copy code' }).click();
    await expect.element(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
    await expectPasted('let a');
  });

  test('or it is said that it is not', async () => {
    await show(theirs('Do:\n```\nlet a\n```'));
    vi.spyOn(document as unknown as { execCommand: () => boolean }, 'execCommand').mockReturnValue(false);
    await page.getByRole('button', { name: 'Copy code' }).click();
    await expect.element(page.getByRole('button', { name: 'Not copied' })).toBeVisible();
    await articles().getByText('Do:').click({ button: 'right' });
    await menuItem('Copy text').click();
    await expect.element(menuItem('Copy text')).not.toBeInTheDocument();
    const refused = page.getByRole('alert').filter({ hasText: 'The clipboard did not take it' });
    await expect.element(refused).toBeVisible();
    await refused.getByRole('button', { name: 'Close' }).click();
    await expect.element(refused).not.toBeInTheDocument();
    await userEvent.click(articles().getByText('Do:'), { button: 'right' });
    await menuItem('Select messages').click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Copy' }).click();
    await expect.element(refused).toBeVisible();
    vi.restoreAllMocks();
    await page.getByRole('toolbar').getByRole('button', { name: 'Copy' }).click();
    await expect.element(refused).not.toBeInTheDocument();
  });

  test('or stays, where no message is chosen', async () => {
    await show(theirs('One'));
    await articles().getByText('One').click({ button: 'right' });
    await menuItem('Copy text').click();
    await expect.element(menuItem('Copy text')).not.toBeInTheDocument();
    await articles().getByText('One').click({ button: 'right' });
    await menuItem('Select messages').click();
    await page.getByRole('checkbox').click();
    await expect.element(page.getByText('0 messages selected')).toBeVisible();
    // Playwright waits for what is disabled; a person does not.
    await page.getByRole('toolbar').getByRole('button', { name: 'Copy' }).click({ force: true });
    await expect.element(page.getByRole('toolbar')).toBeVisible();
    await page.getByRole('button', { name: 'Stop selecting' }).click();
    await expectPasted('One');
  });
});

describe('a selection with the mouse', () => {
  /** Selects from the first place of one text to the end of another. */
  function select(
    from: readonly [index: number, text: string],
    to: readonly [index: number, text: string],
  ): void {
    const place = ([index, text]: readonly [number, string], end: boolean): readonly [Node, number] => {
      const shown = articles().elements()[index]?.querySelector('[data-text]');
      if (shown === null || shown === undefined) throw new Error('There is no such message');
      const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(text) ?? -1;
        if (at >= 0) return [node, end ? at + text.length : at];
      }
      throw new Error(`There is no ${text}`);
    };
    getSelection()?.setBaseAndExtent(...place(from, false), ...place(to, true));
  }

  test('over several messages is copied with names and times, without ticks', async () => {
    await show(theirs('The first one', 1), mine('**The** second', 2), theirs('The third one', 3));
    select([0, 'first'], [2, 'The third']);
    expect(copied()).toMatch(
      /^Bob, 12:00.*: first one\nYou, 12:00.*: \*\*The\*\* second\nBob, 12:00.*: The third$/,
    );
  });

  test('has line breaks, signs of lists and quotes, and no words of buttons', async () => {
    await show(
      theirs('Do:\n- one\n- **two** x\n\n3) three\n4) four\n> said\n> so\n```\nlet a\nlet b\n```\nEnd'),
    );
    select([0, 'Do:'], [0, 'End']);
    expect(copied()).toBe('Do:\n- one\n- two x\n3) three\n4) four\n> said\n> so\nlet a\nlet b\nEnd');
    select([0, 'ne'], [0, 'thr']);
    expect(copied()).toBe('ne\n- two x\n3) thr');
    select([0, 'two'], [0, 'two']);
    expect(copied()).toBe('two');
    select([0, 'aid'], [0, 'so']);
    expect(copied()).toBe('aid\nso');
  });

  test('from the midst of a message to another keeps the line breaks of the part', async () => {
    await show(theirs('Do:\n- one\n- two\n```\nlet a\n```', 1), mine('Yes', 2));
    select([0, 'one'], [1, 'Yes']);
    expect(copied()).toMatch(/^Bob, 12:00.*: - one\n- two\nlet a\nYou, 12:00.*: Yes$/);
  });

  test('over the fold of a long message has what is folded', async () => {
    const long = Array.from({ length: 60 }, (_, index) => `Line ${String(index + 1)}`);
    await show(theirs(long.join('\n'), 1), mine('Yes', 2));
    select([0, 'Line 12'], [1, 'Yes']);
    expect(copied()?.split('\n')).toEqual([
      expect.stringMatching(/^Bob, 12:00.*: Line 12$/),
      ...long.slice(12),
      expect.stringMatching(/^You, 12:00.*: Yes$/),
    ]);
    select([0, 'Line 12'], [0, 'Line 14']);
    expect(copied()).toBe('Line 12\nLine 13\nLine 14');
  });
});
