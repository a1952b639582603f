import { afterAll, beforeAll, expect, it } from 'vitest';
import { DesktopStandIn } from '../support/desktop-stand-in.ts';
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
  desktop = await DesktopStandIn.start({ tray: true, markup: true });
  const server = { host: kamailio.host, port: kamailio.tcpPort, transport: 'TCP' } as const;
  [alice, bob] = await Promise.all([
    Parley.start(display.display, { env: desktop.env }),
    Parley.start(other.display),
  ]);
  await alice.signIn('alice@example.test', 'wonderland', server);
  await bob.signIn('bob@example.test', 'builder', server);
  await bob.startConversation('alice@example.test');
});
afterAll(async () => {
  await Promise.all([alice.discard(), bob.discard()]);
  await desktop.stop();
  await kamailio.stop();
  await Promise.all([display.stop(), other.stop()]);
});

it('tells of a message once, opens it by a click, and is quiet while it is in view', async () => {
  await bob.send('Lunch at <b>one</b> & two?');
  const first = await desktop.notification('Lunch at &lt;b&gt;one&lt;/b&gt; &amp; two?');
  expect(first.title).toBe('bob@example.test');
  expect(first.actions).toContain('default');
  await expect.poll(() => desktop.trayTip()).toBe('Parley: 1 unread message');
  desktop.click(first);
  await alice.message('Lunch at <b>one</b> & two?').waitFor();
  await expect.poll(() => desktop.trayTip()).toBe('Parley');
  await bob.send('In view');
  await alice.message('In view').waitFor();
  await bob.expectReceipt('In view', /read/i);
  expect(desktop.shown).toHaveLength(1);
});

it('closes to the tray, says so once, and is brought back by a click on the icon', async () => {
  const isWindowShown = (): Promise<boolean> => alice.isWindowShown();
  await alice.closeWindow();
  await desktop.notification('Messages keep arriving. Open or quit Parley from its icon in the tray.');
  expect(await isWindowShown()).toBe(false);
  const read = await desktop.trayPicture();
  await bob.send('Are you there?');
  const message = await desktop.notification('Are you there?');
  expect(await desktop.trayTip()).toBe('Parley: 1 unread message');
  await expect.poll(() => desktop.trayPicture()).not.toBe(read);
  await desktop.activateTray();
  await expect.poll(isWindowShown).toBe(true);
  // It is the conversation that was open: the notification goes with the look at it.
  await expect.poll(() => desktop.notifications).not.toContainEqual(message);
  await expect.poll(() => desktop.trayPicture()).toBe(read);
  const before = desktop.shown.length;
  await alice.closeWindow();
  await expect.poll(isWindowShown).toBe(false);
  await desktop.chooseInTray('Open Parley');
  await expect.poll(isWindowShown).toBe(true);
  expect(desktop.shown).toHaveLength(before);
});

it('is not disturbed for an hour when the tray is told so, and the tray says it', async () => {
  await alice.closeWindow();
  await desktop.chooseInTray('Do not disturb', 'For 1 hour');
  await expect
    .poll(async () => (await desktop.trayMenu()).map(({ label }) => label))
    .toEqual(['Open Parley', '✓ Do not disturb', 'Quit Parley']);
  const before = desktop.shown.length;
  await bob.send('Not now');
  await bob.expectReceipt('Not now', /delivered/i);
  await expect.poll(() => desktop.trayTip()).toBe('Parley: 1 unread message');
  expect(desktop.shown).toHaveLength(before);
  await desktop.chooseInTray('✓ Do not disturb', 'Turn off');
  await bob.send('Now');
  await desktop.notification('Now');
  await desktop.chooseInTray('Open Parley');
});

it('hides what comes while the screen is locked, and reads nothing before it is unlocked', async () => {
  await expect.poll(() => desktop.notifications.filter(({ title }) => title.includes('bob'))).toEqual([]);
  desktop.setLocked(true);
  await expect.poll(() => alice.page.evaluate(() => document.hasFocus())).toBe(true);
  await bob.send('A secret');
  const hidden = await desktop.notification('New message');
  expect(hidden.title).toBe('Parley');
  await bob.expectReceipt('A secret', /delivered/i);
  desktop.setLocked(false);
  await bob.expectReceipt('A secret', /read/i);
  await expect.poll(() => desktop.notifications).not.toContainEqual(hidden);
});

it('gathers messages of a conversation in one notification, with as much in it as set', async () => {
  await alice.page.keyboard.press('Control+,');
  const before = desktop.shown.length;
  for (const text of ['One', 'Two', 'Three']) await bob.send(text);
  const gathered = await desktop.notification('One\nTwo\nThree');
  expect(gathered.title).toBe('bob@example.test (3)');
  expect(desktop.notifications.filter(({ title }) => title.includes('bob'))).toHaveLength(1);
  expect(desktop.shown.length - before).toBeLessThanOrEqual(3);
  await alice.screenshot('desktop-settings');
});

it('opens what a link names, with its text as a draft that nobody sends', async () => {
  expect(
    await alice.startAgain(display.display, [
      'sip:bob@example.test;transport=tcp?body=See%20you%20%3Cb%3Eat%3C/b%3E%20two',
    ]),
  ).toBe(0);
  await expect.poll(() => alice.composer.inputValue()).toBe('See you <b>at</b> two');
  await alice.screenshot('desktop-link');
  await expect.poll(() => bob.message('See you').count()).toBe(0);
  await alice.composer.fill('');
  await alice.startAgain(display.display, ['im:carol@example.test']);
  await alice.page.getByRole('heading', { name: 'carol@example.test' }).waitFor();
});

it('says so when a link leads nowhere', async () => {
  await alice.startAgain(display.display, ['sip:nobody']);
  const alert = alice.page.getByRole('alert').filter({ hasText: 'sip:nobody' });
  await alert.filter({ hasText: 'does not name an address' }).waitFor();
  await alice.screenshot('desktop-bad-link');
  await alice.expectAccessible();
  await alert.getByRole('button', { name: 'Close' }).click();
  await alert.waitFor({ state: 'hidden' });
  await alice.startAgain(display.display, ['sip:alice@example.test']);
  await alice.page.getByRole('alert').filter({ hasText: 'your own address' }).waitFor();
});
