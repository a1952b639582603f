import { fork } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { TypedEvent } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { StoreError } from './interface.ts';

/** The store's process as its client sees it, whatever starts it. */
export interface StoreProcess {
  /** What JSON can carry. Never throws: what is posted to a process that is gone is lost. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  /** Called once. Null: it was killed or never started. */
  onExit(listener: (code: number | null) => void): Unsubscribe;
  /** Ends it at once; the database survives that. */
  kill(): void;
}

/** What a bare process needs of the environment on some system; nothing else is handed on. */
const handedOn = ['SystemRoot', 'TMPDIR', 'TEMP', 'TMP'];

/**
 * Starts the host under a Node of at least 22.14. Throws StoreError `no-runtime` when there is none at that path.
 * The host's own words on stderr come to the log, at most 200 characters a line.
 */
export function forkStoreProcess(nodePath: string, hostPath: string, log: Log): StoreProcess {
  try {
    accessSync(nodePath, constants.X_OK);
    accessSync(hostPath, constants.R_OK);
  } catch (error) {
    throw new StoreError('no-runtime', "The message store's runtime is not there. Install Parley again.", {
      cause: error,
    });
  }
  const messages = new TypedEvent<unknown>();
  const exits = new TypedEvent<number | null>();
  const child = fork(hostPath, [], {
    execPath: nodePath,
    execArgv: [],
    env: Object.fromEntries(
      handedOn.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])),
    ),
    // As JSON: up to Node 22.12 the other way waits for ever when a read ends within the length of a message
    // (https://github.com/nodejs/node/issues/55834), and the Node of an Electron that needs this process is older.
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let gone = false;
  const leave = (code: number | null): void => {
    if (gone) return;
    gone = true;
    exits.raise(code);
  };
  child.on('message', (message) => {
    messages.raise(message);
  });
  child.on('exit', leave);
  child.on('error', (error) => {
    log.error({ error: error.message }, 'The store process failed');
    if (child.pid === undefined) leave(null);
  });
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.warn({ line: line.slice(0, 200) }, 'The store process says');
    });
  }
  return {
    post: (message) => {
      // The callback keeps a broken channel from becoming an error event; the exit says the same.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => messages.subscribe(listener),
    onExit: (listener) => exits.subscribe(listener),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
