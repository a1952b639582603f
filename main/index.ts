import { app } from 'electron';
import { join } from 'node:path';
import { EarlyLog } from './log/early-log.ts';
import { policyPath, readPolicy } from './settings/policy.ts';
import { SettingsBook } from './settings/settings-book.ts';
import { readSettings, writeSettings } from './settings/settings-file.ts';
import { registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { AppWindow } from './shell/app-window.ts';
import { serveCommands } from './shell/command-channel.ts';
import { denyPermissions, hardenContents } from './shell/hardening.ts';
import { becomeOnlyInstance, introduceToSystem } from './shell/lifecycle.ts';
import { Links } from './shell/links.ts';
import { policyArgument } from './shell/policy-argument.ts';
import { argument, startsHidden, useProfile } from './shell/profile.ts';
import { forbidDictionaryDownloads } from './shell/spelling-downloads.ts';
import { systemLoginStart } from './shell/system-login-start.ts';
import { systemClock } from './shell/system-clock.ts';
import { followTheme } from './shell/theme.ts';

// What must come before Electron is ready, and what the window needs. The rest is in application.ts, which loads when
// the page has asked for its scripts: no import of this file may lead to what the window can do without.
const profile = useProfile();
registerAppScheme();
introduceToSystem();
// Only the launcher for computers without user namespaces sets this, and it says so on its own.
if (process.env['PARLEY_NO_SANDBOX'] !== '1') app.enableSandbox();

const links = new Links();
const clock = systemClock;
const log = new EarlyLog();
const settingsFile = join(profile, 'settings.json');
const policyFile = policyArgument() ?? policyPath(process.platform, process.env['ProgramData']);
const policy = readPolicy(policyFile, log);
const loginStart = systemLoginStart();
const settings = new SettingsBook({
  stored: readSettings(settingsFile, log),
  policy,
  save: (chosen) => {
    writeSettings(settingsFile, chosen);
  },
  enforce: ({ 'desktop.startAtLogin': startAtLogin }) => {
    if (startAtLogin !== undefined) loginStart.set(startAtLogin);
  },
  log,
});
const dist = join(import.meta.dirname, '..');
const icon = process.platform === 'linux' ? join(dist, 'renderer', 'icon.png') : null;
/** A page that does not ask for its scripts within so many milliseconds is not waited for. */
const pagePatience = 1_000;
let staysWhenClosed = (): boolean => false;
const window = new AppWindow(
  {
    preload: join(dist, 'preload', 'preload.cjs'),
    stateFile: join(profile, 'window.json'),
    icon,
    staysWhenClosed: () => staysWhenClosed(),
  },
  clock,
  log,
);

async function writeLog(): Promise<void> {
  const { openFileLog } = await import('./log/file-log.ts');
  log.writeTo(openFileLog(join(profile, 'logs')));
}

/** What needs Electron to be ready. Not awaited at the top level: Electron becomes ready only after this module. */
async function run(): Promise<void> {
  await app.whenReady();
  denyPermissions();
  followTheme(() => settings.get('appearance.theme'), settings.changed);
  const scriptsAsked = serveApp(join(dist, 'renderer'), clock);
  forbidDictionaryDownloads();
  // The window may ask before there is anybody to answer.
  const serve = serveCommands();
  if (startsHidden()) window.prepare();
  else {
    window.present();
    // To load the rest takes this process longer than anything else, and the page would wait for its files.
    await Promise.race([scriptsAsked, new Promise<void>((resolve) => clock.after(pagePatience, resolve))]);
  }

  // While the rest loads, the store's process starts and opens the database: earlier, it would delay the first picture.
  const { startStoreAhead } = await import('./store-ahead.ts');
  const { startStore, secrets } = await startStoreAhead(
    profile,
    join(dist, 'background', 'store-host.cjs'),
    log,
  );
  await writeLog();
  const { buildApplication } = await import('./application.ts');
  const application = await buildApplication({
    profile,
    dist,
    icon,
    settings,
    loginStart,
    policyFile: policy.managedBy === null ? null : policyFile,
    window,
    links,
    startStore,
    secrets,
    clock,
    log,
  });
  staysWhenClosed = application.staysWhenClosed;
  serve(application.endpoint);
  await application.start();
}

const exportToVerify = argument('verify-export');
if (exportToVerify !== null) {
  // Without a window, and beside a Parley that runs.
  void import('./archive/command-line.ts')
    .then(async ({ verifyOnCommandLine }) =>
      verifyOnCommandLine(exportToVerify, (line) => process.stdout.write(`${line}\n`)),
    )
    .then((code) => {
      app.exit(code);
    });
} else if (
  becomeOnlyInstance(() => {
    window.present();
  })
) {
  hardenContents();
  run().catch(async (error: unknown) => {
    log.error({ error }, 'Parley could not start');
    await writeLog();
    app.exit(1);
  });
} else {
  app.quit();
}
