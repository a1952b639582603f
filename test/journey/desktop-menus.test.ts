import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { giveToElectron, makeProfileFolder } from '../../build/electron-user.ts';
import { DesktopStandIn } from '../support/desktop-stand-in.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let desktop: DesktopStandIn;
let config: string;
let alice: Parley;

beforeAll(async () => {
  display = await startDisplay();
  desktop = await DesktopStandIn.start({ tray: true });
  config = await makeProfileFolder('parley-config-');
  alice = await Parley.start(display.display, { env: { ...desktop.env, PARLEY_CONFIG_HOME: config } });
  await alice.page.getByRole('button', { name: 'Try it on this computer' }).click();
  await alice.conversations.getByText('Echo').first().click();
  await alice.composer.waitFor();
});
afterAll(async () => {
  await alice.discard();
  await desktop.stop();
  await display.stop();
  await rm(config, { recursive: true });
});
beforeEach(async () => {
  // What a person sees of a menu, and clicks in it; the menu itself would hold the display until somebody does.
  await alice.inMain(({ Menu }) => {
    const world = globalThis as unknown as { menus: Electron.Menu[] };
    world.menus = [];
    Menu.prototype.popup = function (this: Electron.Menu) {
      world.menus.push(this);
    };
  });
});

const menuLabels = (): Promise<readonly string[] | undefined> =>
  alice.inMain(() =>
    (globalThis as unknown as { menus: Electron.Menu[] }).menus
      .at(-1)
      ?.items.map(({ type, label, enabled }) =>
        type === 'separator' ? '-' : enabled ? label : `(${label})`,
      ),
  );

const chooseInMenu = (label: string): Promise<void> =>
  alice.inMain((_electron, wanted) => {
    const item = (globalThis as unknown as { menus: Electron.Menu[] }).menus
      .at(-1)
      ?.items.find((each) => each.label === wanted);
    if (item?.enabled !== true) throw new Error(`The menu has no ${wanted}`);
    (item.click as () => void)();
  }, label);

it('gives a text field the menu of text fields, and does what is chosen', async () => {
  const { composer } = alice;
  await composer.fill('Cut me');
  await composer.selectText();
  await composer.click({ button: 'right' });
  await expect.poll(menuLabels).toContain('Cut');
  await composer.selectText();
  await chooseInMenu('Cut');
  await expect.poll(() => composer.inputValue()).toBe('');
  await composer.click({ button: 'right' });
  await expect.poll(menuLabels).toEqual(['Undo', '(Redo)', '-', '(Cut)', '(Copy)', 'Paste', '(Select all)']);
  await chooseInMenu('Paste');
  await expect.poll(() => composer.inputValue()).toBe('Cut me');
  await composer.fill('');
});

it('has no bar of menus, and keys for the window', async () => {
  const bar = (): Promise<boolean> => alice.inMain(({ Menu }) => Menu.getApplicationMenu() !== null);
  expect(await bar()).toBe(false);
  const full = (): Promise<boolean | undefined> =>
    alice.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
  await alice.page.keyboard.press('F11');
  await expect.poll(full).toBe(true);
  await alice.page.keyboard.press('F11');
  await expect.poll(full).toBe(false);
  await alice.page.keyboard.press('Control+w');
  await expect.poll(() => alice.isWindowShown()).toBe(false);
  await desktop.activateTray();
  await expect.poll(() => alice.isWindowShown()).toBe(true);
});

it('starts at login when it is told so, and believes the desktop when that says otherwise', async () => {
  await alice.page.keyboard.press('Control+,');
  await alice.page.getByRole('navigation').getByText('Advanced', { exact: true }).click();
  const toggle = alice.page.getByRole('switch', { name: 'Start when you log in' });
  await toggle.click();
  const files = (): Promise<readonly string[]> => readdir(join(config, 'autostart')).catch(() => []);
  await expect.poll(files).toHaveLength(1);
  const path = join(config, 'autostart', (await files())[0] ?? '');
  const entry = await readFile(path, 'utf8');
  expect(entry).toMatch(/^Exec=.* --hidden "?--profile=/m);
  await alice.page.getByText('Another program opens sip: or im: links').waitFor();
  await alice.screenshot('desktop-start-at-login');
  await alice.expectAccessible();

  // As a tool of the desktop turns it off.
  await rm(path);
  const focus = (focused: boolean): Promise<void> =>
    alice.inMain(({ BrowserWindow }, on) => {
      BrowserWindow.getAllWindows()[0]?.emit(on ? 'focus' : 'blur');
    }, focused);
  await focus(false);
  await focus(true);
  await expect.poll(() => toggle.isChecked()).toBe(false);

  // What somebody else put there is not taken away.
  await writeFile(path, '[Desktop Entry]\nExec=parley\n');
  await giveToElectron(path);
  await focus(true);
  await expect.poll(() => toggle.isChecked()).toBe(true);
  await toggle.click();
  await alice.page.getByRole('alert').filter({ hasText: 'is not from Parley' }).waitFor();
  expect(await toggle.isChecked()).toBe(true);
  expect(existsSync(path)).toBe(true);
  await alice.screenshot('desktop-not-ours');
  await rm(path);
});

it('begins in the tray when it is started at login', async () => {
  const { profile } = alice;
  await alice.quit();
  alice = await Parley.start(display.display, {
    profile,
    args: ['--hidden'],
    env: { ...desktop.env, PARLEY_CONFIG_HOME: config },
  });
  await expect.poll(() => desktop.trayTip()).toBe('Parley');
  expect(await alice.isWindowShown()).toBe(false);
  // A session that is restored starts it twice.
  expect(await alice.startAgain(display.display, ['--hidden'])).toBe(0);
  expect(await alice.isWindowShown()).toBe(false);
  await desktop.hideTray();
  await expect.poll(() => alice.isWindowShown(), { timeout: 20_000 }).toBe(true);
});
