import { afterAll, beforeAll, expect, it } from 'vitest';
import { DesktopStandIn, type ShownNotification } from '../support/desktop-stand-in.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let other: Display;
let kamailio: Kamailio;
let desktop: DesktopStandIn;
let richDesktop: DesktopStandIn;
let alice: Parley;
let bob: Parley;

beforeAll(async () => {
  [display, other] = [await startDisplay(), await startDisplay()];
  kamailio = await startKamailio({ users: { alice: 'wonderland', bob: 'builder' } });
  desktop = await DesktopStandIn.start({ tray: true, markup: true });
  richDesktop = await DesktopStandIn.start({ tray: false, markup: true, replies: true });
  const server = { host: kamailio.host, port: kamailio.tcpPort, transport: 'TCP' } as const;
  [alice, bob] = await Promise.all([
    Parley.start(display.display, { env: desktop.env }),
    Parley.start(other.display, { env: richDesktop.env }),
  ]);
  await alice.signIn('alice@example.test', 'wonderland', server);
  await bob.signIn('bob@example.test', 'builder', server);
  await bob.startConversation('alice@example.test');
});
afterAll(async () => {
  await Promise.all([alice.discard(), bob.discard()]);
  await Promise.all([desktop.stop(), richDesktop.stop()]);
  await kamailio.dispose();
  await Promise.all([display.stop(), other.stop()]);
});

const openBob = async (): Promise<void> => {
  await alice.page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await alice.conversations.getByText('bob@example.test').first().click();
  await alice.composer.waitFor();
};

/** Parley tells of itself too. */
const fromBob = (): readonly ShownNotification[] =>
  desktop.notifications.filter(({ title }) => title.includes('bob'));

const windowTitle = (): Promise<string | undefined> =>
  alice.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());

it('tells of a message once, opens it by a click, and is quiet while it is in view', async () => {
  await bob.send('Lunch at <b>one</b> & two?');
  const first = await desktop.notification('Lunch at &lt;b&gt;one&lt;/b&gt; &amp; two?');
  expect(first.title).toBe('bob@example.test');
  expect(first.actions).toContain('default');
  await expect.poll(() => desktop.trayTip()).toBe('Parley: 1 unread message');
  expect(desktop.badge).toEqual({ program: 'application://parley.desktop', count: 1 });
  await expect.poll(windowTitle).toBe('(1) Parley');
  desktop.click(first);
  await alice.message('Lunch at <b>one</b> & two?').waitFor();
  await expect.poll(() => desktop.trayTip()).toBe('Parley');
  await expect.poll(() => desktop.badge).toBeNull();
  await expect.poll(windowTitle).toBe('Parley');
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
  await expect.poll(fromBob).toEqual([]);
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

it('shows the text on a locked screen where that is wanted, and nobody can answer there', async () => {
  await alice.page.keyboard.press('Control+,');
  await alice.page.getByRole('navigation').getByText('Notifications', { exact: true }).click();
  const hide = alice.page.getByRole('switch', { name: 'Hide both while the screen is locked' });
  await hide.click();
  desktop.setLocked(true);
  await bob.send('Fire drill at noon');
  expect((await desktop.notification('Fire drill at noon')).actions).toEqual(['default', expect.any(String)]);
  desktop.setLocked(false);
  await hide.click();
  await expect.poll(fromBob).toEqual([]);
  await openBob();
});

it('takes nothing for read while nobody has touched anything for minutes', async () => {
  const setIdleTime = (seconds: number): Promise<void> =>
    alice.inMain(({ powerMonitor }, idle) => {
      powerMonitor.getSystemIdleTime = () => idle;
    }, seconds);
  await bob.expectReceipt('Fire drill at noon', /read/i);
  await setIdleTime(400);
  // It is looked after every few seconds.
  await expect
    .poll(
      async () => {
        await bob.send('Coffee?');
        return fromBob().length;
      },
      { timeout: 30_000, interval: 2_000 },
    )
    .toBe(1);
  await bob.send('Still there?');
  await bob.expectReceipt('Still there?', /delivered/i);
  await setIdleTime(0);
  await bob.expectReceipt('Still there?', /read/i);
  await expect.poll(fromBob, { timeout: 15_000 }).toEqual([]);
});

it('takes an answer where the notification is shown, and has read what it answers', async () => {
  await bob.page.keyboard.press('Control+,');
  await alice.send('Shall we?');
  const asked = await richDesktop.notification('Shall we?');
  expect(asked.actions).toContain('inline-reply');
  expect(asked.hints).toMatchObject({
    category: 'im.received',
    'desktop-entry': 'parley',
    'x-kde-reply-placeholder-text': 'Reply to alice@example.test',
  });
  await expect.poll(() => richDesktop.badge?.count).toBe(1);
  await alice.send('Or not?');
  const both = await richDesktop.notification('Shall we?\nOr not?');
  expect(both.id).toBe(asked.id);
  richDesktop.reply(both, 'Yes & soon');
  await alice.message('Yes & soon').waitFor();
  await alice.expectReceipt('Or not?', /read/i);
  await expect.poll(() => richDesktop.badge).toBeNull();
  expect(richDesktop.notifications).toEqual([]);
  await alice.send('Good');
  richDesktop.click(await richDesktop.notification('Good'));
  await bob.message('Good').waitFor();
});

it('gathers messages of a conversation in one notification, with as much in it as set', async () => {
  await alice.page.keyboard.press('Control+,');
  const before = desktop.shown.length;
  for (const text of ['One', 'Two', 'Three']) await bob.send(text);
  const gathered = await desktop.notification('One\nTwo\nThree');
  expect(gathered.title).toBe('bob@example.test (3)');
  expect(fromBob()).toHaveLength(1);
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

it('tells of nothing again after a restart, and counts what is unread', async () => {
  await alice.page.keyboard.press('Control+,');
  await bob.send('Before the restart');
  await desktop.notification('Before the restart');
  const { profile } = alice;
  await alice.quit();
  const before = desktop.shown.length;
  expect(fromBob()).toEqual([]);
  alice = await Parley.start(display.display, { profile, args: ['--hidden'], env: desktop.env });
  await expect.poll(() => desktop.trayTip(), { timeout: 20_000 }).toBe('Parley: 1 unread message');
  await bob.send('After the restart');
  await desktop.notification('After the restart');
  expect(desktop.shown.slice(before).map(({ body }) => body)).toEqual(['After the restart']);
});

it('brings the window back when the tray goes away from under it', async () => {
  expect(await alice.isWindowShown()).toBe(false);
  await desktop.hideTray();
  await expect.poll(() => alice.isWindowShown(), { timeout: 20_000 }).toBe(true);
});
