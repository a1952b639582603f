import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DesktopStandIn, type ShownNotification } from '../support/desktop-stand-in.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let other: Display;
let kamailio: Kamailio;
let desktop: DesktopStandIn;
let alice: Parley;
let bob: Parley;

beforeAll(async () => {
  [display, other] = [await startDisplay(), await startDisplay()];
  kamailio = await startKamailio({ users: { alice: 'wonderland', bob: 'builder' } });
  // As most desktops are: no answers in notifications.
  desktop = await DesktopStandIn.start({ tray: true, markup: true });
  const server = { host: kamailio.host, port: kamailio.tcpPort, transport: 'TCP' } as const;
  [alice, bob] = await Promise.all([
    Parley.start(display.display, { env: desktop.env }),
    Parley.start(other.display),
  ]);
  await alice.signIn('alice@example.test', 'wonderland', server);
  await bob.signIn('bob@example.test', 'builder', server);
  await bob.startConversation('alice@example.test');
  await bob.send('Hello');
  await openBob();
  await bob.expectReceipt('Hello', /read/i);
});
afterAll(async () => {
  await Promise.all([alice.discard(), bob.discard()]);
  await desktop.stop();
  await kamailio.dispose();
  await Promise.all([display.stop(), other.stop()]);
});

async function openBob(): Promise<void> {
  await alice.page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await alice.conversations.getByText('bob@example.test').first().click();
  await alice.composer.waitFor();
}

/** Parley tells of itself too, the first time. */
const wordOfStaying = 'Messages keep arriving. Open or quit Parley from its icon in the tray.';

/** Has read everything, and looks at the settings of notifications. */
async function lookAway(): Promise<void> {
  await openBob();
  await expect.poll(() => desktop.notifications).toEqual([]);
  await alice.page.keyboard.press('Control+,');
  await alice.page.getByRole('navigation').getByText('Notifications', { exact: true }).click();
}

/** Bob writes, and what the desktop is asked to show for it. */
async function tellOf(text: string, body = text): Promise<ShownNotification> {
  const before = desktop.shown.length;
  await bob.send(text);
  await expect.poll(() => desktop.shown.length).toBe(before + 1);
  const shown = await desktop.notification(body);
  expect(shown).toBe(desktop.shown.at(-1));
  return shown;
}

it('plays a sound, or none, as it is set', async () => {
  await lookAway();
  const sound = alice.page.getByRole('switch', { name: 'Play a sound' });
  expect(await sound.isChecked()).toBe(true);
  const heard = await tellOf('With a sound');
  expect(heard.hints).toMatchObject({ 'sound-name': 'message-new-instant' });
  expect(heard.hints).not.toHaveProperty('suppress-sound');

  await lookAway();
  await sound.click();
  await expect.poll(() => sound.isChecked()).toBe(false);
  const silent = await tellOf('Without a sound');
  expect(silent.hints).toMatchObject({ 'suppress-sound': true });
  expect(silent.hints).not.toHaveProperty('sound-name');

  await lookAway();
  await sound.click();
  await expect.poll(() => sound.isChecked()).toBe(true);
  expect((await tellOf('With a sound again')).hints).toMatchObject({ 'sound-name': 'message-new-instant' });
});

it('shows as much of a message as is set', async () => {
  const content = alice.page.getByRole('group', { name: 'A notification shows', exact: true });
  const choose = async (name: string): Promise<void> => {
    await lookAway();
    const choice = content.getByRole('radio', { name, exact: true });
    await choice.click();
    await expect.poll(() => choice.isChecked()).toBe(true);
  };
  await choose('Only the sender');
  expect((await tellOf('Who is it?', 'New message')).title).toBe('bob@example.test');
  await choose('Only that there is something');
  expect((await tellOf('What is it?', 'New message')).title).toBe('Parley');
  await choose('Sender and text');
  expect((await tellOf('All of it')).title).toBe('bob@example.test');
  const told = desktop.shown.flatMap(({ title, body }) => [title, body]).join('\n');
  expect(told).not.toMatch(/Who is it|What is it/);
});

it('hides what stands there when the screen is locked, without a sound', async () => {
  await lookAway();
  const shown = await tellOf('For your eyes only');
  desktop.setLocked(true);
  const hidden = await desktop.notification('New message');
  expect(hidden).toMatchObject({ id: shown.id, title: 'Parley', hints: { 'suppress-sound': true } });
  expect(desktop.notifications).toEqual([hidden]);
  desktop.setLocked(false);
  desktop.click(hidden);
  await alice.message('For your eyes only').waitFor();
  await bob.expectReceipt('For your eyes only', /read/i);
});

it('is not disturbed by the press of a key, and is again by another', async () => {
  await lookAway();
  const before = desktop.shown.length;
  await alice.page.keyboard.press('Control+Shift+D');
  const quiet = async (): Promise<boolean> =>
    (await desktop.trayMenu()).some(({ label }) => label === '✓ Do not disturb');
  await expect.poll(quiet).toBe(true);
  await bob.send('Not now');
  await bob.expectReceipt('Not now', /delivered/i);
  await expect.poll(() => desktop.trayTip()).toBe('Parley: 1 unread message');
  expect(desktop.shown).toHaveLength(before);
  await alice.page.keyboard.press('Control+Shift+D');
  await expect.poll(quiet).toBe(false);
  await tellOf('Now');
  expect(desktop.shown).toHaveLength(before + 1);
});

it('says in the tray how much is unread, and leads there', async () => {
  const labels = async (): Promise<readonly string[]> => (await desktop.trayMenu()).map(({ label }) => label);
  const rest = ['Open Parley', 'Do not disturb', 'Quit Parley'];
  await lookAway();
  await expect.poll(labels).toEqual(rest);
  await alice.closeWindow();
  desktop.dismiss((await desktop.notification(wordOfStaying)).id);
  await bob.send('Tea?');
  await bob.send('Or coffee?');
  await expect.poll(labels).toEqual(['2 unread messages', ...rest]);
  await desktop.chooseInTray('2 unread messages');
  await expect.poll(() => alice.isWindowShown()).toBe(true);
  await alice.message('Or coffee?').waitFor();
  await bob.expectReceipt('Or coffee?', /read/i);
  await expect.poll(labels).toEqual(rest);
});

it('goes on, and as before, when the tray asks for what cannot be written', async () => {
  // As on a full disk: nothing can be written beside the settings.
  const blocked = join(alice.profile, 'settings.json.new');
  await mkdir(blocked);
  await desktop.chooseInTray('Do not disturb', 'For 1 hour');
  await lookAway();
  await tellOf('Still told of');
  expect((await desktop.trayMenu()).map(({ label }) => label)).toContain('Do not disturb');
  await rm(blocked, { recursive: true });
  await desktop.chooseInTray('Do not disturb', 'For 1 hour');
  await expect
    .poll(async () => (await desktop.trayMenu()).map(({ label }) => label))
    .toContain('✓ Do not disturb');
});
