import { app } from 'electron';
import { join } from 'node:path';
import type { Clock } from '../shared/model/clock.ts';
import { ArchiveKeeper } from './archive/archive-keeper.ts';
import type { LoginStart } from './desktop/login-start.ts';
import { Messenger } from './conversation/messenger.ts';
import { createCommandEndpoint, type CommandEndpoint } from './ipc/command-endpoint.ts';
import { EventOutlet } from './ipc/event-outlet.ts';
import type { Log } from './log/log.ts';
import type { SettingsBook } from './settings/settings-book.ts';
import { appOrigin } from './shell/app-protocol.ts';
import type { AppWindow } from './shell/app-window.ts';
import { Desktop } from './shell/desktop.ts';
import { folderDialogs, saveTextFile } from './shell/folder-dialogs.ts';
import { openLink } from './shell/hardening.ts';
import { installationHandlers } from './shell/installation.ts';
import { languageInUse } from './shell/language-in-use.ts';
import { quitInOrder } from './shell/lifecycle.ts';
import { linkHandlers } from './shell/link-handling.ts';
import type { Links } from './shell/links.ts';
import { Spelling } from './shell/spelling.ts';
import { trialArguments } from './shell/trial-arguments.ts';
import { createSipConnection } from './sip/sip-connection.ts';
import { StoreKeeper } from './store/keeper.ts';
import type { StoreProcess } from './store/process.ts';
import type { Secrets } from './store/secrets.ts';
import { keepYoungHeapSmall } from './store/young-heap.ts';

/** What is there before the window is. */
export interface Ground {
  /** The profile's folder, and the one of what was built. */
  readonly profile: string;
  readonly dist: string;
  readonly icon: string | null;
  readonly settings: SettingsBook;
  readonly loginStart: LoginStart;
  /** The file of the policy that is in force; null without one. */
  readonly policyFile: string | null;
  readonly window: AppWindow;
  readonly links: Links;
  readonly startStore: () => StoreProcess;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Application {
  readonly endpoint: CommandEndpoint;
  /** Whether Parley goes on when its window is closed. */
  readonly staysWhenClosed: () => boolean;
  /** Opens the store and takes up the account. Never rejects. */
  start(): Promise<void>;
}

/** A start that is nearly over is waited for, milliseconds: then the window draws once what it would draw twice. */
const patience = 500;
/** The window draws so long when it has its first snapshot, milliseconds; what it does not need waits for that. */
const drawingTime = 250;
/** A window that does not ask for a snapshot within so many milliseconds is not waited for. */
const windowPatience = 1_000;

/** Builds what works behind the window and wires it. Electron is ready, and the window loads meanwhile. */
export async function buildApplication(ground: Ground): Promise<Application> {
  const { profile, dist, icon, settings, loginStart, policyFile, window, links, startStore, secrets } =
    ground;
  const { clock, log } = ground;
  keepYoungHeapSmall();
  const versions = { parley: app.getVersion(), electron: process.versions.electron };
  log.info({ ...versions, node: process.versions.node, platform: process.platform }, 'Parley starts');
  const after = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => clock.after(milliseconds, resolve));
  // The window's process is served in between.
  await after(0);
  let snapshotGiven = (): void => undefined;
  const firstSnapshot = new Promise<void>((resolve) => {
    snapshotGiven = resolve;
  });
  const drawn = Promise.race([firstSnapshot.then(async () => after(drawingTime)), after(windowPatience)]);
  const messenger = new Messenger({
    storage: new StoreKeeper({
      folder: profile,
      secrets,
      startProcess: startStore,
      saveText: saveTextFile,
      clock,
      log,
    }),
    secrets,
    settings,
    connect: (options) =>
      createSipConnection(options, {
        loadStack: async () => {
          await drawn;
          return import('./sip/server-session.ts');
        },
      }),
    startTrialServer: async () => (await import('./loopback/index.ts')).startLoopback({ clock, log }),
    openLink,
    archive: new ArchiveKeeper({
      dialogs: folderDialogs(),
      clock,
      log,
      version: versions.parley,
      locale: () => languageInUse(settings),
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
  const { desk } = desktop;
  const spelling = new Spelling({
    settings,
    profile,
    shipped: join(dist, 'dictionaries'),
    converter: join(dist, 'background', 'convert-worker.cjs'),
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
  const known = new Promise<void>((resolve) => {
    const leave = messenger.events.subscribe(({ kind }) => {
      if (kind !== 'phase') return;
      leave();
      resolve();
    });
  });
  const endpoint = createCommandEndpoint({
    trustedOrigin: appOrigin,
    log,
    handlers: {
      ...messenger.commands,
      ...installationHandlers({
        folders: { data: profile, logs: join(profile, 'logs') },
        policy: policyFile,
        licences: join(dist, 'licences.json'),
      }),
      ...spelling.commands,
      ...linkHandlers(),
      ...desk.commands,
      snapshot: async (input) => {
        await Promise.race([known, after(patience)]);
        // Taken before the reading begins: an event that comes in between is applied once more, and harmlessly.
        const { sequence } = outlet;
        const snapshot = { sequence, away: desk.away, ...(await messenger.snapshot(input)) };
        snapshotGiven();
        return snapshot;
      },
      quit: () => {
        app.quit();
        return Promise.resolve({});
      },
    },
  });
  quitInOrder(async () => {
    desk.end();
    await messenger.stop();
  }, log);
  return {
    endpoint,
    staysWhenClosed: () => desktop.staysWhenClosed,
    start: async () => {
      void drawn.then(async () => Promise.all([desktop.begin(), spelling.begin()]));
      links.listen((args) => {
        void desk.openings.followArguments(args);
      });
      await messenger.start();
      const trial = trialArguments();
      if (trial === null) return;
      messenger.tryAt(trial.name, trial.server).catch((error: unknown) => {
        log.error({ error }, 'The trial account could not sign in');
      });
    },
  };
}
