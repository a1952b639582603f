import { afterAll, beforeAll, expect, it } from 'vitest';
import { DesktopStandIn } from '../support/desktop-stand-in.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

// How Parley ends, and how it begins again.
let display: Display;
let desktop: DesktopStandIn;
let trayless: DesktopStandIn;
let alice: Parley;

beforeAll(async () => {
  display = await startDisplay();
  desktop = await DesktopStandIn.start({ tray: true });
  trayless = await DesktopStandIn.start({ tray: false });
  alice = await Parley.start(display.display, { env: desktop.env });
  await alice.page.getByRole('button', { name: 'Try it on this computer' }).click();
  await alice.conversations.getByText('Echo').first().click();
  await alice.composer.waitFor();
});
afterAll(async () => {
  await alice.discard();
  await Promise.all([desktop.stop(), trayless.stop()]);
  await display.stop();
});

async function startAgain(on: DesktopStandIn, args: readonly string[] = []): Promise<void> {
  const { profile } = alice;
  alice = await Parley.start(display.display, { profile, args, env: on.env });
  await alice.composer.waitFor();
}

const keepsRunning = () => alice.page.getByRole('switch', { name: 'Keep running when the window is closed' });

async function setKeepsRunning(on: boolean): Promise<void> {
  await alice.page.keyboard.press('Control+,');
  await alice.page.getByRole('navigation').getByText('Advanced', { exact: true }).click();
  await keepsRunning().click();
  await expect.poll(() => keepsRunning().isChecked()).toBe(on);
}

it('goes on in the tray when its window is closed, and ends by the tray’s menu', async () => {
  await expect.poll(() => desktop.trayTip()).toBe('Parley');
  await alice.closeWindow();
  await expect.poll(() => alice.isWindowShown()).toBe(false);
  const ended = alice.ended();
  await desktop.chooseInTray('Quit Parley');
  // Electron 33 dies of a SIGSEGV now and then when it exits this way, after Parley has closed all in order.
  await ended;
});

it('opens the conversation of the link that it is started with', async () => {
  await startAgain(desktop, ['sip:carol@example.test?body=See%20you']);
  await alice.page.getByRole('heading', { name: 'carol@example.test' }).waitFor();
  await expect.poll(() => alice.composer.inputValue()).toBe('See you');
  await expect.poll(() => alice.message('See you').count()).toBe(0);
  await alice.composer.fill('');
});

it('ends with its window when it is not to keep running', async () => {
  await expect.poll(() => desktop.trayTip()).toBe('Parley');
  await setKeepsRunning(false);
  const ended = alice.ended();
  await alice.closeWindow();
  expect(await ended).toBe(0);
});

it('ends with its window where no tray would lead back to it', async () => {
  await startAgain(trayless);
  await setKeepsRunning(true);
  const ended = alice.ended();
  await alice.closeWindow();
  expect(await ended).toBe(0);
});
