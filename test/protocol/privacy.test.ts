import { expect, it } from 'vitest';
import { FakeNetwork } from '../support/fake-signaling.ts';
import { alice, bob, realClock } from '../support/store.ts';
import { settingsWith } from '../support/settings.ts';
import { receiptOf, sendTo, sessionParty } from './session-party.ts';

const decoder = new TextDecoder();

/** How many requests of Bob carry this in their body. */
const told = (network: FakeNetwork, what: string): number =>
  network.wire.filter(
    ({ from, body }) => from === bob && body !== null && decoder.decode(body.content).includes(what),
  ).length;

/** Whatever a party sets off without anybody waiting for it has gone out. */
async function quiet(network: FakeNetwork): Promise<void> {
  let before = -1;
  while (before !== network.wire.length) {
    before = network.wire.length;
    await new Promise<void>((resolve) => {
      realClock.after(50, resolve);
    });
  }
}

it('tells nobody what was read while that is turned off, and what is read later again at once', async () => {
  const network = new FakeNetwork();
  const settings = settingsWith({ 'privacy.readReceipts': false });
  const a = await sessionParty(network, alice);
  const b = await sessionParty(network, bob, undefined, realClock, settings);
  const first = await sendTo(a, bob, 'One');
  await expect.poll(async () => receiptOf(a, first)).toBe('delivered');
  const { id } = await b.session.startConversation(alice);
  const read = async (): Promise<void> => {
    const { messages } = await b.session.messages(id, null, 10);
    await b.session.markRead(id, messages.at(-1)?.sequence ?? 0);
    await quiet(network);
  };
  await read();
  expect(told(network, '<displayed')).toBe(0);
  expect(await receiptOf(a, first)).toBe('delivered');

  settings.change({ 'privacy.readReceipts': true });
  const second = await sendTo(a, bob, 'Two');
  await expect.poll(async () => receiptOf(a, second)).toBe('delivered');
  await read();
  await expect.poll(async () => receiptOf(a, second)).toBe('read');
  // What was read before stays nobody's business.
  expect(await receiptOf(a, first)).toBe('delivered');
  expect(told(network, '<displayed')).toBe(1);

  settings.change({ 'privacy.readReceipts': false });
  const third = await sendTo(a, bob, 'Three');
  await expect.poll(async () => receiptOf(a, third)).toBe('delivered');
  await read();
  expect(await receiptOf(a, third)).toBe('delivered');
  expect(told(network, '<displayed')).toBe(1);
});

it('tells nobody of typing while that is turned off, and again at once', async () => {
  const network = new FakeNetwork();
  const settings = settingsWith({ 'privacy.typing': false });
  const a = await sessionParty(network, alice);
  const b = await sessionParty(network, bob, undefined, realClock, settings);
  const message = await sendTo(a, bob, 'Hello');
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  const { id } = await b.session.startConversation(alice);
  const heard = (): boolean[] =>
    a.events.flatMap((event) => (event.kind === 'composing' ? [event.composing] : []));
  await b.session.setComposing(id, true);
  await quiet(network);
  expect(told(network, 'KeyboardActivity') + told(network, 'isComposing')).toBe(0);
  expect(heard()).toEqual([]);

  settings.change({ 'privacy.typing': true });
  await b.session.setComposing(id, true);
  await expect.poll(heard).toEqual([true]);
  expect(told(network, 'status="type"')).toBe(1);

  // Turned off meanwhile: the next word of it says that it ended.
  settings.change({ 'privacy.typing': false });
  await b.session.setComposing(id, true);
  await expect.poll(heard).toEqual([true, false]);
  await b.session.setComposing(id, true);
  await quiet(network);
  expect(told(network, 'status="type"')).toBe(1);
});
