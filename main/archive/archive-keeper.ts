import type { ArchiveJob, ArchiveOutcome } from '../../shared/model/archive.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Log } from '../log/log.ts';
import { StoreError, StoreRefusal } from '../store/interface.ts';
import { exportFolder, writeArchive } from './export.ts';
import { importArchive } from './import.ts';
import {
  ArchiveError,
  type ArchiveDesk,
  type ArchiveDialogs,
  type ExportOrder,
  type ImportOrder,
} from './interface.ts';
import { verifyArchive } from './verify.ts';

export interface ArchiveKeeperOptions {
  readonly dialogs: ArchiveDialogs;
  readonly clock: Clock;
  readonly log: Log;
  /** Of Parley. */
  readonly version: string;
  /** BCP 47: the language of the pages. */
  readonly locale: () => string;
}

/** Progress is told so often, in milliseconds: smooth to the eye, and nothing for the channel. */
const tellingPause = 100;

type Run = (
  signal: AbortSignal,
  progress: (step: ArchiveJob['step'], done: number, total: number) => void,
) => Promise<ArchiveOutcome>;

/** The one desk for exports of a running Parley. */
export class ArchiveKeeper implements ArchiveDesk {
  readonly #options: ArchiveKeeperOptions;
  readonly #changed = new TypedEvent<ArchiveJob | null>();
  #job: ArchiveJob | null = null;
  #abort: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  /** A dialog is open. */
  #asking = false;
  #cancelTelling: Unsubscribe | null = null;

  constructor(options: ArchiveKeeperOptions) {
    this.#options = options;
  }

  get job(): ArchiveJob | null {
    return this.#job;
  }

  get changed(): EventSource<ArchiveJob | null> {
    return this.#changed;
  }

  async export({ store, account, conversation }: ExportOrder): Promise<boolean> {
    const parent = await this.#ask(async () => this.#options.dialogs.chooseParent());
    if (parent === null) return false;
    const now = this.#options.clock.now();
    const folder = exportFolder(parent, account.address, conversation?.peer ?? null, new Date(now));
    this.#begin('export', folder, 'writing', async (signal, progress) => {
      const result = await writeArchive({
        store,
        account,
        conversationId: conversation?.id ?? null,
        folder,
        now,
        locale: this.#options.locale(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        version: this.#options.version,
        progress: (done, total) => {
          progress('writing', done, total);
        },
        signal,
      });
      return { kind: 'exported', ...result };
    });
    return true;
  }

  async verify(): Promise<boolean> {
    const folder = await this.#ask(async () => this.#options.dialogs.chooseExport());
    if (folder === null) return false;
    this.#begin('verify', folder, 'checking', async (signal, progress) => {
      const verdict = await verifyArchive({
        folder,
        signal,
        progress: (done, total) => {
          progress('checking', done, total);
        },
      });
      if (!verdict.intact) return { kind: 'damaged', damage: verdict.damage };
      const { conversations, messages, seal, account } = verdict.manifest;
      return { kind: 'intact', conversations, messages, seal, account: account.address };
    });
    return true;
  }

  async import({ store, imported }: ImportOrder): Promise<boolean> {
    const folder = await this.#ask(async () => this.#options.dialogs.chooseExport());
    if (folder === null) return false;
    this.#begin('import', folder, 'checking', async (signal, progress) => {
      const changed = new Set<ConversationId>();
      try {
        const result = await importArchive({
          store,
          folder,
          signal,
          progress,
          changed: (id) => {
            changed.add(id);
          },
        });
        if (!result.intact) return { kind: 'damaged', damage: result.damage };
        const { conversations, added, known } = result;
        return { kind: 'imported', conversations, added, known };
      } finally {
        // What came in before it was cancelled stays, and shows.
        for (const id of changed) await imported(id);
      }
    });
    return true;
  }

  cancel(): void {
    this.#abort?.abort();
  }

  show(): void {
    if (this.#job !== null) this.#options.dialogs.show(this.#job.folder);
  }

  dismiss(): void {
    if (this.#job === null || this.#job.outcome === null) return;
    this.#job = null;
    this.#changed.raise(null);
  }

  async stop(): Promise<void> {
    this.cancel();
    await this.#running;
  }

  async #ask(dialog: () => Promise<string | null>): Promise<string | null> {
    if (this.#asking || this.#abort !== null) throw new ArchiveError('busy', 'One at a time.');
    this.#asking = true;
    try {
      return await dialog();
    } finally {
      this.#asking = false;
    }
  }

  #begin(task: ArchiveJob['task'], folder: string, step: ArchiveJob['step'], run: Run): void {
    const abort = new AbortController();
    this.#abort = abort;
    let job: ArchiveJob = { task, folder, step, done: 0, total: 0, outcome: null };
    this.#job = job;
    this.#changed.raise(job);
    const progress = (at: ArchiveJob['step'], done: number, total: number): void => {
      job = { ...job, step: at, done, total };
      this.#job = job;
      this.#cancelTelling ??= this.#options.clock.after(tellingPause, () => {
        this.#cancelTelling = null;
        this.#changed.raise(this.#job);
      });
    };
    this.#running = run(abort.signal, progress)
      .catch((error: unknown) => this.#outcomeOf(error, abort.signal))
      .then((outcome) => {
        this.#cancelTelling?.();
        this.#cancelTelling = null;
        this.#abort = null;
        this.#job = { ...job, outcome };
        this.#changed.raise(this.#job);
      });
  }

  #outcomeOf(error: unknown, signal: AbortSignal): ArchiveOutcome {
    if (signal.aborted && error === signal.reason) return { kind: 'cancelled' };
    if (error instanceof ArchiveError) {
      return { kind: 'failed', problem: error.problem, detail: error.message };
    }
    this.#options.log.error({ error }, 'Work on an export failed');
    if (error instanceof StoreError && error.problem === 'full') {
      return { kind: 'failed', problem: 'no-space', detail: error.message };
    }
    const problem = error instanceof StoreError || error instanceof StoreRefusal ? 'store' : 'internal';
    return { kind: 'failed', problem, detail: error instanceof Error ? error.message : String(error) };
  }
}
