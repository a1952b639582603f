import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Failure } from '../../shared/contract/failure.ts';
import type { RepairReport, StorageState } from '../../shared/model/storage.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { sampleRecoveryKey } from '../support/window/fake-storage.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

type StoreProblem = Extract<Failure, { code: 'store' }>['problem'];

const bob = conversationWith('bob@example.com', 'Bob');
const withBob = (main: FakeMain): void => {
  main.store(bob, [messageIn(bob, { text: 'Hello', sequence: 1 })]);
};
const unavailable =
  (problem: StoreProblem, storage: Partial<StorageState> = {}) =>
  (main: FakeMain): void => {
    main.phase = { kind: 'unavailable', failure: { code: 'store', problem, detail: 'messages.db' } };
    main.storage = { ...main.storage, ...storage };
  };
const button = (name: string | RegExp) => page.getByRole('button', { name });
const yesterday = Date.now() - 24 * 60 * 60 * 1000;

describe('a store that cannot be opened', () => {
  test('damaged: a repair is offered, shows how it gets on, and what came of it', async () => {
    const { main } = await openWindow(unavailable('damaged', { backup: { at: yesterday, problem: null } }));
    await expect.element(page.getByText(/^The newest backup is of/)).toBeVisible();
    await expectAccessible();
    let finish: () => void = () => undefined;
    main.delays.set('repairStore', new Promise((resolve) => (finish = resolve)));
    await button('Repair').click();
    main.setStorage({ repairing: { stage: 'reading', done: 50, total: 100 } });
    const bar = page.getByRole('progressbar', { name: 'Repairing your messages' });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
    await expect.element(bar).toHaveAttribute('aria-valuetext', 'Reading the damaged file');
    await expectAccessible();
    const repaired: RepairReport = {
      messages: 1200,
      fromBackup: 12,
      backupAt: yesterday,
      missing: 3,
      keptAt: '/home/alice/.config/Parley/messages-damaged-2026-11-27T10-42-00Z.db',
    };
    main.setStorage({ repairing: null, repaired });
    finish();
    const dialog = page.getByRole('dialog', { name: 'Your messages are repaired' });
    await expect.element(dialog).toMatchTextContent(/1,200 messages are there\./);
    await expect.element(dialog).toMatchTextContent(/12 messages of them came from the backup of/);
    await expect.element(dialog).toMatchTextContent(/At most 3 messages could not be recovered/);
    await expect.element(dialog).toMatchTextContent(/messages-damaged-2026-11-27T10-42-00Z\.db/);
    await expectAccessible();
    await button('Continue').click();
    expect(main.inputsOf('dismissRepair')).toHaveLength(1);
    await expect.element(dialog).not.toBeInTheDocument();
  });

  test.each<[RepairReport['missing'], RepairReport['backupAt'], RegExp]>([
    [0, null, /Nothing is missing\./],
    [null, yesterday, /What was written or received after the backup of .* is missing\./],
    [null, null, /Nobody can tell how much is missing\./],
    [1, null, /At most 1 message could not be recovered\./],
  ])('what is missing is told: %s, %s', async (missing, backupAt, words) => {
    await openWindow((main) => {
      withBob(main);
      main.storage = {
        ...main.storage,
        repaired: { messages: 1, fromBackup: backupAt === null ? 0 : 1, backupAt, missing, keptAt: 'x.db' },
      };
    });
    await expect.element(page.getByRole('dialog')).toMatchTextContent(words);
  });

  test('full, not to be written, stopped: it is tried again', async () => {
    for (const problem of ['full', 'no-access', 'crashed'] as const) {
      const { main } = await openWindow(unavailable(problem));
      await button('Try again').click();
      expect(main.inputsOf('retryStore')).toHaveLength(1);
      await expect.element(page.getByLabelText('Address', { exact: true })).toBeVisible();
    }
  });

  test('from the future: nothing can be done but to quit', async () => {
    const { main } = await openWindow(unavailable('newer'));
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Install the newest version/);
    await expect.element(button('Try again')).not.toBeInTheDocument();
    await button('Quit Parley').click();
    expect(main.inputsOf('quit')).toHaveLength(1);
  });

  test('locked: the recovery key opens it, and mistakes in it are told where they are', async () => {
    const { main } = await openWindow(unavailable('wrong-key', { recoveryKey: 'kept' }), narrow);
    const field = page.getByLabelText('Recovery key');
    await expectAccessible();
    await field.fill(sampleRecoveryKey.slice(0, -3));
    await button('Open my messages').click();
    await expect.element(page.getByText('3 characters are missing.')).toBeVisible();
    const groups = sampleRecoveryKey.split('-');
    await field.fill([groups[1], groups[0], ...groups.slice(2)].join('-'));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('There are mistakes in the groups 1 and 2.')).toBeVisible();
    await expectAccessible();
    expect(main.inputsOf('recoverStore')).toEqual([]);

    main.refusals.set('recoverStore', { code: 'recovery-key', problem: 'wrong' });
    await field.fill(sampleRecoveryKey.toLowerCase());
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/belongs to other messages/)).toBeVisible();
    main.refusals.clear();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByLabelText('Address', { exact: true })).toBeVisible();
    expect(main.inputsOf('recoverStore')[1]).toEqual({ recoveryKey: sampleRecoveryKey.toLowerCase() });
  });

  test('locked without a recovery key: one can unlock the keyring, or start anew and lose nothing', async () => {
    const { main } = await openWindow(unavailable('wrong-key'));
    await expect.element(page.getByText(/No recovery key was made/)).toBeVisible();
    await expect.element(page.getByLabelText('Recovery key')).not.toBeInTheDocument();
    await button('Start with an empty history…').click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Nothing is deleted/);
    await expectAccessible();
    await button('Cancel').click();
    expect(main.inputsOf('startAnew')).toEqual([]);
    await button('Start with an empty history…').click();
    await button('Put aside and start anew').click();
    expect(main.inputsOf('startAnew')).toHaveLength(1);
  });
});

