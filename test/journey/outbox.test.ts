import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
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

const panel = (name: string): Locator => alice.page.getByRole('complementary', { name });
const unsent = (): Locator => panel('Not sent yet').getByRole('listitem');

it('sends once and in order what was written without a server before Parley was ended', async () => {
  const { host, tcpPort } = kamailio;
  await alice.signIn('alice@example.test', 'wonderland', { host, port: tcpPort, transport: 'TCP' });
  await bob.signIn('bob@example.test', 'builder', { host, port: tcpPort, transport: 'TCP' });
  await alice.startConversation('bob@example.test');
  await alice.send('Before');
  await alice.expectReceipt('Before', /delivered|read/i);

  await kamailio.stop();
  await alice.page
    .getByText(/Reconnecting|Not connected|Trying again/i)
    .first()
    .waitFor({ timeout: 60_000 });
  for (const text of ['First', 'Second', 'Third', 'Fourth']) await alice.send(text);
  await alice.expectReceipt('Fourth', /queued/i);
  const { profile } = alice;
  await alice.quit();

  alice = await Parley.start(people.display, { profile });
  await alice.message('Fourth').waitFor();
  await alice.expectReceipt('Fourth', /queued/i);

  // All of it stands in one place; there one is changed, and one is deleted.
  await alice.page.keyboard.press('Control+Shift+O');
  await expect.poll(() => unsent().count()).toBe(4);
  await alice.screenshot('outbox-unsent');
  await alice.expectAccessible();
  await unsent().filter({ hasText: 'Third' }).getByRole('button', { name: 'Delete for me…' }).click();
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).click();
  await expect.poll(() => unsent().count()).toBe(3);
  await unsent().filter({ hasText: 'Second' }).getByRole('button', { name: 'Edit and send again' }).click();
  await expect.poll(() => alice.composer.inputValue()).toBe('Second');
  await alice.send('Second, changed');
  await unsent().filter({ hasText: 'Second, changed' }).waitFor();
  expect(await unsent().count()).toBe(3);

  await kamailio.start();
  await alice.expectReceipt('Second, changed', /delivered|read/i, 120_000);
  await panel('Not sent yet').getByText('Everything is sent').waitFor();
  await alice.screenshot('outbox-all-sent');
  await bob.conversations.getByText('alice').first().click();
  await bob.message('Second, changed').waitFor();
  const texts = await bob.log.locator('[data-message-id] [data-text]').allInnerTexts();
  expect(texts.map((text) => text.trim())).toEqual(['Before', 'First', 'Fourth', 'Second, changed']);
}, 300_000);

it('tries again from the overview what was refused, and goes to it', async () => {
  await alice.startConversation('nobody@example.test');
  await alice.send('Does anybody hear me?');
  await alice.expectReceipt('Does anybody hear me?', /not sent/i, 60_000);
  await alice.page.keyboard.press('Escape');
  await panel('Not sent yet').waitFor({ state: 'hidden' });
  await alice.page.getByRole('button', { name: '1 message not sent' }).click();
  const item = unsent().filter({ hasText: 'Does anybody hear me?' });
  await item.getByText(/Not sent: /).waitFor();
  await item.getByRole('button', { name: 'Try again' }).click();
  await item.getByText(/Not sent: /).waitFor({ timeout: 60_000 });
  await alice.conversations.getByText('bob').first().click();
  await item.getByRole('button', { name: 'Go to the message' }).click();
  await alice.message('Does anybody hear me?').waitFor();
  await alice.screenshot('outbox-refused');
  await item.getByRole('button', { name: 'Delete for me…' }).click();
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).click();
  await panel('Not sent yet').getByText('Everything is sent').waitFor();
});

it('proves the way of a message from the key to the reader', async () => {
  await alice.conversations.getByText('bob').first().click();
  await alice.expectReceipt('Second, changed', /read/i, 60_000);
  await alice.message('First').getByRole('button', { name: 'Proof of delivery' }).click();
  const proof = panel('Proof of delivery');
  const lines = proof.getByRole('list', { name: 'What happened to the message' }).getByRole('listitem');
  await lines.filter({ hasText: 'Reported: read' }).waitFor({ timeout: 60_000 });
  const said = (await lines.allInnerTexts()).map((each) => each.replace(/\s+/g, ' '));
  const order = [
    'the key was pressed',
    'Stored on this computer',
    'Attempt',
    'The other side has it',
    'Reported: read',
  ];
  const places = order.map((words) => said.findLastIndex((each) => each.includes(words)));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(said.every((each) => /\d\d:\d\d:\d\d\.\d{3}/.test(each))).toBe(true);
  const answer = said.find((each) => each.includes('The other side has it')) ?? '';
  expect(answer).toContain('200');
  expect(answer).toContain('Call-ID');
  expect(answer).toContain('CSeq');
  await alice.screenshot('outbox-proof');
  await alice.expectAccessible();

  // The reader's side has its proof as well.
  await bob.message('First').click({ button: 'right' });
  await bob.page.getByRole('menuitem', { name: 'Proof of delivery' }).click();
  const theirs = bob.page.getByRole('complementary', { name: 'Proof of delivery' });
  for (const words of ['Arrived', 'Confirmed to the sender', 'Read here', 'The sender was told'])
    await theirs.getByText(words).first().waitFor();
  await bob.screenshot('outbox-proof-received');
  await alice.page.keyboard.press('Escape');
  await proof.waitFor({ state: 'hidden' });
});
