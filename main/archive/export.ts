import { createHash, type Hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { displayAddress, type SipAddress } from '../../shared/model/address.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import {
  largestArchivePage,
  type ArchivedConversation,
  type ArchivedMessage,
  type ArchiveStore,
} from '../store/archived.ts';
import { writingFailed } from './archive-error.ts';
import { sha256 } from './canonical.ts';
import {
  formatName,
  formatVersion,
  indexFile,
  manifestFile,
  noHash,
  writeLine,
  writeManifest,
  type Line,
  type UnsealedManifest,
} from './format.ts';
import { PageWriter, peerOf } from './page.ts';
import { pageWords } from './words.ts';

export interface ExportOptions {
  readonly store: Pick<ArchiveStore, 'archivedConversations' | 'archivedMessages'>;
  readonly account: {
    readonly id: AccountId;
    readonly address: SipAddress;
    readonly displayName: string | null;
  };
  /** Null: all of them. */
  readonly conversationId: ConversationId | null;
  /** The folder to be made; its parent is there, and it is not. */
  readonly folder: string;
  readonly now: number;
  /** BCP 47, for the pages. */
  readonly locale: string;
  readonly timeZone: string;
  readonly version: string;
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ExportResult {
  readonly conversations: number;
  readonly messages: number;
  readonly seal: string;
}

type WithoutHash<L> = L extends Line ? Omit<L, 'previous'> : never;
type Unchained = WithoutHash<Line>;
type Counted = ArchivedConversation & { readonly messages: number; readonly last: number | null };

/** A file of the export while it is written: what is gathered goes out in pieces, and its hash grows along. */
class ExportFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #waiting: string[] = [];
  #length = 0;
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(folder: string, path: string): Promise<ExportFile> {
    return new ExportFile(path, await open(join(folder, path), 'wx', 0o600));
  }

  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length > 256 * 1024) await this.#flush();
  }

  /** Resolves when it is on the disk, whatever happens to the computer next. */
  async end(): Promise<UnsealedManifest['pages'][number]> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    return { path: this.path, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#waiting = [];
    this.#length = 0;
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    for (let from = 0; from < bytes.length;) {
      from += (await this.#handle.write(bytes, from)).bytesWritten;
    }
  }
}

/** What an export is called while it is not whole. */
const partialName = (folder: string): string => `${folder}.partial`;

/**
 * Writes an export, in the memory of one page of messages. It is whole or not there: what fails or is aborted is
 * removed. Rejects with ArchiveError (no-space, no-access), the store's errors, or the signal's reason.
 */
export async function writeArchive(options: ExportOptions): Promise<ExportResult> {
  const partial = partialName(options.folder);
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(join(partial, 'conversations'), { recursive: true, mode: 0o700 });
    const result = await new Exporter(options, partial).write();
    options.signal?.throwIfAborted();
    await rename(partial, options.folder);
    await syncFolder(dirname(options.folder));
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw writingFailed(error);
  }
}

class Exporter {
  readonly #options: ExportOptions;
  readonly #folder: string;
  readonly #pages: PageWriter;
  #total = 0;
  #messages = 0;
  #first = noHash;
  #last = noHash;
  #oldestAt: number | null = null;
  #newestAt: number | null = null;

