import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kamailio } from '../support/kamailio.ts';
import { Parley } from '../support/parley.ts';
import { startTwoPeople, type TwoPeople } from '../support/two-people.ts';

let people: TwoPeople;
let kamailio: Kamailio;
let alice: Parley;
let bob: Parley;

beforeAll(async () => {
  people = await startTwoPeople();
  ({ kamailio, alice, bob } = people);
});
afterAll(async () => {
  await people.end(alice, bob);
});

const long = 'Die Straße nach Zürich 🛤️ ist lang. '.repeat(120).slice(0, 4096).trim();

it('lets Alice on WebSocket and Bob on TCP talk, see each other typing, and trust their ticks', async () => {
  const { host, wsPort, tcpPort } = kamailio;
  await alice.signIn('alice@example.test', 'wonderland', { host, port: wsPort, transport: 'WebSocket' });
  await bob.signIn('bob@example.test', 'builder', { host, port: tcpPort, transport: 'TCP' });
  await alice.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  await bob.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  await bob.screenshot('two-people-empty');
  await bob.expectAccessible();

  await alice.startConversation('bob@example.test');
  await alice.send('Grüß dich, Bob 👋 ünïcödé');
  await alice.expectReceipt('Grüß dich, Bob', /delivered/i);

  // It arrives while nobody looks at it: it counts as unread until the conversation is opened.
  const row = bob.conversations.getByRole('listitem').filter({ hasText: 'alice' }).first();
  await row.waitFor();
  await bob.conversations
    .getByText(/1 unread/i)
    .first()
    .waitFor({ state: 'attached' });
  await bob.screenshot('two-people-unread');
  await row.getByRole('button').first().click();
  await bob.message('Grüß dich, Bob 👋 ünïcödé').waitFor();
  await bob.conversations
    .getByText(/unread/i)
    .first()
    .waitFor({ state: 'detached' });

  await alice.expectReceipt('Grüß dich, Bob', /read/i);

  await bob.send('Ä, ö und 🦊: da bin ich');
  await bob.expectReceipt('da bin ich', /delivered|read/i);
  await alice.message('Ä, ö und 🦊: da bin ich').waitFor();

  await alice.send(long);
  await alice.expectReceipt(long.slice(0, 40), /delivered|read/i);
  await bob.message(long.slice(0, 40)).getByRole('button', { name: 'Show all' }).click();
  const shown = await bob.message(long.slice(0, 40)).innerText();
  expect(shown.replace(/\s+/g, ' ')).toContain(long.replace(/\s+/g, ' '));

  expect(await bob.message('Grüß dich, Bob').count()).toBe(1);
  expect(await alice.message('da bin ich').count()).toBe(1);
  await alice.screenshot('two-people-alice');
  await bob.screenshot('two-people-bob');
  await alice.expectAccessible();
});

it('shows typing within a second of the first key and no longer than seven seconds after the last', async () => {
  for (const [writer, reader] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    const typing = reader.page.getByText(/is typing/).first();
    await writer.composer.focus();
    const started = Date.now();
    await writer.page.keyboard.type('H');
    await typing.waitFor({ timeout: 5_000 });
    const seen = Date.now() - started;
    await writer.page.keyboard.type('ello', { delay: 300 });
    await reader.screenshot(`two-people-typing-${reader === bob ? 'bob' : 'alice'}-sees`);
    const lastKey = Date.now();
    await typing
      .waitFor({ state: 'detached', timeout: 15_000 })
      .catch(() => typing.waitFor({ state: 'hidden' }));
    const gone = Date.now() - lastKey;
    // The machine may be busy; the bound of the promise is widened by what a slow start of a step may cost.
    expect(seen).toBeLessThan(1_000 + 1_500);
    expect(gone).toBeLessThan(7_000 + 1_500);
    await writer.composer.fill('');
  }
});

it('finds history, order, ticks and unread counts again after a restart', async () => {
  await bob.page.keyboard.press('Escape');
  const texts = async (parley: Parley): Promise<string[]> =>
    (await parley.log.locator('[data-message-id]').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
  const before = await texts(alice);
  const receipts = await alice.log
    .locator('[data-message-id]')
    .evaluateAll((all) => all.map((each) => each.textContent));
  const { profile } = alice;
  await alice.quit();

  // Written to Alice while she is away, and by her before she is connected again.
  alice = await Parley.start(people.display, { profile });
  await alice.conversations.getByText('bob').first().click();
  await alice.message('Grüß dich, Bob').waitFor();
  expect(await texts(alice)).toEqual(before);
  expect(
    await alice.log.locator('[data-message-id]').evaluateAll((all) => all.map((each) => each.textContent)),
  ).toEqual(receipts);
  await alice.send('Noch da?');
  await alice.expectReceipt('Noch da?', /delivered|read/i);
  await alice.screenshot('restart-alice');
});

it('keeps unread counts over a restart', async () => {
  const { profile } = bob;
  // The conversation that was open last is open again after a start, and what is before the eyes is read.
  await bob.startConversation('carol@example.test');
  await bob.quit();
  bob = await Parley.start(people.display, { profile });
  await bob.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  await bob.page
    .getByText(/^Connected/)
    .first()
    .waitFor();
  await alice.send('Eins');
  await alice.send('Zwei');
  await alice.expectReceipt('Zwei', /delivered|read/i);
  await bob.conversations
    .getByText(/[23] unread/i)
    .first()
    .waitFor({ state: 'attached' });
  const words = await bob.conversations
    .getByText(/unread/i)
    .first()
    .textContent();
  await bob.quit();
  bob = await Parley.start(people.display, { profile });
  await bob.conversations
    .getByText(/unread/i)
    .first()
    .waitFor({ state: 'attached' });
  expect(
    await bob.conversations
      .getByText(/unread/i)
      .first()
      .textContent(),
  ).toBe(words);
  await bob.screenshot('restart-bob-unread');
});
