/** One Parley without its window: the messenger, its SIP connection and its store process, told what to do over IPC. */
import { appendFileSync } from 'node:fs';
import * as v from 'valibot';
import { ArchiveKeeper } from '../../../main/archive/archive-keeper.ts';
import { failureOf } from '../../../main/conversation/failure-error.ts';
import { Messenger } from '../../../main/conversation/messenger.ts';
import type { Log } from '../../../main/log/log.ts';
import { createSipConnection } from '../../../main/sip/sip-connection.ts';
import { StoreKeeper } from '../../../main/store/keeper.ts';
import { forkStoreProcess } from '../../../main/store/process.ts';
import type { Secrets } from '../../../main/store/secrets.ts';
import { commands } from '../../../shared/contract/commands.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { newestExport } from './keeping.ts';
import { PartyRequest, PartySetup, type PartyReport } from './party-protocol.ts';
import { settingsWith } from '../settings.ts';

const setup = v.parse(PartySetup, JSON.parse(process.argv[2] ?? ''));

const { storeHost } = setup;
const startedAt = Date.now();
/** Time flies: waiting for back-offs would leave little time for breaking things. */
const clock: Clock = {
  now: () => startedAt + (Date.now() - startedAt) * setup.hurry,
  after: (delay, task) => {
    const timer = setTimeout(task, delay / setup.hurry);
    return () => {
      clearTimeout(timer);
    };
  },
};

const write =
  (level: string) =>
  (fields: Readonly<Record<string, unknown>>, message: string): void => {
    const at = new Date().toISOString();
    const { error, ...rest } = fields;
    const cause = error instanceof Error ? { error: error.stack } : error === undefined ? {} : { error };
    appendFileSync(setup.logFile, `${JSON.stringify({ at, level, message, ...rest, ...cause })}\n`);
  };
const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };

const secrets: Secrets = {
  kind: 'weak',
  wrap: async (text) => Promise.resolve(Buffer.from(text).toString('base64')),
  unwrap: async (wrapped) => Promise.resolve(Buffer.from(wrapped, 'base64').toString()),
};

const report = (message: PartyReport, sent: () => void = () => undefined): void => {
  if (process.connected) process.send?.(message, undefined, undefined, sent);
};

const keeper = new StoreKeeper({
  folder: setup.profile,
  secrets,
  startProcess: () => forkStoreProcess(process.execPath, storeHost, log),
  saveText: async () => Promise.resolve(false),
  clock,
  log,
});
const messenger = new Messenger({
  storage: keeper,
  secrets,
  settings: settingsWith(),
  connect: (options) => createSipConnection(options),
  startTrialServer: async () => Promise.reject(new Error('Parties talk through a real server')),
  openLink: async () => Promise.resolve(false),
  archive: new ArchiveKeeper({
    dialogs: {
      chooseParent: async () => Promise.resolve(setup.exports),
      chooseExport: async () => Promise.resolve(newestExport(setup.exports)?.path ?? null),
      show: () => undefined,
    },
    clock,
    log,
    version: '0.0.0-torture',
    locale: () => 'en',
  }),
  clock,
  log,
  versions: { parley: '0.0.0-torture', electron: 'none' },
});

const isCommand = (name: string): name is keyof typeof messenger.commands =>
  Object.hasOwn(messenger.commands, name);

async function run({ command, input }: PartyRequest): Promise<unknown> {
  if (command === 'stop') return messenger.stop();
  if (command === 'backUp') return keeper.backUp();
  if (command === 'drafts') return (await messenger.snapshot({ newest: 0 })).drafts.map(({ text }) => text);
  if (!isCommand(command)) throw new Error(`A party knows no ${command}`);
  // The table pairs each name with its own types; the schema has checked the pair.
  const handler = messenger.commands[command] as (argument: unknown) => Promise<unknown>;
  return handler(v.parse(commands[command].input, input));
}

messenger.events.subscribe((event) => {
  report({ kind: 'event', event });
});
process.on('message', (message) => {
  const request = v.parse(PartyRequest, message);
  const { id, command } = request;
  const sent = (): void => {
    if (command === 'stop') process.exit(0);
  };
  run(request).then(
    (value) => {
      report({ kind: 'answer', id, value: value ?? null }, sent);
    },
    (error: unknown) => {
      report({ kind: 'refusal', id, failure: failureOf(error) }, sent);
    },
  );
});
// The torturer is gone: leave nothing behind.
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => {
  write('fatal')({ error }, 'An exception was not caught');
  process.exit(70);
});
// It never rejects.
void messenger.start();