  constructor(options: ExportOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    const { locale, timeZone, now, version, account } = options;
    this.#pages = new PageWriter({
      words: pageWords(locale),
      timeZone,
      exportedAt: now,
      version,
      account,
    });
  }

  async write(): Promise<ExportResult> {
    const { store, account, conversationId, now, version } = this.#options;
    const all = await store.archivedConversations(account.id);
    const chosen = all.filter(({ id }) => conversationId === null || id === conversationId);
    this.#total = chosen.reduce((sum, { messages }) => sum + messages, 0);
    const data: UnsealedManifest['data'] = [];
    const pages: UnsealedManifest['pages'] = [];
    const contents: { peer: string; path: string; messages: number }[] = [];
    for (const [index, conversation] of chosen.entries()) {
      const written = await this.#conversation(conversation, baseName(index + 1, conversation.peer));
      data.push(written.data);
      pages.push(written.page);
      contents.push({
        peer: peerOf(conversation),
        path: written.page.path,
        messages: written.data.lines - 1,
      });
    }
    const index = await ExportFile.create(this.#folder, indexFile);
    await index.write(this.#pages.index(contents));
    pages.push(await index.end());

    const { id: source, address, displayName } = account;
    const manifest = writeManifest({
      format: formatName,
      version: formatVersion,
      parley: version,
      exportedAt: now,
      account: { source, address, displayName },
      conversations: chosen.length,
      messages: this.#messages,
      oldestAt: this.#oldestAt,
      newestAt: this.#newestAt,
      first: this.#first,
      last: this.#last,
      data,
      pages,
    });
    const file = await ExportFile.create(this.#folder, manifestFile);
    await file.write(manifest.text);
    await file.end();
    await syncFolder(join(this.#folder, 'conversations'));
    await syncFolder(this.#folder);
    return { conversations: chosen.length, messages: this.#messages, seal: manifest.seal };
  }

  async #conversation(
    { messages, last, ...conversation }: Counted,
    base: string,
  ): Promise<{ data: UnsealedManifest['data'][number]; page: UnsealedManifest['pages'][number] }> {
    const data = await ExportFile.create(this.#folder, `${base}.jsonl`);
    const page = await ExportFile.create(this.#folder, `${base}.html`).catch(async (error: unknown) => {
      await data.abandon();
      throw error;
    });
    try {
      await data.write(this.#chain({ kind: 'conversation', ...conversation }));
      await page.write(this.#pages.begin(conversation, messages));
      let before: ArchivedMessage | null = null;
      let lines = 1;
      for await (const message of this.#messagesOf(conversation.id, last)) {
        await data.write(this.#chain({ kind: 'message', ...message }));
        await page.write(this.#pages.message(message, before));
        before = message;
        lines += 1;
      }
      await page.write(this.#pages.end(before !== null, `../${indexFile}`));
      return { data: { ...(await data.end()), lines, last: this.#last }, page: await page.end() };
    } catch (error) {
      await data.abandon();
      await page.abandon();
      throw error;
    }
  }

  /** What is newer than `last` came after the export began, and is not in it. */
  async *#messagesOf(id: ConversationId, last: number | null): AsyncGenerator<ArchivedMessage> {
    const { store, signal, progress } = this.#options;
    let after: number | null = null;
    while (last !== null) {
      signal?.throwIfAborted();
      const page: readonly ArchivedMessage[] = await store.archivedMessages(
        id,
        after,
        last,
        largestArchivePage,
      );
      for (const message of page) {
        yield message;
        this.#messages += 1;
        this.#oldestAt = Math.min(this.#oldestAt ?? message.at, message.at);
        this.#newestAt = Math.max(this.#newestAt ?? message.at, message.at);
      }
      progress?.(this.#messages, Math.max(this.#total, this.#messages));
      after = page.at(-1)?.sequence ?? null;
      if (page.length < largestArchivePage) return;
    }
  }

  #chain(content: Unchained): string {
    const line = writeLine({ ...content, previous: this.#last });
    this.#last = sha256(line);
    if (this.#first === noHash) this.#first = this.#last;
    return `${line}\n`;
  }
}

/** The number keeps two peers apart whose addresses differ in what a file's name cannot say. */
function baseName(number: number, peer: SipAddress): string {
  const name = displayAddress(peer)
    .replace(/[^A-Za-z0-9@._+-]/g, '_')
    .slice(0, 80);
  return `conversations/${String(number).padStart(4, '0')} ${name}`;
}

/** A name that is not taken in that folder. `of`: the peer, for the export of one conversation. */
export function exportFolder(parent: string, account: SipAddress, of: SipAddress | null, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  const who = [account, of]
    .flatMap((each) => (each === null ? [] : [displayAddress(each).replace(/[^A-Za-z0-9@._+-]/g, '_')]))
    .map((each) => each.slice(0, 80))
    .join(' with ');
  const name = `Parley ${who} ${day}`;
  for (let number = 1; ; number += 1) {
    const folder = join(parent, number === 1 ? name : `${name} (${String(number)})`);
    if (!existsSync(folder) && !existsSync(partialName(folder))) return folder;
  }
}

/** A name in a folder is durable once the folder is; systems that do not open folders have no need of it. */
async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
}
