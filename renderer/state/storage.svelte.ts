import type { Failure } from '../../shared/contract/failure.ts';
import { unknownStorage, type StorageState } from '../../shared/model/storage.ts';
import type { Bridge } from '../bridge/bridge.ts';

type Task = 'retryStore' | 'repairStore' | 'startAnew' | 'recoverStore';

/** The place where the messages are: what main tells of it, and what is done about it. */
export class Storage {
  readonly #bridge: Bridge;
  state = $state.raw<StorageState>(unknownStorage);
  /** What was asked for and has not ended. */
  busy = $state<Task | null>(null);
  /** Why the last thing that was asked for was not done. */
  failure = $state.raw<Failure | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  take(state: StorageState): void {
    this.state = state;
  }

  async retry(): Promise<void> {
    await this.#do('retryStore', async () => this.#bridge.invoke('retryStore', {}));
  }

  async repair(): Promise<void> {
    await this.#do('repairStore', async () => this.#bridge.invoke('repairStore', {}));
  }

  async startAnew(): Promise<void> {
    await this.#do('startAnew', async () => this.#bridge.invoke('startAnew', {}));
  }

  async recover(recoveryKey: string): Promise<void> {
    await this.#do('recoverStore', async () => this.#bridge.invoke('recoverStore', { recoveryKey }));
  }

  /** A new recovery key, or why there is none. */
  async makeRecoveryKey(): Promise<string | Failure> {
    const result = await this.#bridge.invoke('makeRecoveryKey', {});
    return result.ok ? result.value.recoveryKey : result.failure;
  }

  /** Whether it was saved, or why it was not. */
  async saveRecoveryKey(): Promise<boolean | Failure> {
    const result = await this.#bridge.invoke('saveRecoveryKey', {});
    return result.ok ? result.value.saved : result.failure;
  }

  async keepRecoveryKey(): Promise<Failure | null> {
    const result = await this.#bridge.invoke('keepRecoveryKey', {});
    return result.ok ? null : result.failure;
  }

  postponeRecoveryKey(): void {
    void this.#bridge.invoke('postponeRecoveryKey', {});
  }

  dismissRepair(): void {
    void this.#bridge.invoke('dismissRepair', {});
  }

  async #do(
    task: Task,
    run: () => Promise<{ readonly ok: boolean; readonly failure?: Failure }>,
  ): Promise<void> {
    if (this.busy !== null) return;
    this.busy = task;
    this.failure = null;
    const result = await run();
    this.busy = null;
    this.failure = result.failure ?? null;
  }
}
