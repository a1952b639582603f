import { expect, it } from 'vitest';
import { imdnType, writeImdn } from '../../main/payload/imdn.ts';
import { encodeText } from '../../main/payload/text.ts';
import type { Message } from '../../shared/model/message.ts';
import { FakeNetwork, type Fate } from '../support/fake-signaling.ts';
import { alice, bob, newMessageId, openLocalStore } from '../support/store.ts';
import { receiptOf, sendTo, sessionParty, texts, type SessionParty } from './session-party.ts';
import { addStranger } from './stranger.ts';

const answered = (statusCode: number): Fate => ({ kind: 'answer', statusCode });

/** A server on the way that takes no body of more bytes from Alice. */
const limitTo =
  (bytes: number): FakeNetwork['fate'] =>
  ({ method, from, body }) =>
    method === 'MESSAGE' && from === alice && (body?.content.length ?? 0) > bytes ? answered(513) : null;

/** What the window knows. */
const refusedSize = (owner: SessionParty): number | null | undefined =>
  owner.events.flatMap((event) => (event.kind === 'conversation' ? [event.conversation] : [])).at(-1)
    ?.refusedSize;

const ends = async (owner: SessionParty, message: Message, state: string): Promise<void> => {
  await expect.poll(async () => receiptOf(owner, message)).toBe(state);
};

/** Both, and a message that has made a dialog, in which texts go as they are. */
async function pair(network: FakeNetwork): Promise<[SessionParty, SessionParty]> {
  const store = await openLocalStore();
  const [a, b] = [await sessionParty(network, alice, store), await sessionParty(network, bob)];
  await ends(a, await sendTo(a, bob, 'Hello'), 'delivered');
  return [a, b];
}

it('of a peer is learnt from what was refused, in bytes, told to the window, and kept over a restart', async () => {
  const network = new FakeNetwork();
  const [a] = await pair(network);
  expect(refusedSize(a)).toBeNull();
  network.fate = limitTo(100);
  await ends(a, await sendTo(a, bob, 'ß'.repeat(70)), 'failed');
  await expect.poll(() => refusedSize(a)).toBe(140);
  await ends(a, await sendTo(a, bob, '€'.repeat(40)), 'failed');
  await expect.poll(() => refusedSize(a)).toBe(120);
  await ends(a, await sendTo(a, bob, 'x'.repeat(1_000)), 'failed');
  expect(refusedSize(a)).toBe(120);
  network.fate = () => answered(403);
  await ends(a, await sendTo(a, bob, 'Refused for something else'), 'failed');
  expect(refusedSize(a)).toBe(120);
  await a.session.stop();
  const again = await sessionParty(network, alice, a.store);
  expect(await again.session.conversations()).toMatchObject([{ peer: bob, refusedSize: 120 }]);
});

it('counts the quote that goes before an answer', async () => {
  const network = new FakeNetwork();
  const [a, b] = await pair(network);
  const question = await sendTo(b, alice, 'q'.repeat(50));
  await ends(b, question, 'delivered');
  const { id } = await a.session.startConversation(bob);
  const received = (await a.session.messages(id, null, 1)).messages[0];
  network.fate = limitTo(50);
  const answer = await a.session.send(newMessageId(), id, 'yes!', { replyTo: received?.id ?? null });
  await ends(a, answer, 'failed');
  // "> ", the question, an empty line and the answer.
  await expect.poll(() => refusedSize(a)).toBe(2 + 50 + 2 + 4);
});

it('holds no more when a text of that size was taken', async () => {
  const network = new FakeNetwork();
  const [a, b] = await pair(network);
  network.fate = limitTo(100);
  await ends(a, await sendTo(a, bob, 'x'.repeat(150)), 'failed');
  await expect.poll(() => refusedSize(a)).toBe(150);
  network.fate = () => null;
  await ends(a, await sendTo(a, bob, 'y'.repeat(149)), 'delivered');
  expect(refusedSize(a)).toBe(150);
  await ends(a, await sendTo(a, bob, 'z'.repeat(150)), 'delivered');
  await expect.poll(() => refusedSize(a)).toBeNull();
  expect((await texts(b, alice)).map((text) => text.length)).toEqual([5, 149, 150]);
});

it('is learnt from a report that comes later, too', async () => {
  const network = new FakeNetwork();
  const { end, got } = addStranger(network, bob, () => 202);
  const a = await sessionParty(network, alice);
  const message = await sendTo(a, bob, 'x'.repeat(90));
  await ends(a, message, 'sent');
  const report = writeImdn({
    kind: 'delivery',
    status: 'failed',
    messageId: got.at(-1)?.callId ?? '',
    dateTime: '2026-11-23T12:00:00Z',
  });
  const reason = '</status><reason code="513"/>';
  const content = encodeText(new TextDecoder().decode(report).replace('</status>', reason));
  await end.message(alice, { contentType: imdnType, content }, []);
  await ends(a, message, 'failed');
  await expect.poll(() => refusedSize(a)).toBe(90);
});
