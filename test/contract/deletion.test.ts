import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store, StoredConversation } from '../../main/store/interface.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { queuedReceipt } from '../../shared/model/receipt.ts';
import {
  address,
  alice,
  bob,
  newAccountId,
  newMessageId,
  openForkedStore,
  openLocalStore,
  sampleAccount,
} from '../support/store.ts';

const carol = address('sip:carol@example.com');
const month = 31 * 24 * 60 * 60 * 1000;

async function withConversation(store: Store) {
  const account = sampleAccount();
  await store.saveAccount(account);
  const accountId = account.id;
  const conversation = await store.ensureConversation(accountId, bob, 1);
  const receive = async (text: string, remoteId: string | null = null, to = conversation) =>
    store.insertIncoming({
      conversationId: to.id,
      sender: { address: to.peer, displayName: null },
      text,
      at: 1000,
      remoteId,
      displayRequested: true,
    });
  const send = async (text: string, to: StoredConversation = conversation): Promise<Message> =>
    store.insertOutgoing({
      id: newMessageId(),
      conversationId: to.id,
      sender: { address: alice, displayName: null },
      text,
      at: 2000,
    });
  return { accountId, conversation, receive, send };
}

const idsOf = (messages: readonly Message[]): MessageId[] => messages.map(({ id }) => id);

describe.each<{ readonly name: string; readonly open: typeof openLocalStore }>([
  { name: 'in this process', open: openLocalStore },
  { name: 'in a process of its own', open: openForkedStore },
])('deleting $name', ({ open }) => {
  it('takes messages with all that is known of them, and the summary stays exact', async () => {
    const store = await open();
    const { accountId, conversation, receive, send } = await withConversation(store);
    const { message: one } = await receive('one');
    const mine = await send('mine');
    const { message: two } = await receive('two');
    const gone = await store.deleteMessages(accountId, [two.id, newMessageId(), two.id], 3000);
    expect(gone).toEqual({ sending: [], deleted: [{ id: two.id, conversationId: conversation.id }] });
    expect(await store.message(two.id)).toBeNull();
    expect(await store.conversation(conversation.id)).toMatchObject({ unread: 1, lastMessage: mine });
    await store.deleteMessages(accountId, [one.id, mine.id], 3000);
    expect(await store.conversation(conversation.id)).toMatchObject({ unread: 0, lastMessage: null });
    expect(await store.unsentStates(accountId)).toEqual([]);
    const { message: three } = await receive('three');
    expect(await store.conversation(conversation.id)).toMatchObject({ unread: 1, lastMessage: three });
  });

  it('deletes nothing while one of them is being sent, and nothing of another account', async () => {
    const store = await open();
    const { accountId, send } = await withConversation(store);
    const resting = await send('resting');
    const onItsWay = await send('on its way');
    await store.setReceipt(onItsWay.id, { state: 'sending', failure: null, updatedAt: 1 });
    expect(await store.deleteMessages(accountId, [resting.id, onItsWay.id], 3)).toEqual({
      sending: [onItsWay.id],
      deleted: [],
    });
    expect(await store.deleteMessages(newAccountId(), [resting.id], 3)).toEqual({ sending: [], deleted: [] });
    expect(idsOf(await store.unsent(accountId))).toEqual([resting.id, onItsWay.id]);
  });

  it('does not take a deleted message again when its sender repeats it', async () => {
    const store = await open();
    const { accountId, conversation, receive } = await withConversation(store);
    const { message } = await receive('once', 'r1');
    await store.deleteMessages(accountId, [message.id], 3000);
    expect((await receive('once', 'r1')).repeated).toBe(true);
    expect((await store.messages(conversation.id, null, 10)).messages).toEqual([]);
    await store.deleteMessages(accountId, [], 3000 + month);
    expect((await receive('once', 'r1')).repeated).toBe(false);
  });

  it('is forgotten by the search', async () => {
    const store = await open();
    const { accountId, receive } = await withConversation(store);
    const { message } = await receive('a secret pelican');
    const wanted = {
      accountId,
      terms: ['pelican'],
      from: [],
      in: [],
      hasLink: false,
      since: null,
      until: null,
    };
    expect((await store.search(wanted, null, 10)).hits).toHaveLength(1);
    await store.deleteMessages(accountId, [message.id], 3000);
    expect((await store.search(wanted, null, 10)).hits).toEqual([]);
  });
});

