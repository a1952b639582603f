/**
 * One start of the application without its window, as `store.bench.ts` measures it: the store's process, the account,
 * the list of conversations, and the newest page of the one that was open last. Prints how long that took, in
 * milliseconds, from when this process was started. Its argument is the profile's folder.
 */
import { fileURLToPath } from 'node:url';
import { ArchiveKeeper } from '../../main/archive/archive-keeper.ts';
import { Messenger } from '../../main/conversation/messenger.ts';
import { silentLog } from '../../main/log/log.ts';
import { createSipConnection } from '../../main/sip/sip-connection.ts';
import { StoreKeeper } from '../../main/store/keeper.ts';
import { forkStoreProcess } from '../../main/store/process.ts';
import { settingsWith } from '../support/settings.ts';
import { realClock as clock } from './bench-clock.ts';
import { plainSecrets } from './plain-secrets.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Which profile?');
const log = silentLog;
const hostPath = fileURLToPath(new URL('../../main/store/host.ts', import.meta.url));

const messenger = new Messenger({
  storage: new StoreKeeper({
    folder,
    secrets: plainSecrets,
    startProcess: () => forkStoreProcess(process.execPath, hostPath, log),
    saveText: async () => Promise.resolve(false),
    clock,
    log,
  }),
  secrets: plainSecrets,
  settings: settingsWith(),
  connect: (options) => createSipConnection(options),
  startTrialServer: async () => Promise.reject(new Error('Nobody tries this')),
  openLink: async () => Promise.resolve(false),
  archive: new ArchiveKeeper({
    dialogs: {
      chooseParent: async () => Promise.resolve(null),
      chooseExport: async () => Promise.resolve(null),
      show: () => undefined,
    },
    clock,
    log,
    version: '0.0.0-bench',
    locale: () => 'en',
  }),
  clock,
  log,
  versions: { parley: '0.0.0-bench', electron: 'none' },
});
await messenger.start();
const { phase, conversations, newest } = await messenger.snapshot({ newest: 25 });
if (phase.kind !== 'signed-in') throw new Error(`It did not start: ${JSON.stringify(phase)}`);
const took = performance.now();
process.stdout.write(
  `${JSON.stringify({ took, conversations: conversations.length, messages: newest?.messages.length })}\n`,
);
await messenger.stop();
process.exit(0);
