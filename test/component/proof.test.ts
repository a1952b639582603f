import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ProofEvent } from '../../shared/model/proof.ts';
import { expectAccessible, openWindow } from '../support/window/open-window.ts';
import { conversationWith, messageIn } from '../support/window/samples.ts';

const bob = conversationWith('bob@example.com', 'Bob Stone');
const noon = new Date(2026, 10, 23, 12).getTime();
const answer = {
  kind: 'answer',
  dialect: 'pager',
  method: 'MESSAGE',
  trouble: null,
  retryAfter: null,
  nextAt: null,
  callId: 'call-1@host',
  cseq: '7 MESSAGE',
  server: 'Proxy/1',
} as const;
const way: ProofEvent[] = [
  { kind: 'written', at: noon - 12 },
  { kind: 'attempt', at: noon + 3 },
  { ...answer, at: noon + 45, status: 480, reason: 'Unavailable', then: 'again', nextAt: noon + 2_045 },
  { kind: 'attempt', at: noon + 2_045 },
  { ...answer, at: noon + 2_088, status: 200, reason: 'OK', then: 'delivered' },
  { kind: 'report', at: noon + 9_000, via: 'imdn', disposition: 'displayed', status: null },
];

async function openProof(receipt: 'read' | undefined, events: ProofEvent[]): ReturnType<typeof openWindow> {
  const opened = await openWindow((main) => {
    main.store(bob);
    main.proof = events;
    main.deliver(
      messageIn(bob, { text: 'Hello', sequence: 1, at: noon, ...(receipt === undefined ? {} : { receipt }) }),
    );
  });
  await page
    .getByRole('button', { name: /Bob Stone/ })
    .first()
    .click();
  await page.getByRole('article').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Proof of delivery' }).click();
  await expect.element(panel()).toBeVisible();
  return opened;
}

const panel = (): ReturnType<typeof page.getByRole> =>
  page.getByRole('complementary', { name: 'Proof of delivery' });
const lines = (): string[] =>
  [...document.querySelectorAll('[data-panel] ol > li')].map((each) =>
    each.textContent.replaceAll(/\s+/g, ' ').trim(),
  );

describe('the proof of a message', () => {
  test('tells its way from the key to the reader, with times, statuses and ids', async () => {
    await openProof('read', way);
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(7);
    const said = lines();
    expect(said[0]).toContain('11:59:59.988');
    expect(said[0]).toContain('the key was pressed');
    expect(said[1]).toContain('Stored on this computer');
    expect(said[3]).toContain('480 Unavailable');
    expect(said[3]).toContain('call-1@host');
    expect(said[5]).toContain('The other side has it');
    expect(said[5]).toContain('200 OK');
    expect(said[6]).toContain('Reported: read');
    await expect.element(panel().getByText('bob@example.com')).toBeVisible();
    await expectAccessible();
  });

  test('of a received message tells when it came, was confirmed and was read', async () => {
    await openProof(undefined, [
      {
        kind: 'arrived',
        at: noon - 20,
        answeredAt: noon + 8,
        dialect: 'session',
        remoteId: 'r',
        callId: 'c',
        cseq: '2 MESSAGE',
        server: null,
      },
      { kind: 'shown', at: noon + 1_000 },
      { kind: 'told', at: noon + 1_010, ok: false },
    ]);
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(5);
    expect(lines().map((each) => /Arrived|Stored|Confirmed|Read here|could not/.exec(each)?.[0])).toEqual([
      'Arrived',
      'Stored',
      'Confirmed',
      'Read here',
      'could not',
    ]);
  });

  test('is copied as text', async () => {
    await openProof('read', way);
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(7);
    const put = vi.spyOn(DataTransfer.prototype, 'setData');
    await panel().getByRole('button', { name: 'Copy as text' }).click();
    await expect.element(panel().getByRole('status')).toMatchTextContent(/Copied/);
    expect(put).toHaveBeenCalledWith('text/plain', expect.stringContaining('480 Unavailable'));
    put.mockRestore();
  });

  test('follows what happens, closes by Escape and gives the focus back', async () => {
    const { main } = await openProof('read', way.slice(0, 2));
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(3);
    main.proof = way;
    const [message] = main.messagesOf(bob.id);
    if (message === undefined) throw new Error('There is no message');
    main.deliver(message);
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(7);
    await userEvent.keyboard('{Escape}');
    await expect.element(panel()).not.toBeInTheDocument();
  });

  test('says why it cannot be shown', async () => {
    const { main } = await openWindow((each) => {
      each.store(bob);
      each.refusals.set('messageProof', { code: 'unknown-message' });
      each.deliver(messageIn(bob, { text: 'Hello', sequence: 1, at: noon, receipt: 'sent' }));
    });
    await page
      .getByRole('button', { name: /Bob Stone/ })
      .first()
      .click();
    await page.getByRole('article').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Proof of delivery' }).click();
    await expect.element(panel().getByText(/cannot be shown/)).toBeVisible();
    main.refusals.clear();
    await panel().getByRole('button', { name: 'Load again' }).click();
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(1);
  });
});
