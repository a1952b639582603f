import { describe, expect, it } from 'vitest';
import { StoreRefusal, type Store, type StoredConversation } from '../../main/store/interface.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { longestDraft } from '../../shared/model/draft.ts';
import {
  address,
  alice,
  bob,
  newAccountId,
  newConversationId,
  newMessageId,
  openForkedStore,
  openLocalStore,
  sampleAccount,
} from '../support/store.ts';

async function withConversations(
  store: Store,
  ...peers: readonly SipAddress[]
): Promise<readonly StoredConversation[]> {
  const account = sampleAccount();
  await store.saveAccount(account);
  return Promise.all(peers.map((peer, at) => store.ensureConversation(account.id, peer, at)));
}

const message = (conversation: StoredConversation, text: string) => ({
  id: newMessageId(),
  conversationId: conversation.id,
  sender: { address: alice, displayName: null },
  text,
  at: 5,
});

describe.each<{ readonly name: string; readonly open: typeof openLocalStore }>([
  { name: 'in this process', open: openLocalStore },
  { name: 'in a process of its own', open: openForkedStore },
])('drafts, kept $name', ({ open }) => {
  it('come back with caret and the message that they answer, the latest first', async () => {
    const store = await open();
    const [withBob, withCarol] = await withConversations(store, bob, address('sip:carol@example.com'));
    if (withBob === undefined || withCarol === undefined) throw new Error('No conversations');
    const asked = await store.insertOutgoing(message(withBob, 'asked'));
    await store.saveDraft(withBob.id, { text: 'a', caret: 1, replyTo: asked.id }, 1);
    await store.saveDraft(withCarol.id, { text: 'Grüße 👋', caret: 3, replyTo: null }, 2);
    const ofBob = { conversationId: withBob.id, text: 'a', caret: 1, replyTo: asked };
    const ofCarol = { conversationId: withCarol.id, text: 'Grüße 👋', caret: 3, replyTo: null };
    expect(await store.drafts(withBob.accountId)).toEqual([ofCarol, ofBob]);
    await store.saveDraft(withBob.id, { text: 'ab', caret: 2, replyTo: asked.id }, 3);
    expect(await store.drafts(withBob.accountId)).toEqual([{ ...ofBob, text: 'ab', caret: 2 }, ofCarol]);
    await store.saveDraft(withCarol.id, null, 4);
    expect(await store.drafts(withBob.accountId)).toHaveLength(1);
    expect(await store.drafts(newAccountId())).toEqual([]);
  });

  it('answer nothing when they name a message of another conversation, or one that is not there', async () => {
    const store = await open();
    const [withBob, withCarol] = await withConversations(store, bob, address('sip:carol@example.com'));
    if (withBob === undefined || withCarol === undefined) throw new Error('No conversations');
    const elsewhere = await store.insertOutgoing(message(withCarol, 'for Carol'));
    for (const replyTo of [elsewhere.id, newMessageId()]) {
      await store.saveDraft(withBob.id, { text: 'a', caret: 1, replyTo }, 1);
      expect((await store.drafts(withBob.accountId))[0]).toMatchObject({ text: 'a', replyTo: null });
    }
  });

  it('end in the same moment as they are stored as messages, and by no other message', async () => {
    const store = await open();
    const [withBob] = await withConversations(store, bob);
    if (withBob === undefined) throw new Error('No conversation');
    const draft = { text: 'to be sent', caret: 10, replyTo: null };
    await store.saveDraft(withBob.id, draft, 1);
    await store.insertOutgoing(message(withBob, 'forwarded'));
    expect(await store.drafts(withBob.accountId)).toHaveLength(1);
    const sent = { ...message(withBob, 'to be sent'), fromDraft: true };
    await store.insertOutgoing(sent);
    expect(await store.drafts(withBob.accountId)).toEqual([]);
    // A message that cannot be stored leaves the draft where it is.
    await store.saveDraft(withBob.id, draft, 2);
    const tooLong = { ...message(withBob, 'x'.repeat(longestDraft)), fromDraft: true };
    await expect(store.insertOutgoing(tooLong)).rejects.toBeInstanceOf(StoreRefusal);
    expect(await store.drafts(withBob.accountId)).toHaveLength(1);
  });

  it('are refused for what is not there and what is out of bounds', async () => {
    const store = await open();
    const [withBob] = await withConversations(store, bob);
    if (withBob === undefined) throw new Error('No conversation');
    const draft = { text: 'a', caret: 1, replyTo: null };
    const attempts: readonly (() => Promise<void>)[] = [
      () => store.saveDraft(newConversationId(), draft, 1),
      () => store.saveDraft(withBob.id, { ...draft, text: 'x'.repeat(longestDraft + 1) }, 1),
      () => store.saveDraft(withBob.id, { ...draft, caret: -1 }, 1),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toBeInstanceOf(StoreRefusal);
    expect(await store.drafts(withBob.accountId)).toEqual([]);
  });
});
