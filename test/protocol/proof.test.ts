import { expect, it } from 'vitest';
import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Message } from '../../shared/model/message.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { newMessageId } from '../support/store.ts';
import { alice, bob } from './party.ts';
import { receiptOf, sendTo, sessionParty, type SessionParty } from './session-party.ts';

/** A busy machine is slow, not wrong. */
const patience = { timeout: 30_000, interval: 10 };

const proofOf = async (owner: SessionParty, { id }: Message): Promise<CommandOutput<'messageProof'>> =>
  owner.session.kept.proof(id);

const kindsOf = async (owner: SessionParty, message: Message): Promise<string[]> =>
  (await proofOf(owner, message)).events.map(({ kind }) => kind);

async function newest(owner: SessionParty): Promise<Message> {
  const [conversation] = await owner.session.conversations();
  const message = conversation?.lastMessage ?? null;
  if (message === null) throw new Error('There is no message');
  return message;
}

it('tells the way of a message from the key to the reader, on both sides', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const { id: conversationId } = await a.session.startConversation(bob);
  const pressedAt = Date.now() - 5;
  const sent = await a.session.send(newMessageId(), conversationId, 'Hello', { pressedAt });
  await expect.poll(async () => receiptOf(a, sent), patience).toBe('delivered');

  const received = await newest(b);
  await b.session.markRead(received.conversationId, received.sequence);
  await expect.poll(async () => receiptOf(a, sent), patience).toBe('read');
  const proof = await proofOf(a, sent);
  expect(proof.events).toMatchObject([
    { kind: 'written', at: pressedAt },
    { kind: 'attempt' },
    { kind: 'answer', status: 200, dialect: 'pager', then: 'delivered', trouble: null },
    ...(proof.events.some((event) => event.kind === 'report' && event.disposition === 'delivered')
      ? [{ kind: 'report', disposition: 'delivered' }]
      : []),
    { kind: 'report', via: 'imdn', disposition: 'displayed' },
  ]);
  expect(proof).toMatchObject({ peer: bob, remoteId: null, leftOut: false, message: { id: sent.id } });

  await expect.poll(async () => kindsOf(b, received), patience).toEqual(['arrived', 'shown', 'told']);
  const theirs = await proofOf(b, received);
  expect(theirs.remoteId).toBe(sent.id);
  expect(theirs.events[0]).toMatchObject({ kind: 'arrived', remoteId: sent.id, dialect: 'pager' });
  expect(theirs.events[2]).toMatchObject({ ok: true });
});

it('keeps each attempt with its status, and what the user did', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  network.add(bob);
  network.fate = () => ({
    kind: 'answer',
    statusCode: 480,
    headers: [
      ['Call-ID', 'call-1'],
      ['CSeq', '7 MESSAGE'],
      ['Server', 'Proxy/1'],
      ['Retry-After', '3600'],
    ],
  });
  const sent = await sendTo(a, bob, 'Hello');
  await expect.poll(async () => kindsOf(a, sent), patience).toContain('answer');
  const waiting = await proofOf(a, sent);
  expect(waiting.events.find(({ kind }) => kind === 'answer')).toMatchObject({
    ...{ status: 480, callId: 'call-1', cseq: '7 MESSAGE', method: 'MESSAGE', server: 'Proxy/1' },
    ...{ retryAfter: 3600, then: 'again' },
  });
  expect(waiting.message.receipt).toMatchObject({ state: 'queued', held: true });

  network.fate = () => ({ kind: 'answer', statusCode: 403 });
  await a.session.kept.retry(sent.id);
  await expect.poll(async () => receiptOf(a, sent), patience).toBe('failed');
  const failed = await proofOf(a, sent);
  expect(failed.events.map(({ kind }) => kind)).toContain('retried');
  expect(failed.events.at(-1)).toMatchObject({ kind: 'answer', status: 403, then: 'failed' });

  const changed = await a.session.kept.replace(sent.id, newMessageId(), 'Hello again');
  await expect.poll(async () => kindsOf(a, changed), patience).toContain('edited');
  expect((await proofOf(a, changed)).events[0]).toMatchObject({ kind: 'edited', of: sent.id });
});

it('tells nothing of what is not there', async () => {
  const a = await sessionParty(new FakeNetwork(), alice);
  await expect(a.session.kept.proof(newMessageId())).rejects.toMatchObject({
    failure: { code: 'unknown-message' },
  });
});
