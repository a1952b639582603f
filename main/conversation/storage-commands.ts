import type { Storage } from '../store/storage.ts';
import type { CommandHandlers } from './command-handlers.ts';

export interface StorageCommandOptions {
  readonly storage: Storage;
  /** Closes the store, does that, and starts with what there is then. Rejects with what it rejected. */
  readonly reopen: (meanwhile: () => Promise<void>) => Promise<void>;
}

/** The commands about the place where the messages are. They work when the store does not. */
export function storageCommandHandlers({
  storage,
  reopen,
}: StorageCommandOptions): Pick<
  CommandHandlers,
  | 'retryStore'
  | 'repairStore'
  | 'startAnew'
  | 'recoverStore'
  | 'makeRecoveryKey'
  | 'saveRecoveryKey'
  | 'keepRecoveryKey'
  | 'postponeRecoveryKey'
  | 'dismissRepair'
> {
  return {
    retryStore: async () => {
      await reopen(() => Promise.resolve());
      return {};
    },
    repairStore: async () => {
      await reopen(async () => storage.repair());
      return {};
    },
    startAnew: async () => {
      await reopen(async () => storage.startAnew());
      return {};
    },
    recoverStore: async ({ recoveryKey }) => {
      await reopen(async () => storage.recover(recoveryKey));
      return {};
    },
    makeRecoveryKey: async () => ({ recoveryKey: await storage.makeRecoveryKey() }),
    saveRecoveryKey: async () => ({ saved: await storage.saveRecoveryKey() }),
    keepRecoveryKey: () => {
      storage.keepRecoveryKey();
      return Promise.resolve({});
    },
    postponeRecoveryKey: () => {
      storage.postponeRecoveryKey();
      return Promise.resolve({});
    },
    dismissRepair: () => {
      storage.dismissRepair();
      return Promise.resolve({});
    },
  };
}
