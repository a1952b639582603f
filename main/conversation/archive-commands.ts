import type { ConversationId } from '../../shared/model/ids.ts';
import type { ArchiveDesk } from '../archive/interface.ts';
import type { Store, StoredAccount } from '../store/interface.ts';
import type { CommandHandlers } from './command-handlers.ts';
import { CommandError } from './failure-error.ts';

export interface ArchiveCommandOptions {
  readonly archive: ArchiveDesk;
  /** Throws CommandError while there is none. */
  readonly store: () => Store;
  /** The one that is signed in. Throws CommandError when nobody is. */
  readonly account: () => StoredAccount;
  readonly imported: (id: ConversationId) => Promise<void>;
}

/** The commands about exports. */
export function archiveCommandHandlers({
  archive,
  store,
  account,
  imported,
}: ArchiveCommandOptions): Pick<
  CommandHandlers,
  'exportArchive' | 'verifyArchive' | 'importArchive' | 'cancelArchive' | 'showArchive' | 'dismissArchive'
> {
  return {
    exportArchive: async ({ conversationId }) => {
      const { id, address, displayName } = account();
      const conversation = conversationId === null ? null : await store().conversation(conversationId);
      if (conversationId !== null && conversation?.accountId !== id)
        throw new CommandError({ code: 'unknown-conversation' });
      return {
        started: await archive.export({
          store: store(),
          account: { id, address, displayName },
          conversation,
        }),
      };
    },
    verifyArchive: async () => ({ started: await archive.verify() }),
    importArchive: async () => {
      account();
      return { started: await archive.import({ store: store(), imported }) };
    },
    cancelArchive: () => {
      archive.cancel();
      return Promise.resolve({});
    },
    showArchive: () => {
      archive.show();
      return Promise.resolve({});
    },
    dismissArchive: () => {
      archive.dismiss();
      return Promise.resolve({});
    },
  };
}
