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
  const server = { host: kamailio.host, port: kamailio.tcpPort, transport: 'TCP' } as const;
  await alice.signIn('alice@example.test', 'wonderland', server);
  await bob.signIn('bob@example.test', 'builder', server);
  await bob.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  await alice.startConversation('bob@example.test');
});
afterAll(async () => {
  await people.end(alice, bob);
});

const rowOf = (parley: Parley, peer: string) =>
  parley.conversations.getByRole('listitem').filter({ hasText: peer }).getByRole('button').first();

/** Opens the menu of a conversation by the keyboard and chooses in it. */
async function choose(parley: Parley, peer: string, item: string): Promise<void> {
  await rowOf(parley, peer).focus();
  await parley.page.keyboard.press('Shift+F10');
  await parley.page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

it('pins, mutes and marks as unread by the keyboard, and has it so after a restart', async () => {
  await alice.send('Hello @bob');
  await alice.expectReceipt('Hello @bob', /delivered/i);
  await rowOf(bob, 'alice').filter({ hasText: '1 message names you' }).waitFor();
  await bob.screenshot('organise-mention');
  await choose(bob, 'alice', 'Pin to the top');
  await choose(bob, 'alice', 'Mute');
  await choose(bob, 'alice', 'Mark as read');
  await choose(bob, 'alice', 'Mark as unread');
  const row = /muted.*pinned.*marked as unread/s;
  await expect.poll(() => rowOf(bob, 'alice').textContent()).toMatch(row);
  await bob.screenshot('organise-row');
  const { profile } = bob;
  await bob.quit();
  bob = await Parley.start(people.display, { profile });
  await expect.poll(() => rowOf(bob, 'alice').textContent()).toMatch(row);
  await bob.page
    .getByText(/^Connected/)
    .first()
    .waitFor();
});

it('keeps a muted conversation in the archive, and takes one that is not muted out with a message', async () => {
  await choose(bob, 'alice', 'Archive');
  await expect.poll(() => rowOf(bob, 'alice').count()).toBe(0);
  await alice.send('Muted');
  await alice.expectReceipt('Muted', /delivered/i);
  await bob.page.getByRole('radio', { name: 'Archived' }).click();
  await rowOf(bob, 'alice').filter({ hasText: 'Muted' }).waitFor();
  await bob.screenshot('organise-archived');
  await bob.expectAccessible();
  await choose(bob, 'alice', 'Unmute');
  await alice.send('Not muted');
  await bob.page.getByRole('radio', { name: 'All' }).click();
  await rowOf(bob, 'alice').filter({ hasText: 'Not muted' }).waitFor();
});

it('refuses what a blocked peer sends, stores nothing of it, and tells the sender', async () => {
  await rowOf(bob, 'alice').click();
  await bob.message('Not muted').waitFor();
  await choose(bob, 'alice', 'Block…');
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
  await bob.page.getByText(/You have blocked/).waitFor();
  await bob.screenshot('organise-blocked');
  await bob.expectAccessible();
  await alice.send('Can you hear me?');
  await alice.message('Can you hear me?').getByText('Not sent: the other side refused it.').waitFor();
  await alice.screenshot('organise-refused');
  expect(await bob.message('Can you hear me?').count()).toBe(0);

  await bob.page.getByRole('button', { name: 'Unblock' }).click();
  await bob.composer.waitFor();
  // What was refused is nowhere: it comes when it is sent again, and then once.
  await alice.message('Can you hear me?').getByRole('button', { name: 'Try again' }).click();
  await bob.message('Can you hear me?').waitFor();
  expect(await bob.message('Can you hear me?').count()).toBe(1);
});

it('recalls by the up key what was not sent, and sends the change in its place', async () => {
  await kamailio.stop();
  await bob.send('Tpyo');
  await bob.message('Tpyo').waitFor();
  await bob.page.keyboard.press('ArrowUp');
  await expect.poll(() => bob.composer.inputValue()).toBe('Tpyo');
  await bob.screenshot('recalled');
  await bob.send('Typo');
  await bob.message('Typo').waitFor();
  expect(await bob.message('Tpyo').count()).toBe(0);
  await kamailio.start();
  await alice.message('Typo').waitFor({ timeout: 60_000 });
  expect(await alice.message('Tpyo').count()).toBe(0);
});

it('puts an emoji in by the keyboard alone', async () => {
  await bob.composer.focus();
  await bob.page.keyboard.type('Done ');
  await bob.page.keyboard.press('Tab');
  await bob.page.keyboard.press('Tab');
  await bob.page.keyboard.press('Enter');
  await bob.page.getByRole('textbox', { name: 'Search emoji' }).waitFor();
  await bob.page.keyboard.type('party popper');
  await bob.page.getByRole('gridcell', { name: 'party popper' }).waitFor();
  await bob.screenshot('emoji-search');
  await bob.page.keyboard.press('Enter');
  await expect.poll(() => bob.composer.inputValue()).toBe('Done 🎉');
  await bob.page.keyboard.type(' :rocket:');
  await expect.poll(() => bob.composer.inputValue()).toBe('Done 🎉 🚀');
  await bob.page.keyboard.press('Enter');
  await alice.message('Done 🎉 🚀').waitFor();
});
