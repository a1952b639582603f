import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../support/window/open-window.ts';
import { bob, composer, hello, noon, openWriting, sent } from '../support/window/open-writing.ts';
import { messageIn } from '../support/window/samples.ts';

const failed = messageIn(bob, {
  text: 'Lnuch?',
  sequence: 2,
  at: noon,
  receipt: 'failed',
  failure: 'absent',
});

beforeEach(() => {
  localStorage.clear();
});

describe('what was not sent', () => {
  test('is recalled by the up key, changed and sent in its place; the draft comes back', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await expect.element(page.getByText('Change the message that was not sent')).toBeVisible();
    await expectAccessible();
    await composer().fill('Lunch?');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => main.inputsOf('replaceUnsent'))
      .toMatchObject([{ id: failed.id, text: 'Lunch?' }]);
    await expect.element(page.getByText('Change the message that was not sent')).not.toBeInTheDocument();
    await expect.element(composer()).toHaveValue('');
    expect(sent(main)).toEqual([]);
  });

  test('is replaced by an Enter that is held down, and the draft that comes back then stays', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
      prepared.drafts.set(bob.id, { conversationId: bob.id, text: 'Not yet', caret: 7, replyTo: null });
    });
    await expect.element(composer()).toHaveValue('Not yet');
    await page.getByRole('log').getByText('Lnuch?', { exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Edit and send again' }).click();
    await expect.element(composer()).toHaveValue('Lnuch?');
    await composer().fill('Lunch?');
    await userEvent.keyboard('{Enter>5/}');
    await expect.poll(() => main.inputsOf('replaceUnsent')).toHaveLength(1);
    await expect.element(composer()).toHaveValue('Not yet');
    expect(sent(main)).toEqual([]);
  });

  test('leaves what was changed of it as a draft when another one is taken, and as it is when taken again', async () => {
    const other = messageIn(bob, {
      text: 'Dinner?',
      sequence: 3,
      at: noon,
      receipt: 'failed',
      failure: 'absent',
    });
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed, other]);
    });
    const take = async (text: string): Promise<void> => {
      await page.getByRole('log').getByText(text, { exact: true }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Edit and send again' }).click();
    };
    await take('Lnuch?');
    await composer().fill('Lunch at one?');
    await take('Lnuch?');
    await expect.element(composer()).toHaveValue('Lunch at one?');
    await take('Dinner?');
    await expect.element(composer()).toHaveValue('Dinner?');
    await userEvent.keyboard('{Escape}');
    await expect.element(composer()).toHaveValue('Lunch at one?');
    expect(sent(main)).toEqual([]);
    expect(main.inputsOf('replaceUnsent')).toEqual([]);
  });

  test('is recalled also where it lies far before what is loaded', async () => {
    const further = Array.from({ length: 300 }, (_, index) =>
      messageIn(bob, { text: `Line ${String(index)}`, sequence: 3 + index, at: noon }),
    );
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed, ...further]);
    });
    await expect.element(page.getByRole('article', { name: /Line 299/ })).toBeInTheDocument();
    await expect.element(page.getByRole('article', { name: /Lnuch/ })).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await expect.element(page.getByText('Change the message that was not sent')).toBeVisible();
    await composer().fill('Lunch?');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => main.inputsOf('replaceUnsent'))
      .toMatchObject([{ id: failed.id, text: 'Lunch?' }]);
  });

  test('is not put over what was begun before it was found', async () => {
    let answer: () => void = () => undefined;
    const { main } = await openWriting((prepared) => {
      const further = Array.from({ length: 300 }, (_, index) =>
        messageIn(bob, { text: `Line ${String(index)}`, sequence: 3 + index, at: noon }),
      );
      prepared.store(bob, [hello, failed, ...further]);
    });
    main.delays.set(
      'lastUnsent',
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await userEvent.keyboard('{ArrowUp}New');
    answer();
    await expect.poll(() => main.inputsOf('lastUnsent')).toHaveLength(1);
    await expect.element(composer()).toHaveValue('New');
    await expect.element(page.getByText('Change the message that was not sent')).not.toBeInTheDocument();
  });

  test('is left as it is by Escape', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await userEvent.keyboard(' changed{Escape}');
    await expect.element(composer()).toHaveValue('');
    expect(main.inputsOf('replaceUnsent')).toEqual([]);
  });

  test('is a draft when it was changed and has gone out meanwhile, and is sent once', async () => {
    const { main, clock } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    main.refusals.set('replaceUnsent', { code: 'already-sent' });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await composer().fill('Lunch?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/has gone out already.*is a draft now/);
    await expectAccessible();
    await expect.element(page.getByText('Change the message that was not sent')).not.toBeInTheDocument();
    await expect.element(composer()).toHaveValue('Lunch?');
    clock.advance(1_000);
    await expect.poll(() => main.drafts.get(bob.id)).toMatchObject({ text: 'Lunch?' });
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => sent(main)).toEqual(['Lunch?']);
    expect(main.inputsOf('replaceUnsent')).toHaveLength(1);
    await expect.element(composer()).toHaveValue('');
  });

  test('goes behind the draft that was there, when it is not there any more', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    main.refusals.set('replaceUnsent', { code: 'unknown-message' });
    await userEvent.keyboard('Half a thought');
    await page.getByRole('article', { name: /Lnuch/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Edit and send again' }).click();
    await expect.element(composer()).toHaveValue('Lnuch?');
    await userEvent.keyboard('{Enter}');
    await expect.element(composer()).toHaveValue('Half a thought\nLnuch?');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/not there any more.*is a draft now/);
  });

  test('still answers what it answered when it becomes a draft', async () => {
    const answer = { ...failed, replyTo: hello.id, quote: { ...hello } };
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, answer]);
    });
    main.refusals.set('replaceUnsent', { code: 'already-sent' });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await composer().fill('Lunch?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/is a draft now/);
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => main.inputsOf('sendMessage'))
      .toMatchObject([{ text: 'Lunch?', replyTo: hello.id }]);
  });

  test('is replaced once, and what is typed before that is stored is the next draft', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    let store: () => void = () => undefined;
    main.delays.set('replaceUnsent', new Promise((resolve) => (store = resolve)));
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await userEvent.keyboard(' Now?{Enter}{Enter}At one');
    store();
    await expect.element(page.getByRole('article', { name: /Lnuch\? Now\?/ })).toBeVisible();
    await expect.element(composer()).toHaveValue('At one');
    expect(main.inputsOf('replaceUnsent')).toMatchObject([{ text: 'Lnuch? Now?' }]);
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  test('comes back as it was changed when it was not taken, beside what was typed meanwhile', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    let refuse: () => void = () => undefined;
    main.delays.set('replaceUnsent', new Promise((resolve) => (refuse = resolve)));
    main.refusals.set('replaceUnsent', { code: 'being-sent' });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await userEvent.keyboard(' Now?{Enter}At one');
    refuse();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(page.getByText('Change the message that was not sent')).toBeVisible();
    await expect.element(composer()).toHaveValue('Lnuch? Now?');
    await userEvent.keyboard('{Escape}');
    await expect.element(composer()).toHaveValue('At one');
  });

  test('is not sent again when it has gone out as it was', async () => {
    const { main } = await openWriting((prepared) => {
      prepared.store(bob, [hello, failed]);
    });
    main.refusals.set('replaceUnsent', { code: 'already-sent' });
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('Lnuch?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent('has gone out already');
    await expect.element(composer()).toHaveValue('');
    await userEvent.keyboard('{Enter}');
    expect(sent(main)).toEqual([]);
  });

  test('is not there: the up key does nothing', async () => {
    await openWriting();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(composer()).toHaveValue('');
  });
});