describe('what has not gone out', () => {
  it('is replaced in one step by a message at the end', async () => {
    const store = await openLocalStore();
    const { accountId, conversation, receive, send } = await withConversation(store);
    const old = await send('a tpyo');
    await store.setReceipt(old.id, {
      state: 'failed',
      failure: { code: 'absent', status: 480 },
      updatedAt: 3,
    });
    const { message: theirs } = await receive('meanwhile');
    const by = { id: newMessageId(), text: 'a typo', at: 5000 };
    const replaced = await store.replaceUnsent(accountId, old.id, by);
    expect(replaced).toMatchObject({
      kind: 'replaced',
      message: { ...by, conversationId: conversation.id, receipt: queuedReceipt(5000) },
    });
    // A repeat is harmless.
    expect(await store.replaceUnsent(accountId, old.id, by)).toEqual(replaced);
    const { messages } = await store.messages(conversation.id, null, 10);
    expect(idsOf(messages)).toEqual([theirs.id, by.id]);
    expect(await store.unsentStates(accountId)).toEqual([{ id: by.id, state: 'queued' }]);
  });

  it('is not replaced once it has left, or when it is not there', async () => {
    const store = await openLocalStore();
    const { accountId, receive, send } = await withConversation(store);
    const message = await send('too late');
    const by = { id: newMessageId(), text: 'another', at: 5000 };
    for (const state of ['sending', 'sent', 'delivered', 'read'] as const) {
      await store.setReceipt(message.id, { state, failure: null, updatedAt: 3 });
      expect(await store.replaceUnsent(accountId, message.id, by)).toEqual({ kind: 'too-late', state });
    }
    const { message: theirs } = await receive('theirs');
    expect(await store.replaceUnsent(accountId, theirs.id, by)).toEqual({ kind: 'unknown' });
    expect(await store.replaceUnsent(accountId, newMessageId(), by)).toEqual({ kind: 'unknown' });
    expect(await store.message(by.id)).toBeNull();
    expect((await store.message(message.id))?.text).toBe('too late');
  });

  it('is counted and listed exactly, whatever happens', async () => {
    const store = await openLocalStore();
    const { accountId, conversation, send } = await withConversation(store);
    const other = await store.ensureConversation(accountId, carol, 2);
    const states = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'] as const;
    const step = fc.record({ state: fc.constantFrom(...states), there: fc.boolean(), gone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const before = await store.unsentStates(accountId);
        await Promise.all(
          before.map(({ id }) => store.setReceipt(id, { state: 'sent', failure: null, updatedAt: 1 })),
        );
        const expected: { id: MessageId; state: string }[] = [];
        for (const { state, there, gone } of steps) {
          const { id } = await send('x', there ? conversation : other);
          await store.setReceipt(id, { state, failure: null, updatedAt: 1 });
          const kept = !gone || state === 'sending';
          if (gone) await store.deleteMessages(accountId, [id], 5);
          if (kept && ['queued', 'sending', 'failed'].includes(state)) expected.push({ id, state });
        }
        const sorted = (all: readonly { id: MessageId; state: string }[]) =>
          [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(sorted(await store.unsentStates(accountId))).toEqual(sorted(expected));
        const listed = [...(await store.unsent(accountId)), ...(await store.failed(accountId))];
        expect(idsOf(listed).sort()).toEqual(expected.map(({ id }) => id).sort());
      }),
      { numRuns: 25 },
    );
  });
});
