import { app } from 'electron';
import { join } from 'node:path';
import { ArchiveKeeper } from './archive/archive-keeper.ts';
import { verifyOnCommandLine } from './archive/command-line.ts';
import { Messenger } from './conversation/messenger.ts';
import { createCommandEndpoint } from './ipc/command-endpoint.ts';
import { EventOutlet } from './ipc/event-outlet.ts';
import { openFileLog } from './log/file-log.ts';
import { startLoopback } from './loopback/index.ts';
import { policyPath, readPolicy } from './settings/policy.ts';
import { SettingsBook } from './settings/settings-book.ts';
import { readSettings, writeSettings } from './settings/settings-file.ts';
import { appOrigin, registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { AppWindow } from './shell/app-window.ts';
import { serveCommands } from './shell/command-channel.ts';
import { folderDialogs, saveTextFile } from './shell/folder-dialogs.ts';
import { Desktop } from './shell/desktop.ts';
import { denyPermissions, hardenContents, openLink } from './shell/hardening.ts';
import { installationHandlers } from './shell/installation.ts';
import { becomeOnlyInstance, introduceToSystem, quitInOrder } from './shell/lifecycle.ts';
import { policyArgument } from './shell/policy-argument.ts';
import { argument, startsHidden, useProfile } from './shell/profile.ts';
import { Links } from './shell/links.ts';
import { openSecrets } from './shell/secrets.ts';
import { Spelling } from './shell/spelling.ts';
import { storeProcesses } from './shell/store-process.ts';
import { systemLoginStart } from './shell/system-login-start.ts';
import { systemClock } from './shell/system-clock.ts';
import { followTheme } from './shell/theme.ts';
import { trialArguments } from './shell/trial-arguments.ts';
import { createSipConnection } from './sip/sip-connection.ts';
import { StoreKeeper } from './store/keeper.ts';

// The composition root: builds the objects and wires them. What must come before Electron is ready comes first.
const profile = useProfile();
registerAppScheme();
introduceToSystem();
// Only the launcher for computers without user namespaces sets this, and it says so on its own.
if (process.env['PARLEY_NO_SANDBOX'] !== '1') app.enableSandbox();

const links = new Links();
const clock = systemClock;
const log = openFileLog(join(profile, 'logs'));
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

/** What needs Electron to be ready. Not awaited at the top level: Electron becomes ready only after this module. */
async function run(): Promise<void> {
  await app.whenReady();
  denyPermissions();
  followTheme(() => settings.get('appearance.theme'), settings.changed);
  serveApp(join(dist, 'renderer'));
  const versions = { parley: app.getVersion(), electron: process.versions.electron };
  log.info({ ...versions, node: process.versions.node, platform: process.platform }, 'Parley starts');

  const secrets = await openSecrets();
  const messenger = new Messenger({
    storage: new StoreKeeper({
      folder: profile,
      secrets,
      startProcess: storeProcesses(join(dist, 'main', 'store-host.js'), log),
      saveText: saveTextFile,
      clock,
      log,
    }),
    secrets,
    settings,
    connect: createSipConnection,
    startTrialServer: async () => startLoopback({ clock, log }),
    openLink,
    archive: new ArchiveKeeper({
      dialogs: folderDialogs(),
      clock,
      log,
      version: versions.parley,
      locale: () => {
        const language = settings.get('language.language');
        return language === 'system' ? app.getLocale() : language;
      },
    }),
    clock,
    log,
    versions,
  });
  const desktop = new Desktop({
    application: messenger,
    settings,
    loginStart,
    window,
    profile,
    drawings: join(dist, 'tray'),
    icon,
    clock,
    log,
  });
  staysWhenClosed = () => desktop.staysWhenClosed;
  const { desk } = desktop;
  const spelling = new Spelling({
    settings,
    profile,
    shipped: join(dist, 'dictionaries'),
    converter: join(dist, 'main', 'convert-worker.js'),
    version: versions.parley,
    clock,
    log,
  });
  const outlet = new EventOutlet(clock, (batch) => {
    window.send(batch);
  });
  for (const source of [messenger.events, desk.events]) {
    source.subscribe((event) => {
      outlet.push(event);
    });
  }
  serveCommands(
    createCommandEndpoint({
      trustedOrigin: appOrigin,
      log,
      handlers: {
        ...messenger.commands,
        ...installationHandlers({
          folders: { data: profile, logs: join(profile, 'logs') },
          policy: policy.managedBy === null ? null : policyFile,
          licences: join(dist, 'licences.json'),
        }),
        ...spelling.commands,
        ...desk.commands,
        snapshot: async () => {
          // Taken before the reading begins: an event that comes in between is applied once more, and harmlessly.
          const { sequence } = outlet;
          return { sequence, away: desk.away, ...(await messenger.snapshot()) };
        },
        quit: () => {
          app.quit();
          return Promise.resolve({});
        },
      },
    }),
  );
  quitInOrder(async () => {
    desk.end();
    await messenger.stop();
  }, log);
  await spelling.begin();
  if (startsHidden()) window.prepare();
  else window.present();
  void desktop.begin();
  links.listen((args) => {
    void desk.openings.followArguments(args);
  });

  await messenger.start();
  const trial = trialArguments();
  if (trial !== null) {
    messenger.tryAt(trial.name, trial.server).catch((error: unknown) => {
      log.error({ error }, 'The trial account could not sign in');
    });
  }
}

const exportToVerify = argument('verify-export');
if (exportToVerify !== null) {
  // Without a window, and beside a Parley that runs.
  void verifyOnCommandLine(exportToVerify, (line) => process.stdout.write(`${line}\n`)).then((code) => {
    app.exit(code);
  });
} else if (
  becomeOnlyInstance(() => {
    window.present();
  })
) {
  hardenContents();
  run().catch((error: unknown) => {
    log.error({ error }, 'Parley could not start');
    app.exit(1);
  });
} else {
  app.quit();
}
