import { utilityProcess } from 'electron';
import { TypedEvent, type Unsubscribe } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { StoreError } from '../store/interface.ts';
import { forkStoreProcess, type StoreProcess } from '../store/process.ts';

/** The database driver needs this version of Node-API (TOOLCHAIN: a lower one crashes on load). */
const neededNodeApi = 10;

/** The number of a request whose answer nobody hears. */
const unasked = 0;

const runtimeCarriesStore = (): boolean => Number(process.versions['napi'] ?? '0') >= neededNodeApi;

/** Runs the store's host in Electron's own kind of child process. */
function utilityStoreProcess(hostPath: string, log: Log): StoreProcess {
  const child = utilityProcess.fork(hostPath, [], {
    serviceName: 'Parley message store',
    stdio: 'pipe',
    env: {},
  });
  const messages = new TypedEvent<unknown>();
  const exits = new TypedEvent<number | null>();
  child.stderr?.on('data', (chunk: Buffer) => {
    log.warn({ output: chunk.toString('utf8').slice(0, 2_000) }, 'The store process wrote to stderr');
  });
  child.on('message', (message: unknown) => {
    messages.raise(message);
  });
  let ended = false;
  child.once('exit', (code) => {
    ended = true;
    exits.raise(code);
  });
  return {
    post: (message) => {
      if (!ended) child.postMessage(message);
    },
    onMessage: (listener) => messages.subscribe(listener),
    onExit: (listener) => exits.subscribe(listener),
    kill: () => {
      child.kill();
    },
  };
}

export interface StoreProcesses {
  /** Gives the store's process whenever it is asked. Throws StoreError `no-runtime`. */
  readonly start: () => StoreProcess;
  /**
   * Has the process that was started ahead open the database at `path` meanwhile, with the key of 64 hexadecimal digits:
   * whoever asks it for that later finds it so.
   */
  readonly openAhead: (what: { readonly path: string; readonly key: string }) => void;
}

/**
 * In Electron where its Node-API carries the driver, else by the Node that `PARLEY_STORE_NODE` names (the development
 * runtime's way), else not at all, with the reason. A first process is started at once, to be there when it is wanted.
 * Call when Electron is ready: it makes its own kind of child processes only then.
 */
export function storeProcesses(hostPath: string, log: Log): StoreProcesses {
  const start = (): StoreProcess => startStoreProcess(hostPath, log);
  let ahead: StoreProcess | null = null;
  let leave: Unsubscribe | null = null;
  try {
    ahead = start();
    leave = ahead.onExit(() => {
      ahead = null;
    });
  } catch {
    // Whoever asks learns why.
  }
  return {
    start: () => {
      leave?.();
      const process = ahead ?? start();
      ahead = null;
      return process;
    },
    openAhead: (what) => {
      ahead?.post({ id: unasked, method: 'open', args: [what] });
    },
  };
}

function startStoreProcess(hostPath: string, log: Log): StoreProcess {
  if (runtimeCarriesStore()) return utilityStoreProcess(hostPath, log);
  const node = process.env['PARLEY_STORE_NODE'];
  if (node === undefined || node === '') {
    throw new StoreError(
      'no-runtime',
      'This Electron is too old for the message store. Use Electron 36 or newer, or name a Node 24 in PARLEY_STORE_NODE.',
    );
  }
  // A Node outside of Electron cannot read inside the archive; the host is unpacked beside it.
  const plainPath = hostPath.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  log.info({ node }, 'The store runs in a Node of its own');
  return forkStoreProcess(node, plainPath, log);
}
