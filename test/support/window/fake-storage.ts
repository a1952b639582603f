import type { CommandArguments, CommandOutput } from '../../../shared/contract/commands.ts';
import type { storageCommands } from '../../../shared/contract/command/storage.ts';
import type { Phase } from '../../../shared/contract/events.ts';
import { formatRecoveryKey } from '../../../shared/model/recovery-key.ts';
import type { StorageState } from '../../../shared/model/storage.ts';

type Name = keyof typeof storageCommands;
type Handlers = { [N in Name]: (input: CommandArguments<N>) => Promise<CommandOutput<N>> };

/** What changes of the fake main process. */
interface Changing {
  setStorage(change: Partial<StorageState>): void;
  setPhase(phase: Phase): void;
}

export const sampleRecoveryKey = formatRecoveryKey(Uint8Array.from({ length: 20 }, (_, index) => index * 11));

/** The store's part of a main process in memory: whatever is tried opens it, and the window sees the sign-in. */
export function fakeStorage(main: Changing): Handlers {
  const open = (): Promise<Record<string, never>> => {
    main.setPhase({ kind: 'signed-out' });
    return Promise.resolve({});
  };
  return {
    retryStore: open,
    repairStore: open,
    startAnew: open,
    recoverStore: open,
    makeRecoveryKey: () => Promise.resolve({ recoveryKey: sampleRecoveryKey }),
    saveRecoveryKey: () => Promise.resolve({ saved: true }),
    keepRecoveryKey: () => {
      main.setStorage({ recoveryKey: 'kept' });
      return Promise.resolve({});
    },
    postponeRecoveryKey: () => {
      main.setStorage({ recoveryKey: 'later' });
      return Promise.resolve({});
    },
    dismissRepair: () => {
      main.setStorage({ repaired: null });
      return Promise.resolve({});
    },
  };
}
