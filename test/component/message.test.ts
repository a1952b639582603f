import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ReceiptState } from '../../shared/model/receipt.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { copied } from '../support/window/copied.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });
const carol = conversationWith('carol@example.com', 'Carol', { createdAt: noon - 1 });

const log = () => page.getByRole('log', { name: 'Messages' });
const articles = () => log().getByRole('article');
const menu = () => page.getByRole('menu', { name: 'Message' });
const item = (name: string) => menu().getByRole('menuitem', { name, exact: true });
const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });

async function openConversation(messages: readonly Message[], conversation: ConversationSummary = bob) {
  const opened = await openWindow((main: FakeMain) => {
    main.store(conversation, messages);
    main.store(carol);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /^Bob/ }).click();
  await expect.element(articles().first()).toBeInTheDocument();
  return opened;
}

const theirs = (text: string, sequence = 1, rest: Partial<Parameters<typeof messageIn>[1]> = {}): Message =>
  messageIn(bob, { text, sequence, at: noon + sequence * 1000, ...rest });
const mine = (text: string, sequence = 1, rest: Partial<Parameters<typeof messageIn>[1]> = {}): Message =>
  theirs(text, sequence, { receipt: 'delivered', ...rest });

const three = [theirs('One', 1), mine('Two', 2), theirs('Three', 3)] as const;

async function goTo(index: number): Promise<void> {
  (log().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}');
  for (let at = articles().elements().length - 1; at > index; at -= 1) await userEvent.keyboard('{ArrowUp}');
  await expect.element(articles().nth(index)).toHaveFocus();
}

describe('the text of a message', () => {
  test('shows its markup as elements, and nothing else', async () => {
    const text =
      '**bold** *italic* ~~struck~~ `code`\n> quote\n- item\n\n1) one\n```\nlet a = 1;\n```\n<b>typed</b> [x](https://example.com)';
    await openConversation([theirs(text)]);
    const shown = articles().element();
    for (const [selector, words] of [
      ['strong', 'bold'],
      ['em', 'italic'],
      ['s', 'struck'],
      ['blockquote', 'quote'],
      ['ul > li', 'item'],
      ['ol > li', 'one'],
      ['pre', 'let a = 1;'],
    ] as const) {
      expect(shown.querySelector(selector)?.textContent.trim(), selector).toBe(words);
    }
    expect(shown.querySelector('b, img, h1')).toBeNull();
    expect(shown.textContent).toContain('<b>typed</b> [x](https://example.com)');
    await expectAccessible();
  });

  test('has code that scrolls by itself and shows signs that would reorder it', async () => {
    const line = `if (admin) { /* \u202E } \u2066 */ ${'x'.repeat(300)} }`;
    await openConversation([theirs(`\`\`\`\n${line}\n\`\`\``)]);
    const block = articles().element().querySelector('pre');
    if (block === null) throw new Error('There is no code');
    expect(block.scrollWidth).toBeGreaterThan(block.clientWidth);
    expect(log().element().scrollWidth).toBeLessThanOrEqual(log().element().clientWidth);
    expect(block.textContent).toContain('U+202E');
    expect(block.textContent).toContain('U+2066');
    await expectAccessible();
  });

  test('is folded when it is long, and shown whole when that is wanted', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `Line ${String(index + 1)}`).join('\n');
    await openConversation([theirs(lines), theirs('word '.repeat(500), 2), theirs('short', 3)]);
    const [long] = articles().elements();
    expect(long?.textContent).toContain('Line 16');
    expect(long?.textContent).not.toContain('Line 17');
    expect(page.getByRole('button', { name: 'Show all' }).elements()).toHaveLength(2);
    await page.getByRole('button', { name: 'Show all' }).first().click();
    await expect.element(articles().first()).toMatchTextContent(/Line 60/);
    expect(page.getByRole('button', { name: 'Show all' }).elements()).toHaveLength(1);
    await expect.element(articles().first()).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(articles().nth(1)).toHaveFocus();
    await page.getByRole('button', { name: 'Show less' }).click();
    await expect.element(articles().first()).not.toMatchTextContent(/Line 17/);
    await expect.element(articles().first()).toHaveFocus();
    await expect.element(articles().first()).toBeInViewport();
  });

  test.for([
    ['🎉', true],
    ['👩‍👩‍👧‍👦 👍🏽', true],
    ['🎉🎉🎉🎉', false],
    ['🎉 yes', false],
    ['123', false],
  ] as const)('of %s is shown large: %s', async ([text, big]) => {
    await openConversation([theirs(text)]);
    expect(articles().element().querySelector('.big') !== null).toBe(big);
  });

  test('has a direction for each line', async () => {
    await openConversation([theirs('Hello\nمرحبا بالعالم')]);
    const paragraph = articles().element().querySelector('p');
    expect(paragraph === null ? '' : getComputedStyle(paragraph).unicodeBidi).toBe('plaintext');
  });

  test('leads from a sip address to a conversation', async () => {
    const { main } = await openConversation([theirs('Ask sip:dora@example.com')]);
    await articles().getByRole('link', { name: 'sip:dora@example.com' }).click();
    await expect.element(page.getByRole('heading', { name: /dora/ })).toBeVisible();
    expect(main.inputsOf('startConversation')).toEqual([{ address: 'sip:dora@example.com' }]);
    expect(main.inputsOf('openLink')).toEqual([]);
  });

  test('is not lost at 200 % of the text size, in a narrow window', async () => {
    await openWindow(
      (main) => {
        main.store(bob, [
          theirs(`${'long '.repeat(80)}\n\`\`\`\n${'x'.repeat(200)}\n\`\`\``),
          mine('Yes', 2),
        ]);
      },
      { width: 500, height: 700 },
    );
    document.documentElement.style.fontSize = '200%';
    try {
      await page.getByRole('list', { name: 'Conversations' }).getByRole('button').click();
      await expect.element(articles().first()).toBeInTheDocument();
      expect(log().element().scrollWidth).toBeLessThanOrEqual(log().element().clientWidth);
      await expect.element(articles().last()).toBeInViewport();
    } finally {
      document.documentElement.style.fontSize = '';
    }
  });
});

