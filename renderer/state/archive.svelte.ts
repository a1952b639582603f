import type { Failure } from '../../shared/contract/failure.ts';
import type { ArchiveJob } from '../../shared/model/archive.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** Exports: what is asked of them here, and how the one that is under way gets on, as the main process tells. */
export class Archive {
  readonly #bridge: Bridge;
  job = $state.raw<ArchiveJob | null>(null);
  /** Why the last order was not taken. */
  failure = $state.raw<Failure | null>(null);
  readonly running: boolean = $derived(this.job !== null && this.job.outcome === null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  take(job: ArchiveJob | null): void {
    this.job = job;
    this.failure = null;
  }

  /** Asks for a folder and exports into it: one conversation, or all of them (null). */
  async export(conversationId: ConversationId | null): Promise<void> {
    const result = await this.#bridge.invoke('exportArchive', { conversationId });
    this.failure = result.ok ? null : result.failure;
  }

  async verify(): Promise<void> {
    const result = await this.#bridge.invoke('verifyArchive', {});
    this.failure = result.ok ? null : result.failure;
  }

  async import(): Promise<void> {
    const result = await this.#bridge.invoke('importArchive', {});
    this.failure = result.ok ? null : result.failure;
  }

  cancel(): void {
    void this.#bridge.invoke('cancelArchive', {});
  }

  show(): void {
    void this.#bridge.invoke('showArchive', {});
  }

  dismiss(): void {
    this.failure = null;
    if (this.job !== null) void this.#bridge.invoke('dismissArchive', {});
  }
}
