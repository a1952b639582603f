/** The host's end of the channel to the process that started it. */
export interface HostPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone. */
  onClose(listener: () => void): void;
  /** Lets what was posted leave, then lets go of the channel, so that the process ends. */
  end(): void;
}

/** Electron's `process.parentPort` (https://www.electronjs.org/docs/latest/api/parent-port). */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

const isParentPort = (value: unknown): value is ParentPort =>
  typeof value === 'object' &&
  value !== null &&
  'postMessage' in value &&
  typeof value.postMessage === 'function' &&
  'on' in value &&
  typeof value.on === 'function';

function utilityPort(port: ParentPort): HostPort {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        listener(data);
      });
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    end: () => {
      setImmediate(() => process.exit(0));
    },
  };
}

function forkPort(): HostPort {
  let outstanding = 0;
  let ending = false;
  const finish = (): void => {
    if (ending && outstanding === 0 && process.connected) process.disconnect();
  };
  return {
    post: (message) => {
      if (!process.connected) return;
      outstanding += 1;
      process.send?.(message, undefined, undefined, () => {
        outstanding -= 1;
        finish();
      });
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onClose: (listener) => {
      process.on('disconnect', listener);
    },
    end: () => {
      ending = true;
      finish();
    },
  };
}

/** The channel to the parent, null when there is none: then nobody started this process as a store. */
export function hostPort(): HostPort | null {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (isParentPort(port)) return utilityPort(port);
  return process.send === undefined ? null : forkPort();
}
