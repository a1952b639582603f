import { expect, it } from 'vitest';
import type { Message } from '../../shared/model/message.ts';
import { FakeNetwork, type WireRequest } from '../support/fake-signaling.ts';
import { settingsWith } from '../support/settings.ts';
import { alice, bob, newMessageId, openLocalStore, realClock } from '../support/store.ts';
import { receiptOf, sendTo, sessionParty, texts, type SessionParty } from './session-party.ts';

const textOf = ({ body }: WireRequest): string => new TextDecoder().decode(body?.content);

/** What the window was told of what waits and what failed, the latest last. */
const told = (owner: SessionParty) =>
  owner.events.flatMap((event) => (event.kind === 'unsent' ? [event.unsent] : []));

const deletions = (owner: SessionParty) =>
  owner.events.flatMap((event) => (event.kind === 'messages-deleted' ? [...event.ids] : []));

it('counts what waits and what failed exactly, also after a restart', async () => {
  const network = new FakeNetwork();
  const store = await openLocalStore();
  const a = await sessionParty(network, alice, store);
  await sessionParty(network, bob);
  network.fate = ({ method }) => (method === 'MESSAGE' ? { kind: 'answer', statusCode: 403 } : null);
  const failed = await sendTo(a, bob, 'Refused');
  await expect.poll(async () => receiptOf(a, failed)).toBe('failed');
  network.fate = () => null;
  a.connection.lose();
  for (const text of ['1', '2', '3']) await sendTo(a, bob, text);
  expect(a.session.unsent).toEqual({ waiting: 3, failed: 1 });
  expect(told(a).at(-1)).toEqual({ waiting: 3, failed: 1 });
  await a.session.stop();

  const again = await sessionParty(network, alice, store);
  expect(told(again)[0]).toEqual({ waiting: 3, failed: 1 });
  await expect.poll(() => again.session.unsent).toEqual({ waiting: 0, failed: 1 });
});

it('does not send what was deleted before its turn, and sends the others at once', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  a.connection.lose();
  const written: Message[] = [];
  for (const text of ['1', '2', '3']) written.push(await sendTo(a, bob, text));
  const gone = written.slice(0, 1).map(({ id }) => id);
  await a.session.kept.delete(gone);
  expect(deletions(a)).toEqual(gone);
  a.connection.start();
  await expect.poll(async () => texts(b, alice)).toEqual(['2', '3']);
  expect(await texts(a, bob)).toEqual(['2', '3']);
});

it('neither deletes nor changes what is being sent at this moment', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  let answer: () => void = () => undefined;
  network.fate = ({ method }) =>
    method === 'MESSAGE'
      ? new Promise((resolve) => {
          answer = () => {
            resolve(null);
          };
        })
      : null;
  const message = await sendTo(a, bob, 'On its way');
  await expect.poll(async () => receiptOf(a, message)).toBe('sending');
  const beingSent = { failure: { code: 'being-sent' } };
  await expect(a.session.kept.delete([message.id])).rejects.toMatchObject(beingSent);
  await expect(a.session.kept.replace(message.id, newMessageId(), 'Other')).rejects.toMatchObject(beingSent);
  answer();
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['On its way']);
  await expect(a.session.kept.replace(message.id, newMessageId(), 'Other')).rejects.toMatchObject({
    failure: { code: 'already-sent' },
  });
  await a.session.kept.delete([message.id]);
  expect(await texts(a, bob)).toEqual([]);
});

it('sends the edited text once, and the old one never', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  a.connection.lose();
  const old = await sendTo(a, bob, 'A tpyo');
  await sendTo(a, bob, 'Second');
  const newId = newMessageId();
  const edited = await a.session.kept.replace(old.id, newId, 'A typo');
  expect(await a.session.kept.replace(old.id, newId, 'A typo')).toEqual(edited);
  expect((await a.session.kept.unsent()).map(({ text }) => text)).toEqual(['Second', 'A typo']);
  a.connection.start();
  await expect.poll(async () => texts(b, alice)).toEqual(['Second', 'A typo']);
  expect(deletions(a)).toContain(old.id);
});

it('deletes nothing under a legal hold', async () => {
  const network = new FakeNetwork();
  const settings = settingsWith({ 'messages.legalHold': true });
  const a = await sessionParty(network, alice, undefined, realClock, settings);
  a.connection.lose();
  const message = await sendTo(a, bob, 'Evidence');
  const held = { failure: { code: 'legal-hold' } };
  await expect(a.session.kept.delete([message.id])).rejects.toMatchObject(held);
  await expect(a.session.kept.replace(message.id, newMessageId(), 'Other')).rejects.toMatchObject(held);
  expect(await texts(a, bob)).toEqual(['Evidence']);
});

it('tries everything that failed once more, except what may have arrived', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  network.fate = (request) => {
    if (request.method !== 'MESSAGE') return null;
    return textOf(request).includes('perhaps')
      ? { kind: 'transport-lost', left: true }
      : { kind: 'answer', statusCode: 403 };
  };
  const refused = await sendTo(a, bob, 'refused');
  const perhaps = await sendTo(a, bob, 'perhaps');
  await expect.poll(() => a.session.unsent).toEqual({ waiting: 0, failed: 2 });
  network.fate = () => null;
  await a.session.kept.retryAll();
  await expect.poll(async () => receiptOf(a, refused)).toBe('delivered');
  expect(await receiptOf(a, perhaps)).toBe('failed');
  expect(await texts(b, alice)).toEqual(['refused']);
});