describe('the times of a message', () => {
  test('name both when the sender’s clock says another one, and the order stays that of arrival', async () => {
    await openConversation([
      theirs('Late', 1, { sentAt: noon - 40 * minute }),
      theirs('Wrong clock', 2, { sentAt: new Date(2031, 0, 1).getTime() }),
      theirs('Right', 3, { sentAt: noon + 2_000 }),
    ]);
    const texts = articles().elements();
    expect(texts[0]?.textContent).toMatch(/Sent 11:20.*, arrived 12:00/);
    expect(texts[1]?.textContent).toMatch(/Sent .*2031.*, arrived 12:00/);
    expect(texts[2]?.textContent).not.toMatch(/Sent/);
    expect(texts.map((each) => /Late|Wrong|Right/.exec(each.textContent)?.[0])).toEqual([
      'Late',
      'Wrong',
      'Right',
    ]);
  });

  test('are told in full by hovering, and by key', async () => {
    await openConversation(three);
    await articles().first().hover();
    expect(articles().first().element().querySelector('time')?.title).toMatch(/^Arrived: .*2026/);
    await goTo(2);
    await expect
      .element(
        articles()
          .nth(2)
          .getByText(/23 November 2026|November 23, 2026/),
      )
      .toBeVisible();
    await expectAccessible();
  });

  test('say when it was sent and when it arrived, and how far one’s own has come and when', async () => {
    const at = (minutes: number) => `12:${String(minutes).padStart(2, '0')}`;
    const receipted = (state: ReceiptState, sequence: number) => {
      const message = mine('Mine', sequence, { receipt: state, at: noon });
      if (message.receipt === null) throw new Error('a message of one’s own has a receipt');
      return { ...message, receipt: { ...message.receipt, updatedAt: noon + sequence * minute } };
    };
    await openConversation([
      theirs('Hello', 1, { at: noon + minute, sentAt: noon }),
      receipted('queued', 2),
      receipted('sent', 3),
      receipted('delivered', 4),
      receipted('read', 5),
      receipted('failed', 6),
    ]);
    const full = [
      [`Sent: .*${at(0)}`, `Arrived: .*${at(1)}`],
      [`Written: .*${at(0)}`],
      [`Written: .*${at(0)}`, `Sent: .*${at(3)}`],
      [`Written: .*${at(0)}`, `Delivered: .*${at(4)}`],
      [`Written: .*${at(0)}`, `Read: .*${at(5)}`],
      [`Written: .*${at(0)}`, `Not sent, last tried: .*${at(6)}`],
    ];
    for (const [index, lines] of full.entries()) {
      const one = articles().nth(index);
      await one.hover();
      const told = await vi.waitUntil(() => one.element().querySelector('time')?.getAttribute('title'));
      expect(told).toMatch(new RegExp(`^${lines.join('.*\\n')}.*$`));
    }
  });
});

