import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { parseAddress } from '../../shared/model/address.ts';
import type { ArchiveJob, ArchiveOutcome } from '../../shared/model/archive.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { account, conversationWith, messageIn } from '../support/window/samples.ts';

const bob = conversationWith('bob@example.com', 'Bob');
const withBob = (main: FakeMain): void => {
  main.store(bob, [messageIn(bob, { text: 'Hello', sequence: 1 })]);
};
const folder = '/home/alice/Documents/Parley alice@example.com 2026-11-25';
const seal = 'ab'.repeat(32);
const job = (over: Partial<ArchiveJob> = {}): ArchiveJob => ({
  task: 'export',
  folder,
  step: 'writing',
  done: 1200,
  total: 4800,
  outcome: null,
  ...over,
});
const card = () => page.getByRole('region', { name: /^(Exporting|Checking|Importing)/ });

describe('exports', () => {
  test('are ordered from the settings, and show how they get on until they are cancelled', async () => {
    const { main } = await openWindow(withBob);
    await userEvent.keyboard('{Control>},{/Control}');
    await page.getByRole('navigation', { name: 'Pages of the settings' }).getByText('Messages').click();
    await page.getByRole('button', { name: 'Export all messages…' }).click();
    await page.getByRole('button', { name: 'Check an export…' }).click();
    await page.getByRole('button', { name: 'Import an export…' }).click();
    expect(main.inputsOf('exportArchive')).toEqual([{ conversationId: null }]);
    expect(main.inputsOf('verifyArchive')).toHaveLength(1);
    expect(main.inputsOf('importArchive')).toHaveLength(1);

    main.setArchive(job());
    await expect.element(card().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    await expect
      .element(card().getByRole('progressbar'))
      .toHaveAttribute('aria-valuetext', 'Writing: 1,200 of 4,800 messages');
    // One at a time: what cannot be ordered now keeps the focus and says that it is busy.
    await expect
      .element(page.getByRole('button', { name: 'Export all messages…' }))
      .toHaveAttribute('aria-busy', 'true');
    await expectAccessible();
    await card().getByRole('button', { name: 'Cancel' }).click();
    expect(main.inputsOf('cancelArchive')).toHaveLength(1);
    main.setArchive(job({ outcome: { kind: 'cancelled' } }));
    await expect.element(card().getByText('Cancelled. Nothing was kept.')).toBeVisible();
    await card().getByRole('button', { name: 'Close' }).click();
    await expect.element(card()).not.toBeInTheDocument();
  });

  test('of one conversation are ordered by key', async () => {
    const { main } = await openWindow(withBob);
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Bob/ }).click();
    await userEvent.keyboard('{Control>}{Shift>}E{/Shift}{/Control}');
    await expect.poll(() => main.inputsOf('exportArchive')).toEqual([{ conversationId: bob.id }]);
  });

  test('of one conversation are ordered from its menu', async () => {
    const { main } = await openWindow(withBob);
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Bob/ }).click({
      button: 'right',
    });
    await page.getByRole('menuitem', { name: 'Export conversation…' }).click();
    await expect.poll(() => main.inputsOf('exportArchive')).toEqual([{ conversationId: bob.id }]);
  });

  test('that are refused say why', async () => {
    const { main } = await openWindow(withBob);
    main.refusals.set('importArchive', { code: 'archive', problem: 'busy' });
    await userEvent.keyboard('{Control>},{/Control}');
    await page.getByRole('navigation', { name: 'Pages of the settings' }).getByText('Messages').click();
    await page.getByRole('button', { name: 'Import an export…' }).click();
    await expect.element(page.getByText(/Another export, check or import is under way/)).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.element(page.getByText(/Another export, check or import/)).not.toBeInTheDocument();
  });

  const address = parseAddress('alice@example.com');
  if (!address.ok) throw new Error('Not an address');
  const endings: readonly [ArchiveJob['task'], ArchiveOutcome, string][] = [
    ['export', { kind: 'exported', conversations: 3, messages: 4801, seal }, '4,801 messages exported.'],
    [
      'verify',
      { kind: 'intact', conversations: 1, messages: 1, seal, account: account.address },
      'Intact: 1 message of alice@example.com.',
    ],
    [
      'verify',
      {
        kind: 'damaged',
        damage: { kind: 'line', file: 'conversations/0001 bob@example.com.jsonl', line: 7 },
      },
      'Line 7 of conversations/0001 bob@example.com.jsonl',
    ],
    [
      'import',
      { kind: 'damaged', damage: { kind: 'missing', file: 'index.html', line: null } },
      'It was not imported.',
    ],
    ['import', { kind: 'imported', conversations: 2, added: 5, known: 1 }, '5 messages imported.'],
    ['import', { kind: 'failed', problem: 'other-account', detail: '' }, 'another address'],
    ['export', { kind: 'failed', problem: 'no-space', detail: '' }, 'The disk is full.'],
  ];
  test.each(endings)('tell how they ended: %s, %o', async (task, outcome, words) => {
    const { main } = await openWindow(withBob);
    main.setArchive(job({ task, outcome }));
    await expect.element(card().getByText(words, { exact: false })).toBeVisible();
    await expectAccessible();
    if (outcome.kind !== 'exported') return;
    await card().getByText('Seal').click();
    await expect.element(card().getByText(seal)).toBeVisible();
    await card().getByRole('button', { name: 'Show in folder' }).click();
    expect(main.inputsOf('showArchive')).toHaveLength(1);
  });

  test('go on being shown in a window that was loaded again', async () => {
    await openWindow((main) => {
      withBob(main);
      main.archive = job({ task: 'import', step: 'importing' });
    });
    await expect.element(card().getByText('Importing: 1,200 of 4,800 messages')).toBeVisible();
  });
});
