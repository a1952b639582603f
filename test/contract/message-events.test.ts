import { describe, expect, it } from 'vitest';
import { fromStored, toStored, type ProofEvent } from '../../shared/model/proof.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Store } from '../../main/store/interface.ts';
import { newMessageId, openLocalStore, sampleAccount } from '../support/store.ts';

async function setUp(): Promise<{ store: Store; sent: Message; received: Message }> {
  const store = await openLocalStore();
  const account = sampleAccount();
  await store.saveAccount(account);
  const { id: conversationId, peer } = await store.ensureConversation(account.id, account.address, 1);
  const message = { conversationId, sender: { address: peer, displayName: null }, text: 'Hi', at: 5 };
  const sent = await store.insertOutgoing({ ...message, id: newMessageId() });
  const { message: received } = await store.insertIncoming({
    ...message,
    remoteId: 'r1',
    displayRequested: true,
  });
  return { store, sent, received };
}

const retriedAt = (at: number): ReturnType<typeof toStored> => toStored({ kind: 'retried', at });

describe('what is known of messages', () => {
  it('comes back as it was given, along with a receipt and by itself', async () => {
    const { store, sent } = await setUp();
    const answer: ProofEvent = {
      kind: 'answer',
      at: 3,
      dialect: 'pager',
      method: 'MESSAGE',
      status: 200,
      reason: 'OK',
      trouble: null,
      callId: 'a@b',
      cseq: '1 MESSAGE',
      server: 'Parley/1',
      retryAfter: null,
      then: 'delivered',
      nextAt: null,
    };
    await store.setReceipt(sent.id, { state: 'delivered', failure: null, updatedAt: 3 }, [
      toStored({ kind: 'attempt', at: 2 }),
      toStored(answer),
    ]);
    await store.addEvents([{ id: sent.id, events: [retriedAt(9)] }]);
    const events = await store.messageEvents(sent.id);
    expect(events.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(events.map(fromStored)).toEqual([{ kind: 'attempt', at: 2 }, answer, { kind: 'retried', at: 9 }]);
  });

  it('is not added twice when the store is asked again', async () => {
    const { store, sent } = await setUp();
    for (let turn = 0; turn < 3; turn += 1)
      await store.addEvents([{ id: sent.id, events: [retriedAt(1), retriedAt(2)] }]);
    expect(await store.messageEvents(sent.id)).toHaveLength(2);
  });

  it('is passed over where the message is not there, and goes with it', async () => {
    const { store, sent, received } = await setUp();
    await store.addEvents([
      { id: newMessageId(), events: [retriedAt(1)] },
      { id: sent.id, events: [retriedAt(1)] },
      { id: received.id, events: [retriedAt(1)] },
    ]);
    expect(await store.messageEvents(sent.id)).toHaveLength(1);
    const [account] = await store.accounts();
    if (account === undefined) throw new Error('There is no account');
    await store.deleteMessages(account.id, [sent.id], 9);
    expect(await store.messageEvents(sent.id)).toEqual([]);
    expect(await store.messageEvents(received.id)).toHaveLength(1);
  });

  it('is bounded: how it began, and the latest', async () => {
    const { store, sent } = await setUp();
    for (let at = 0; at < 300; at += 10) {
      const events = Array.from({ length: 10 }, (_unused, index) => retriedAt(at + index));
      await store.addEvents([{ id: sent.id, events }]);
    }
    const events = await store.messageEvents(sent.id);
    expect(events).toHaveLength(120);
    expect(events.slice(0, 20).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_unused, at) => at));
    expect(events.slice(20).map(({ at }) => at)).toEqual(
      Array.from({ length: 100 }, (_unused, index) => 200 + index),
    );
  });

  it('tells when a message of the peer was read, once', async () => {
    const { store, sent, received } = await setUp();
    await store.markRead(received.conversationId, received.sequence, 77);
    await store.markRead(received.conversationId, received.sequence, 88);
    expect((await store.messageEvents(received.id)).map(fromStored)).toEqual([{ kind: 'shown', at: 77 }]);
    expect(await store.messageEvents(sent.id)).toEqual([]);
  });

  it('reads nothing out of what is damaged or of another version', () => {
    for (const detail of ['', '{', 'null', '[]', '{"then":"x"}']) {
      expect(fromStored({ kind: 'answer', at: 1, detail })).toBeNull();
    }
    expect(fromStored({ kind: 'levitated', at: 1, detail: '{}' })).toBeNull();
    expect(fromStored({ kind: 'retried', at: 1, detail: '{"kind":"expired","at":7}' })).toEqual({
      kind: 'retried',
      at: 1,
    });
  });
});