describe('an answer', () => {
  test('shows what it answers, says so, and leads there', async () => {
    const question = theirs('Tea or coffee?', 1);
    const fill = Array.from({ length: 40 }, (_, index) => theirs(`Line ${String(index)}`, index + 2));
    await openConversation([question, ...fill, mine('Tea', 50, { replyTo: question })]);
    await expect
      .element(articles().last())
      .toHaveAccessibleName(/^You In reply to Bob: Tea or coffee\? Tea .* delivered$/);
    await expectAccessible();
    await articles()
      .last()
      .getByRole('button', { name: /In reply to Bob/ })
      .click();
    await expect.element(articles().first()).toHaveFocus();
    await expect.element(articles().first()).toBeInViewport();
  });

  test('leads where the last press wants, also when an earlier one is answered late', async () => {
    const question = theirs('Tea or coffee?', 1);
    const fill = Array.from({ length: 200 }, (_, index) => theirs(`Line ${String(index)}`, index + 2));
    const near = fill.at(-2);
    if (near === undefined) throw new Error('There is nothing near');
    const { main } = await openConversation([
      question,
      ...fill,
      mine('Tea', 300, { replyTo: question }),
      mine('Yes', 301, { replyTo: near }),
    ]);
    let answered = (): void => undefined;
    main.delays.set('messagesAround', new Promise((resolve) => (answered = resolve)));
    const leading = (words: RegExp) => page.getByRole('log').getByRole('button', { name: words });
    await leading(/In reply to Bob.*Tea or coffee/).click();
    await expect.poll(() => main.inputsOf('messagesAround')).toHaveLength(1);
    await leading(/In reply to Bob.*Line 198/).click();
    const wanted = page.getByRole('article', { name: /^Bob Line 198/ });
    await expect.element(wanted).toHaveFocus();
    answered();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect.element(wanted).toHaveFocus();
    await expect.element(wanted).toBeInViewport();
  });

  test('to what is gone says so', async () => {
    const answer = { ...mine('Tea', 2, { replyTo: theirs('Gone') }), quote: null };
    await openConversation([answer]);
    await expect.element(articles().getByText('The message is not here any more.')).toBeVisible();
  });

  test('to what is deleted says so at once, and leads nowhere', async () => {
    const { main } = await openConversation([...three, mine('Yes', 4, { replyTo: three[0] })]);
    const answer = articles().last();
    await expect.element(answer.getByRole('button', { name: /In reply to Bob/ })).toBeInTheDocument();
    main.remove(three[0].id);
    await expect.element(answer.getByText('The message is not here any more.')).toBeVisible();
    await expect.element(answer.getByRole('button', { name: /In reply to Bob/ })).not.toBeInTheDocument();
  });

  test('that is being written is one no more when what it answers is deleted', async () => {
    const { main } = await openConversation(three);
    await articles().nth(2).hover();
    await articles().nth(2).getByRole('button', { name: 'Reply' }).click();
    await composer().fill('Four');
    const answers = page.getByRole('button', { name: 'Do not reply to this message' });
    await expect.element(answers).toBeVisible();
    main.remove(three[2].id);
    await expect.element(answers).not.toBeInTheDocument();
    await expect.element(composer()).toHaveValue('Four');
  });

  test('is begun from the message and sent with it', async () => {
    const { main } = await openConversation(three);
    await articles().nth(2).hover();
    await articles().nth(2).getByRole('button', { name: 'Reply' }).click();
    await expect.element(composer()).toHaveFocus();
    await composer().fill('Four');
    await userEvent.keyboard('{Enter}');
    await expect.element(articles().nth(3)).toHaveAccessibleName(/^You In reply to Bob: Three Four /);
    expect(main.inputsOf('sendMessage')[0]).toMatchObject({ text: 'Four', replyTo: three[2].id });
  });
});

