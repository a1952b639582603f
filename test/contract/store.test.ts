import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoreClient } from '../../main/store/client.ts';
import { StoreRefusal, type Store, type StoredConversation } from '../../main/store/interface.ts';
import { generateDatabaseKey } from '../../main/store/key.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { longestQuote, longestText, type Message } from '../../shared/model/message.ts';
import { queuedReceipt } from '../../shared/model/receipt.ts';
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
  temporaryFolder,
} from '../support/store.ts';

const carol = address('sip:carol@example.com');

async function withConversation(
  store: Store,
  peer: SipAddress = bob,
): Promise<{
  readonly accountId: StoredConversation['accountId'];
  readonly conversation: StoredConversation;
}> {
  const account = sampleAccount();
  await store.saveAccount(account);
  return { accountId: account.id, conversation: await store.ensureConversation(account.id, peer, 1) };
}

const incoming = (
  conversation: StoredConversation,
  text: string,
  remoteId: string | null = null,
  from: SipAddress = bob,
): Parameters<Store['insertIncoming']>[0] => ({
  conversationId: conversation.id,
  sender: { address: from, displayName: 'Bob' },
  text,
  at: 1000,
  remoteId,
  displayRequested: false,
});

const outgoing = (
  conversation: StoredConversation,
  text: string,
): Parameters<Store['insertOutgoing']>[0] => ({
  id: newMessageId(),
  conversationId: conversation.id,
  sender: { address: alice, displayName: null },
  text,
  at: 2000.5,
});

async function wholeTimeline(
  store: Store,
  id: StoredConversation['id'],
  limit: number,
): Promise<readonly Message[]> {
  const pages: (readonly Message[])[] = [];
  let before: number | null = null;
  for (;;) {
    const page: Awaited<ReturnType<Store['messages']>> = await store.messages(id, before, limit);
    pages.unshift(page.messages);
    if (!page.more) return pages.flat();
    expect(page.messages).toHaveLength(limit);
    before = page.messages[0]?.sequence ?? null;
  }
}

