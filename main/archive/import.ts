import { addressKey } from '../../shared/model/address.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { largestArchivePage, type ArchivedMessage } from '../store/archived.ts';
import type { Store, StoredAccount } from '../store/interface.ts';
import type { Line, Manifest } from './format.ts';
import { ArchiveError } from './interface.ts';
import { verifyArchive, type Verdict } from './verify.ts';

/** What one batch carries at most, in UTF-16 code units of text: it crosses to the store's process as one message. */
const largestBatch = 512 * 1024;

export interface ImportOptions {
  readonly store: Store;
  readonly folder: string;
  readonly progress?: (step: 'checking' | 'importing', done: number, total: number) => void;
  /** Messages were stored in it. */
  readonly changed?: (id: ConversationId) => void;
  readonly signal?: AbortSignal;
}

export type ImportResult =
  | {
      readonly intact: true;
      readonly conversations: number;
      readonly added: number;
      readonly known: number;
    }
  | Extract<Verdict, { intact: false }>;

/**
 * Checks an export to its last byte, then takes in what is not here yet. When it is aborted, what was taken in stays,
 * and asking again goes on. Rejects with ArchiveError (those of the check, other-account) and the store's errors.
 */
export async function importArchive(options: ImportOptions): Promise<ImportResult> {
  const { store, folder, progress, signal } = options;
  const accounts = await store.accounts();
  let clashes = 0;
  let batch: { id: ArchivedMessage['id']; sequence: number }[] = [];
  const countClashes = async (): Promise<void> => {
    clashes += await store.archiveClashes(batch);
    batch = [];
  };
  const verdict = await verifyArchive({
    folder,
    ...(signal === undefined ? {} : { signal }),
    progress: (done, total) => progress?.('checking', done, total),
    take: async (line) => {
      if (line.kind !== 'message') return;
      batch.push({ id: line.id, sequence: line.sequence });
      if (batch.length === largestArchivePage) await countClashes();
    },
  });
  if (!verdict.intact) return verdict;
  await countClashes();

  const { manifest } = verdict;
  const account = accountOf(accounts, manifest);
  // Of this very profile, unless the profile went on in two places: then the places of its messages are taken.
  const source = account.id === manifest.account.source && clashes === 0 ? null : manifest.account.source;
  if (source !== null) await store.importSource(source, manifest.newestAt ?? 0);
  const importer = new Importer(options, account, source);
  const again = await verifyArchive({
    folder,
    ...(signal === undefined ? {} : { signal }),
    progress: (done, total) => progress?.('importing', done, total),
    take: async (line) => importer.take(line),
  });
  await importer.flush();
  if (!again.intact) return again;
  const { added } = importer;
  return {
    intact: true,
    conversations: manifest.conversations,
    added,
    known: manifest.messages - added,
  };
}

function accountOf(accounts: readonly StoredAccount[], { account }: Manifest): StoredAccount {
  const own = accounts.find(({ address }) => addressKey(address) === addressKey(account.address));
  if (own === undefined) throw new ArchiveError('other-account', account.address);
  return own;
}

/** Gathers lines into batches for the store. */
class Importer {
  readonly #options: ImportOptions;
  readonly #account: StoredAccount;
  readonly #source: string | null;
  #conversation: ConversationId | null = null;
  #batch: ArchivedMessage[] = [];
  #size = 0;
  added = 0;

  constructor(options: ImportOptions, account: StoredAccount, source: string | null) {
    this.#options = options;
    this.#account = account;
    this.#source = source;
  }

  async take(line: Line): Promise<void> {
    if (line.kind === 'conversation') {
      await this.flush();
      this.#conversation = await this.#options.store.importConversation(this.#account.id, line);
      this.#options.changed?.(this.#conversation);
      return;
    }
    this.#batch.push(line);
    this.#size += line.text.length;
    if (this.#batch.length === largestArchivePage || this.#size > largestBatch) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#conversation === null || this.#batch.length === 0) return;
    const { added } = await this.#options.store.importMessages(this.#conversation, this.#source, this.#batch);
    this.added += added;
    this.#batch = [];
    this.#size = 0;
    if (added > 0) this.#options.changed?.(this.#conversation);
  }
}
