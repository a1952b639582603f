import { expect, it, vi } from 'vitest';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { settingsWith } from '../support/settings.ts';
import { alice, bob, carol, newMessageId, realClock } from '../support/store.ts';
import {
  receiptOf,
  sendTo,
  sessionParty as party,
  texts,
  type SessionParty as Party,
} from './session-party.ts';

const conversationWith = async (owner: Party, peer: typeof alice) =>
  owner.session.startConversation(peer, null);

it('refuses what a blocked peer sends before it is stored, in and outside of dialogs, and tells the sender', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await party(network, alice), await party(network, bob)];
  // The second one goes in a dialog, which the block ends.
  for (const text of ['Before', 'In a dialog']) {
    const sent = await sendTo(a, bob, text);
    await expect.poll(async () => receiptOf(a, sent)).toBe('delivered');
  }
  const { id } = await conversationWith(b, alice);
  expect(await b.session.book.organise(id, { blocked: true })).toMatchObject({ blocked: true });
  const events = b.events.length;
  const refused = await sendTo(a, bob, 'Refused');
  await expect.poll(async () => receiptOf(a, refused)).toBe('failed');
  expect((await a.store.message(refused.id))?.receipt?.failure).toEqual({ code: 'refused', status: 603 });
  expect(await texts(b, alice)).toEqual(['Before', 'In a dialog']);
  expect(b.events.slice(events).filter(({ kind }) => kind === 'message' || kind === 'composing')).toEqual([]);
  await expect(b.session.send(newMessageId(), id, 'Hello')).rejects.toMatchObject({
    failure: { code: 'blocked' },
  });

  await b.session.book.organise(id, { blocked: false });
  await a.session.kept.retry(refused.id);
  await expect.poll(async () => receiptOf(a, refused)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['Before', 'In a dialog', 'Refused']);
});

it('keeps a block over a restart', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await party(network, alice), await party(network, bob)];
  const { id } = await conversationWith(b, alice);
  await b.session.book.organise(id, { blocked: true });
  await b.session.stop();
  await party(network, bob, b.store);
  const refused = await sendTo(a, bob, 'Refused');
  await expect.poll(async () => receiptOf(a, refused)).toBe('failed');
});

it('counts a message that names the user, by address and by display name', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await party(network, alice), await party(network, bob)];
  for (const text of ['@Bob?', '@Alice, that is you', 'bob without an at']) await sendTo(a, bob, text);
  await expect.poll(async () => (await b.session.conversations())[0]?.unread).toBe(3);
  expect(await b.session.conversations()).toMatchObject([{ mentions: 2 }]);
});

it('counts no name that is only repeated from another message', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await party(network, alice), await party(network, bob)];
  const question = await sendTo(b, alice, 'Is @Bob meant?');
  await expect.poll(async () => receiptOf(b, question)).toBe('delivered');
  const { id } = await conversationWith(a, bob);
  const [here] = (await a.session.messages(id, null, 1)).messages;
  await a.session.send(newMessageId(), id, 'Yes', { replyTo: here?.id ?? null });
  await sendTo(a, bob, '> So said @Bob\n\nby hand');
  await expect.poll(async () => texts(b, alice)).toHaveLength(3);
  expect(await b.session.conversations()).toMatchObject([{ unread: 2, mentions: 0 }]);
});

it('deletes a conversation with all in it, and what comes later makes a new one', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await party(network, alice), await party(network, bob)];
  const first = await sendTo(a, bob, 'First');
  await expect.poll(async () => receiptOf(a, first)).toBe('delivered');
  const { id } = await conversationWith(b, alice);
  await b.session.book.delete(id);
  expect(b.events.at(-1)).toEqual({ kind: 'conversation-deleted', conversationId: id });
  expect(await b.session.conversations()).toEqual([]);
  const second = await sendTo(a, bob, 'Second');
  await expect.poll(async () => receiptOf(a, second)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['Second']);
});

it('deletes nothing under legal hold', async () => {
  const network = new FakeNetwork();
  const held = settingsWith({ 'messages.legalHold': true });
  const b = await party(network, bob, undefined, realClock, held);
  const { id } = await conversationWith(b, alice);
  await expect(b.session.book.delete(id)).rejects.toMatchObject({ failure: { code: 'legal-hold' } });
  expect(await b.session.conversations()).toHaveLength(1);
});

it('reads the conversations once for all who ask meanwhile, and anew for who asks after a change', async () => {
  const [a] = [await party(new FakeNetwork(), alice)];
  await conversationWith(a, bob);
  const read = vi.spyOn(a.store, 'conversations');
  const together = await Promise.all([a.session.conversations(), a.session.conversations()]);
  expect(read).toHaveBeenCalledTimes(1);
  expect(together[0]).toEqual(together[1]);

  const before = a.session.conversations();
  await conversationWith(a, carol);
  // The first reading is perhaps without it, and whoever asks now has to see it.
  expect(await a.session.conversations()).toHaveLength(2);
  await before;
  expect(read).toHaveBeenCalledTimes(3);
});