describe.each<{ readonly name: string; readonly open: typeof openLocalStore }>([
  { name: 'in this process', open: openLocalStore },
  { name: 'in a process of its own', open: openForkedStore },
])('the store $name', ({ open }) => {
  it('keeps which conversation was open, each account its own', async () => {
    const store = await open();
    const [mine, other] = [sampleAccount(), sampleAccount({ active: false })];
    for (const account of [mine, other]) await store.saveAccount(account);
    const conversation = await store.ensureConversation(mine.id, bob, 1);
    expect(await store.lastOpen(mine.id)).toBeNull();
    await store.setLastOpen(mine.id, conversation.id);
    expect(await store.lastOpen(mine.id)).toBe(conversation.id);
    // Signing in again changes nothing about it; the conversation of somebody else is none of one's own.
    await store.saveAccount({ ...mine, displayName: 'Alice M.' });
    expect(await store.lastOpen(mine.id)).toBe(conversation.id);
    await store.setLastOpen(other.id, conversation.id);
    expect(await store.lastOpen(other.id)).toBeNull();
    await store.setLastOpen(mine.id, null);
    expect(await store.lastOpen(mine.id)).toBeNull();
  });

  it('keeps accounts, replaces one with the same id, and has at most one active', async () => {
    const store = await open();
    const first = sampleAccount();
    const second = sampleAccount({
      address: carol,
      displayName: null,
      kind: 'trial',
      wrappedPassword: 'd3JhcA==',
    });
    await store.saveAccount(first);
    await store.saveAccount(second);
    expect(await store.accounts()).toEqual([{ ...first, active: false }, second]);
    await store.saveAccount({ ...first, displayName: 'Alice A.', active: true });
    expect(await store.accounts()).toEqual([
      { ...first, displayName: 'Alice A.' },
      { ...second, active: false },
    ]);
  });

  it('finds a conversation without regard to case, and makes it once', async () => {
    const store = await open();
    const { accountId, conversation } = await withConversation(store, address('sip:Bob@example.com'));
    expect(conversation).toEqual({
      id: conversation.id,
      accountId,
      peer: 'sip:Bob@example.com',
      displayName: null,
      lastMessage: null,
      unread: 0,
      mentions: 0,
      failed: 0,
      readUpTo: 0,
      markedUnread: false,
      pinned: false,
      muted: false,
      archived: false,
      blocked: false,
      refusedSize: null,
      createdAt: 1,
      peerCapabilities: null,
    });
    expect(await store.ensureConversation(accountId, bob, 99)).toEqual(conversation);
    expect(await store.conversation(conversation.id)).toEqual(conversation);
    expect(await store.conversations(accountId)).toEqual([conversation]);
    expect(await store.conversations(newAccountId())).toEqual([]);
    expect(await store.conversation(newConversationId())).toBeNull();
  });

  it('keeps what is learnt of the peer', async () => {
    const store = await open();
    const { conversation } = await withConversation(store);
    await store.setDisplayName(conversation.id, '<b>Bob</b>');
    await store.setPeerCapabilities(conversation.id, '{"dialect":"pager"}');
    expect(await store.conversation(conversation.id)).toMatchObject({
      displayName: '<b>Bob</b>',
      peerCapabilities: '{"dialect":"pager"}',
    });
  });

  it('tells whose messages up to one are waiting to be reported as displayed, until they are read', async () => {
    const store = await open();
    const { conversation } = await withConversation(store);
    const add = async (remoteId: string | null, displayRequested: boolean): Promise<number> => {
      const stored = await store.insertIncoming({
        ...incoming(conversation, 'x', remoteId),
        displayRequested,
      });
      return stored.message.sequence;
    };
    await add('r1', true);
    await add('r2', false);
    await add(null, true);
    const third = await add('r3', true);
    const fourth = await add('r4', true);
    const ids = async (upTo: number): Promise<string[]> =>
      (await store.awaitingDisplay(conversation.id, upTo)).map(({ remoteId }) => remoteId);
    expect(await ids(third)).toEqual(['r1', 'r3']);
    await store.markRead(conversation.id, third);
    expect(await ids(fourth)).toEqual(['r4']);
    await store.markRead(conversation.id, fourth);
    expect(await ids(fourth)).toEqual([]);
  });

  it('stores an outgoing message once, with a queued receipt', async () => {
    const store = await open();
    const { conversation } = await withConversation(store);
    const message = outgoing(conversation, 'Grüße 👋');
    const stored = await store.insertOutgoing(message);
    expect(stored).toEqual({
      ...message,
      sequence: stored.sequence,
      direction: 'outgoing',
      sentAt: null,
      replyTo: null,
      quote: null,
      receipt: queuedReceipt(2000.5),
    });
    const delivered = { state: 'delivered', failure: null, updatedAt: 3000 } as const;
    await store.setReceipt(message.id, delivered);
    expect(await store.insertOutgoing({ ...message, text: 'other' })).toEqual({
      ...stored,
      receipt: delivered,
    });
    expect((await store.messages(conversation.id, null, 10)).messages).toHaveLength(1);
  });

  it('keeps the sender’s own time and what a message answers, whose beginning it shows', async () => {
    const store = await open();
    const { accountId, conversation } = await withConversation(store);
    const mine = await store.insertOutgoing(outgoing(conversation, '👋'.repeat(longestQuote + 1)));
    const { message: theirs } = await store.insertIncoming({
      ...incoming(conversation, 'Yes', 'r1'),
      sentAt: 500,
      replyTo: mine.id,
    });
    const { sequence, direction, sender } = mine;
    const quote = { sequence, direction, sender, text: '👋'.repeat(longestQuote) };
    expect(theirs).toMatchObject({ sentAt: 500, replyTo: mine.id, quote });
    const answer = await store.insertOutgoing({ ...outgoing(conversation, 'No'), replyTo: theirs.id });
    expect(answer).toMatchObject({ sentAt: null, replyTo: theirs.id, quote: { text: 'Yes' } });
    expect((await store.messages(conversation.id, null, 10)).messages).toEqual([mine, theirs, answer]);
    expect((await store.conversations(accountId))[0]?.lastMessage).toEqual(answer);
    const gone = newMessageId();
    const lone = await store.insertOutgoing({ ...outgoing(conversation, 'To what?'), replyTo: gone });
    expect(lone).toMatchObject({ replyTo: gone, quote: null });
  });

  it('finds the message that a name stands for in its conversation, and the name of a message', async () => {
    const store = await open();
    const { accountId, conversation } = await withConversation(store);
    const other = await store.ensureConversation(accountId, carol, 1);
    const mine = await store.insertOutgoing(outgoing(conversation, 'mine'));
    const { message: theirs } = await store.insertIncoming(incoming(conversation, 'theirs', 'r1'));
    const { message: nameless } = await store.insertIncoming(incoming(conversation, 'nameless'));
    expect(await store.namedMessage(conversation.id, mine.id)).toBe(mine.id);
    expect(await store.namedMessage(conversation.id, 'r1')).toBe(theirs.id);
    // Our own id of a message of theirs is no name that they know.
    expect(await store.namedMessage(conversation.id, theirs.id)).toBeNull();
    expect(await store.namedMessage(other.id, mine.id)).toBeNull();
    expect(await store.namedMessage(other.id, 'r1')).toBeNull();
    expect(await store.replyTarget(mine.id)).toEqual({ text: 'mine', name: mine.id });
    expect(await store.replyTarget(theirs.id)).toEqual({ text: 'theirs', name: 'r1' });
    expect(await store.replyTarget(nameless.id)).toEqual({ text: 'nameless', name: null });
    expect(await store.replyTarget(newMessageId())).toBeNull();
  });

  it('recognises a repeat by the sender and its id of the message', async () => {
    const store = await open();
    const { conversation } = await withConversation(store);
    const first = await store.insertIncoming(incoming(conversation, 'one', 'r1'));
    expect(first.repeated).toBe(false);
    const shouting = address('sip:BOB@example.com');
    expect(await store.insertIncoming(incoming(conversation, 'changed', 'r1', shouting))).toEqual({
      message: first.message,
      repeated: true,
    });
    expect((await store.insertIncoming(incoming(conversation, 'two', 'r1', carol))).repeated).toBe(false);
    expect((await store.insertIncoming(incoming(conversation, 'same'))).repeated).toBe(false);
    expect((await store.insertIncoming(incoming(conversation, 'same'))).repeated).toBe(false);
    const { messages } = await store.messages(conversation.id, null, 10);
    expect(messages.map(({ text }) => text)).toEqual(['one', 'two', 'same', 'same']);
  });

  it('counts the unread and never moves the read mark back or past the newest', async () => {
    const store = await open();
    const { accountId, conversation } = await withConversation(store);
    const { message: one } = await store.insertIncoming(incoming(conversation, 'one'));
    const { message: two } = await store.insertIncoming(incoming(conversation, 'two'));
    const mine = await store.insertOutgoing(outgoing(conversation, 'mine'));
    expect((await store.conversations(accountId))[0]).toMatchObject({ unread: 2, lastMessage: mine });
    expect(await store.markRead(conversation.id, one.sequence)).toMatchObject({
      unread: 1,
      readUpTo: one.sequence,
    });
    expect((await store.markRead(conversation.id, two.sequence)).unread).toBe(0);
    expect((await store.markRead(conversation.id, one.sequence)).readUpTo).toBe(two.sequence);
    expect((await store.markRead(conversation.id, mine.sequence + 1000)).readUpTo).toBe(mine.sequence);
    await store.insertIncoming(incoming(conversation, 'three'));
    expect((await store.conversation(conversation.id))?.unread).toBe(1);
  });

  it('lists conversations with the newest message first', async () => {
    const store = await open();
    const { accountId, conversation: withBob } = await withConversation(store);
    const withCarol = await store.ensureConversation(accountId, carol, 2);
    await store.insertIncoming(incoming(withCarol, 'from Carol', null, carol));
    await store.insertIncoming(incoming(withBob, 'from Bob'));
    expect(
      (await store.conversations(accountId)).map(({ peer, lastMessage }) => [peer, lastMessage?.text]),
    ).toEqual([
      [bob, 'from Bob'],
      [carol, 'from Carol'],
    ]);
  });

  it('lists what is queued or sending, in order, with every field of a receipt', async () => {
    const store = await open();
    const { accountId, conversation: withBob } = await withConversation(store);
    const withCarol = await store.ensureConversation(accountId, carol, 2);
    const a = await store.insertOutgoing(outgoing(withBob, 'a'));
    const b = await store.insertOutgoing(outgoing(withCarol, 'b'));
    const c = await store.insertOutgoing(outgoing(withBob, 'c'));
    const d = await store.insertOutgoing(outgoing(withBob, 'd'));
    await store.insertIncoming(incoming(withBob, 'theirs'));
    await store.setReceipt(c.id, { state: 'sending', failure: null, updatedAt: 3 });
    const failed = { state: 'failed', failure: { code: 'refused', status: 603 }, updatedAt: 4.25 } as const;
    expect((await store.setReceipt(d.id, failed)).receipt).toEqual(failed);
    expect((await store.unsent(accountId)).map(({ id }) => id)).toEqual([a.id, c.id, b.id]);
    const unknownStatus = {
      state: 'failed',
      failure: { code: 'no-answer', status: null },
      updatedAt: 5,
    } as const;
    await store.setReceipt(d.id, unknownStatus);
    expect((await store.lastUnsent(accountId, withBob.id))?.id).toBe(d.id);
    await store.setReceipt(d.id, { state: 'delivered', failure: null, updatedAt: 6 });
    // What is being sent cannot be taken back.
    expect((await store.lastUnsent(accountId, withBob.id))?.id).toBe(a.id);
    expect((await store.lastUnsent(accountId, withCarol.id))?.id).toBe(b.id);
    await store.setReceipt(b.id, { state: 'sent', failure: null, updatedAt: 6 });
    expect(await store.lastUnsent(accountId, withCarol.id)).toBeNull();
    expect(await store.lastUnsent(newAccountId(), withBob.id)).toBeNull();
    await store.setReceipt(d.id, unknownStatus);
    expect((await store.message(d.id))?.receipt).toEqual(unknownStatus);
    expect(await store.unsent(newAccountId())).toEqual([]);
  });

  it('refuses what is not there and what is out of bounds, and changes nothing', async () => {
    const store = await open();
    const { accountId, conversation } = await withConversation(store);
    const { message } = await store.insertIncoming(incoming(conversation, 'hello'));
    const secret = 'x'.repeat(longestText + 1);
    const calls: readonly (() => Promise<unknown>)[] = [
      () => store.ensureConversation(newAccountId(), bob, 1),
      () => store.setDisplayName(newConversationId(), 'x'),
      () => store.setPeerCapabilities(newConversationId(), '{}'),
      () => store.markRead(newConversationId(), 1),
      () => store.insertIncoming({ ...incoming(conversation, 'x'), conversationId: newConversationId() }),
      () => store.insertOutgoing({ ...outgoing(conversation, 'x'), conversationId: newConversationId() }),
      () => store.setReceipt(newMessageId(), queuedReceipt(1)),
      () => store.setReceipt(message.id, queuedReceipt(1)),
      () => store.insertIncoming(incoming(conversation, secret)),
      () => store.messages(conversation.id, null, 0),
      () => store.messages(conversation.id, null, 1_000_000),
      () => store.markRead(conversation.id, Number.NaN),
      () => store.ensureConversation(accountId, bob, Number.POSITIVE_INFINITY),
    ];
    for (const call of calls) {
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreRefusal);
      expect(String(error)).not.toContain('xxx');
    }
    expect((await store.messages(conversation.id, null, 10)).messages).toEqual([message]);
    expect(await store.message(newMessageId())).toBeNull();
  });

  it('has everything again after it was closed', async () => {
    const place = { path: join(temporaryFolder(), 'messages.db'), key: generateDatabaseKey() };
    const before = await open(place);
    const { accountId, conversation } = await withConversation(before);
    await before.insertIncoming(incoming(conversation, 'theirs', 'r1'));
    // Not waited for: closing lets what was asked finish.
    const mine = before.insertOutgoing(outgoing(conversation, 'mine'));
    await before.close();
    await expect(before.accounts()).rejects.toBeInstanceOf(StoreRefusal);
    const after = await open(place);
    expect((await after.accounts()).map(({ id }) => id)).toEqual([accountId]);
    const [found] = await after.conversations(accountId);
    expect(found).toMatchObject({ id: conversation.id, unread: 1, lastMessage: await mine });
    expect((await after.insertIncoming(incoming(conversation, 'theirs', 'r1'))).repeated).toBe(true);
  });
});