describe('the keys', () => {
  test('lead through the messages, to their menu, and back', async () => {
    await openConversation(three);
    await goTo(2);
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(articles().nth(1)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(articles().nth(2)).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await expect.element(menu()).toBeVisible();
    await expect.element(item('Reply')).toBeVisible();
    await expect.element(item('Proof of delivery')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(menu()).not.toBeInTheDocument();
    await expect.element(articles().nth(1)).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(composer()).toHaveFocus();
  });

  test('of the tools are reached by Tab at the message that one is at', async () => {
    await openConversation([theirs('See https://example.com', 1), theirs('See https://example.org', 2)]);
    await goTo(1);
    await userEvent.keyboard('{Tab}');
    await expect.element(articles().nth(1).getByRole('button', { name: 'Reply' })).toHaveFocus();
    await userEvent.keyboard('{Tab}{Tab}');
    await expect.element(articles().nth(1).getByRole('link')).toHaveFocus();
  });
});

describe('the menu', () => {
  const open = async (index: number): Promise<void> => {
    await articles()
      .nth(index)
      .getByText(['One', 'Two', 'Three'][index] ?? '', { exact: true })
      .click({ button: 'right' });
    await expect.element(menu()).toBeVisible();
  };

  test('of theirs has no other try, of a failed one has, and both have their proof', async () => {
    const { main } = await openConversation([
      theirs('One', 1),
      mine('Two', 2, { receipt: 'failed', failure: 'busy' }),
    ]);
    await open(0);
    await expect.element(item('Proof of delivery')).toBeVisible();
    await expect.element(item('Try again')).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await open(1);
    await item('Try again').click();
    await expect.poll(() => main.inputsOf('retryMessage')).toHaveLength(1);
    await open(1);
    await item('Edit and send again').click();
    await expect.element(composer()).toHaveValue('Two');
    await expect.element(composer()).toHaveFocus();
  });

  test('deletes for oneself once that is confirmed', async () => {
    const { main } = await openConversation(three);
    await open(1);
    await item('Delete for me…').click();
    const dialog = page.getByRole('dialog', { name: 'Delete the message?' });
    await expect.element(dialog).toBeVisible();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Delete for me' }).click();
    await expect.element(articles().getByText('Two')).not.toBeInTheDocument();
    expect(main.inputsOf('deleteMessages')).toEqual([{ ids: [three[1].id] }]);
    await expect.element(log()).toHaveFocus();
  });

  test('says why nothing was deleted', async () => {
    const { main } = await openConversation(three);
    main.refusals.set('deleteMessages', { code: 'legal-hold' });
    await open(1);
    await item('Delete for me…').click();
    await page.getByRole('button', { name: 'Delete for me' }).click();
    await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    await expect.element(articles().getByText('Two')).toBeVisible();
  });
});

describe('choosing several', () => {
  test('copies them as clean text, in order', async () => {
    await openConversation(three);
    await goTo(2);
    await userEvent.keyboard(' ');
    await expect.element(page.getByText('1 message selected')).toBeVisible();
    await expect.element(articles().getByRole('checkbox').nth(2)).toBeChecked();
    await articles().nth(0).getByRole('checkbox').click();
    await articles().nth(1).getByRole('checkbox').click();
    await expect.element(page.getByText('3 messages selected')).toBeVisible();
    await expectAccessible();
    (articles().nth(1).element() as HTMLElement).focus();
    expect(copied()).toMatch(/^Bob, 12:00.*: One\nYou, 12:00.*: Two\nBob, 12:00.*: Three$/);
    await page.getByRole('button', { name: 'Stop selecting' }).click();
    await expect.element(articles().getByRole('checkbox').first()).not.toBeInTheDocument();
  });

  test('deletes them', async () => {
    const { main } = await openConversation(three);
    await goTo(2);
    await userEvent.keyboard(' ');
    await articles().nth(0).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Delete for me…' }).click();
    await page
      .getByRole('dialog', { name: 'Delete 2 messages?' })
      .getByRole('button', { name: 'Delete for me' })
      .click();
    await expect.poll(() => articles().elements().length).toBe(1);
    expect(main.inputsOf('deleteMessages')).toEqual([{ ids: [three[0].id, three[2].id] }]);
    await expect.element(page.getByText(/selected/)).not.toBeInTheDocument();
  });
});

test('a message that fails is announced, once', async () => {
  const message = mine('Important', 1, { receipt: 'sending' });
  const { main } = await openConversation([message]);
  const failed: Message = {
    ...message,
    receipt: { state: 'failed', failure: { code: 'busy', status: 486 }, updatedAt: noon },
  };
  main.deliver(failed);
  const said = page.getByText('Not sent: the other side is busy. Important', { exact: true });
  await expect.element(said).toHaveAttribute('aria-live', 'polite');
});