test('damage that is found while one writes is told, and the repair offered', async () => {
  const { main } = await openWindow(withBob);
  main.setStorage({ damaged: true });
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Part of your messages is damaged/);
  await expectAccessible();
  await button('Repair').click();
  expect(main.inputsOf('repairStore')).toHaveLength(1);
});

describe('the recovery key', () => {
  const due = (main: FakeMain): void => {
    withBob(main);
    main.storage = { ...main.storage, recoveryKey: 'due' };
  };
  const dialog = () => page.getByRole('dialog', { name: 'Your recovery key' });

  test('is offered, shown once, and kept when its last group was typed', async () => {
    const { main } = await openWindow(due);
    await expect.element(page.getByRole('heading', { name: 'Keep a recovery key' })).toBeVisible();
    await expectAccessible();
    await button('Make one…').click();
    await expect
      .element(dialog().getByRole('group', { name: 'Recovery key' }))
      .toHaveTextContent(sampleRecoveryKey.replaceAll('-', ''));
    await expectAccessible();
    await button('Copy').click();
    await expect.element(dialog().getByRole('status')).toHaveTextContent('Copied');
    await button('Save as a file…').click();
    await expect.element(dialog().getByRole('status')).toHaveTextContent('Saved');
    const last = page.getByLabelText('Type the last group, to be sure that you have it');
    await last.fill('AAAAA');
    await button('I have kept it').click();
    await expect.element(page.getByText('This is not the last group of the key above.')).toBeVisible();
    expect(main.inputsOf('keepRecoveryKey')).toEqual([]);
    await last.fill(sampleRecoveryKey.slice(-5).toLowerCase());
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(main.inputsOf('keepRecoveryKey')).toHaveLength(1);
    await expect.element(page.getByRole('heading', { name: 'Keep a recovery key' })).not.toBeInTheDocument();
  });

  test('that cannot be made or kept says why', async () => {
    const { main } = await openWindow(due);
    main.refusals.set('makeRecoveryKey', { code: 'store', problem: 'no-access', detail: '' });
    await button('Make one…').click();
    await expect.element(dialog()).toMatchTextContent(/Parley may not use its folder/);
    await button('Close').click();
    main.refusals.clear();
    main.refusals.set('saveRecoveryKey', { code: 'recovery-key', problem: 'not-saved' });
    await button('Make one…').click();
    await button('Save as a file…').click();
    await expect.element(dialog()).toMatchTextContent(/could not be written there/);
  });

  test('is put off', async () => {
    const { main } = await openWindow(due);
    await button('Not now').click();
    expect(main.inputsOf('postponeRecoveryKey')).toHaveLength(1);
    await expect.element(page.getByRole('heading', { name: 'Keep a recovery key' })).not.toBeInTheDocument();
  });

  test('is made later, or anew, from the settings; backups are told there', async () => {
    await openWindow((main) => {
      withBob(main);
      main.storage = {
        ...main.storage,
        recoveryKey: 'kept',
        backup: { at: yesterday, problem: 'full' },
      };
    });
    await userEvent.keyboard('{Control>},{/Control}');
    const pages = page.getByRole('navigation', { name: 'Pages of the settings' });
    await pages.getByText('Privacy').click();
    await expect.element(page.getByText(/You have a recovery key/)).toBeVisible();
    await button('Make a new one…').click();
    await expect.element(dialog()).toBeVisible();
    await button('Close').click();
    await pages.getByText('Advanced').click();
    await expect.element(page.getByText(/^The newest backup is of/)).toBeVisible();
    await expect.element(page.getByText(/the disk is full\./)).toBeVisible();
    await expectAccessible();
  });
});