describe('what is stored', () => {
  const roundTrip = async (
    store: StoreClient,
    conversation: StoredConversation,
    text: string,
  ): Promise<string> => (await store.insertIncoming(incoming(conversation, text))).message.text;

  it('comes back as it was, whatever the text', async () => {
    const store = await openLocalStore();
    const { conversation } = await withConversation(store);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        expect(await roundTrip(store, conversation, text)).toBe(text);
      }),
      { numRuns: 60 },
    );
    for (const text of [
      '',
      "'; DROP TABLE messages; --",
      'a\0b',
      '👩‍👩‍👧'.repeat(1000),
      'x'.repeat(longestText),
    ]) {
      expect(await roundTrip(store, conversation, text)).toBe(text);
    }
  });

  it('comes in pages that put together are the whole, in the order of arrival', async () => {
    const store = await openLocalStore();
    const { accountId } = await withConversation(store);
    let peers = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 40 }),
        fc.integer({ min: 1, max: 45 }),
        async (script, limit) => {
          peers += 1;
          const here = await store.ensureConversation(
            accountId,
            address(`sip:p${String(peers)}@example.com`),
            1,
          );
          const other = await store.ensureConversation(accountId, carol, 1);
          const stored = await Promise.all(
            script.map(async ([isOther, isOutgoing], index) => {
              const target = isOther ? other : here;
              const message = isOutgoing
                ? await store.insertOutgoing(outgoing(target, String(index)))
                : (await store.insertIncoming(incoming(target, String(index)))).message;
              return { isOther, message };
            }),
          );
          const expected = stored.filter(({ isOther }) => !isOther).map(({ message }) => message);
          expect(await wholeTimeline(store, here.id, limit)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
