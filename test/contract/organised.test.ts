import { describe, expect, it } from 'vitest';
import { StoreRefusal, type Store, type StoredConversation } from '../../main/store/interface.ts';
import {
  address,
  alice,
  bob,
  newConversationId,
  newMessageId,
  openForkedStore,
  openLocalStore,
  sampleAccount,
} from '../support/store.ts';

async function withBob(store: Store): Promise<StoredConversation> {
  const account = sampleAccount();
  await store.saveAccount(account);
  return store.ensureConversation(account.id, bob, 1);
}

const receive = async (store: Store, { id }: StoredConversation, mentioned = false): Promise<number> => {
  const { message } = await store.insertIncoming({
    conversationId: id,
    sender: { address: bob, displayName: null },
    text: 'x',
    at: 5,
    remoteId: null,
    displayRequested: false,
    mentioned,
  });
  return message.sequence;
};
const send = (store: Store, { id }: StoredConversation) =>
  store.insertOutgoing({
    id: newMessageId(),
    conversationId: id,
    sender: { address: alice, displayName: null },
    text: 'mine',
    at: 6,
  });
const stateOf = async (store: Store, { id }: StoredConversation) => store.conversation(id);

describe.each<{ readonly name: string; readonly open: typeof openLocalStore }>([
  { name: 'in this process', open: openLocalStore },
  { name: 'in a process of its own', open: openForkedStore },
])('conversations, kept $name', ({ open }) => {
  it('are changed in what is named and in nothing else', async () => {
    const store = await open();
    const conversation = await withBob(store);
    const pinned = await store.organise(conversation.id, { pinned: true, muted: true }, 10);
    expect(pinned).toEqual({ ...conversation, pinned: true, muted: true });
    const blocked = await store.organise(
      conversation.id,
      { blocked: true, markedUnread: true, muted: false },
      11,
    );
    expect(blocked).toEqual({ ...conversation, pinned: true, blocked: true, markedUnread: true });
    expect(await store.organise(conversation.id, {}, 12)).toEqual(blocked);
    expect((await store.markRead(conversation.id, 0)).markedUnread).toBe(false);
    await expect(store.organise(newConversationId(), { pinned: true }, 1)).rejects.toBeInstanceOf(
      StoreRefusal,
    );
  });

  it('keep the least size that was refused, until one of that size is taken', async () => {
    const store = await open();
    const { id, accountId } = await withBob(store);
    const known = async () => (await store.conversation(id))?.refusedSize;
    for (const [bytes, taken, refused] of [
      [900, true, null],
      [2000, false, 2000],
      [1500, false, 1500],
      [1800, false, 1500],
      [1499, true, 1500],
      [1500, true, null],
      [3000, false, 3000],
      [5000, true, null],
      [700, false, 700],
    ] as const) {
      await store.noteSize(id, bytes, taken);
      expect(await known()).toBe(refused);
    }
    expect((await store.conversations(accountId))[0]?.refusedSize).toBe(700);
    await expect(store.noteSize(newConversationId(), 700, false)).rejects.toBeInstanceOf(StoreRefusal);
    await expect(store.noteSize(id, 0, false)).rejects.toBeInstanceOf(StoreRefusal);
  });

  it('count what names the user as exactly as the unread', async () => {
    const store = await open();
    const conversation = await withBob(store);
    const first = await receive(store, conversation, true);
    await receive(store, conversation);
    const third = await receive(store, conversation, true);
    await send(store, conversation);
    expect(await stateOf(store, conversation)).toMatchObject({ unread: 3, mentions: 2 });
    expect(await store.markRead(conversation.id, first)).toMatchObject({ unread: 2, mentions: 1 });
    expect(await store.emptyConversation(conversation.id, third - 1, 10)).toEqual({ more: false });
    expect(await stateOf(store, conversation)).toMatchObject({ unread: 1, mentions: 1 });
    expect(await store.markRead(conversation.id, third)).toMatchObject({ unread: 0, mentions: 0 });
  });

  it('tell how many of their messages were not sent', async () => {
    const store = await open();
    const conversation = await withBob(store);
    const [one, two] = [await send(store, conversation), await send(store, conversation)];
    const failed = { state: 'failed', failure: { code: 'absent', status: 480 }, updatedAt: 7 } as const;
    await store.setReceipt(one.id, failed);
    await store.setReceipt(two.id, failed);
    expect(await stateOf(store, conversation)).toMatchObject({ failed: 2 });
    await store.setReceipt(two.id, { state: 'sent', failure: null, updatedAt: 8 });
    expect(await stateOf(store, conversation)).toMatchObject({ failed: 1 });
    expect(await store.conversations(conversation.accountId)).toMatchObject([{ failed: 1 }]);
  });

  it('come back from the archive with a message, muted ones only with one’s own', async () => {
    const store = await open();
    const conversation = await withBob(store);
    await store.organise(conversation.id, { archived: true }, 10);
    await receive(store, conversation);
    expect(await stateOf(store, conversation)).toMatchObject({ archived: false });
    await store.organise(conversation.id, { archived: true, muted: true }, 11);
    await receive(store, conversation);
    expect(await stateOf(store, conversation)).toMatchObject({ archived: true, unread: 2 });
    await send(store, conversation);
    expect(await stateOf(store, conversation)).toMatchObject({ archived: false, muted: true });
  });

  it('are emptied in steps and removed, with all that hangs on them, and what came meanwhile stays', async () => {
    const store = await open();
    const conversation = await withBob(store);
    await receive(store, conversation);
    await send(store, conversation);
    const upTo = await receive(store, conversation);
    await store.saveDraft(conversation.id, { text: 'a', caret: 1, replyTo: null }, 1);
    await receive(store, conversation);
    expect(await store.emptyConversation(conversation.id, upTo, 2)).toEqual({ more: true });
    expect(await store.emptyConversation(conversation.id, upTo, 2)).toEqual({ more: false });
    expect(await store.removeConversation(conversation.id)).toMatchObject({ unread: 1 });
    expect(await store.drafts(conversation.accountId)).toEqual([]);
    await store.emptyConversation(conversation.id, upTo + 1, 2);
    expect(await store.removeConversation(conversation.id)).toBeNull();
    expect(await store.removeConversation(conversation.id)).toBeNull();
    expect(await store.conversations(conversation.accountId)).toEqual([]);
  });

  it('stay without messages while they are blocked, so that the block stays', async () => {
    const store = await open();
    const conversation = await withBob(store);
    const other = await store.ensureConversation(conversation.accountId, address('sip:carol@example.com'), 2);
    const upTo = await receive(store, conversation);
    await store.organise(conversation.id, { blocked: true, pinned: true, muted: true, archived: true }, 10);
    await store.emptyConversation(conversation.id, upTo, 10);
    expect(await store.removeConversation(conversation.id)).toEqual({
      ...conversation,
      blocked: true,
      readUpTo: 0,
      lastMessage: null,
    });
    expect(await stateOf(store, other)).toEqual(other);
  });
});
