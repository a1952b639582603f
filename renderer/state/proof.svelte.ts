import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** What is known of one message's way, while it is looked at. */
export class Proof {
  readonly #bridge: Bridge;
  #id: MessageId | null = null;
  /** Null until it is there. */
  value = $state.raw<CommandOutput<'messageProof'> | null>(null);
  /** Why it cannot be shown. */
  failure = $state.raw<Failure | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(id: MessageId): Promise<void> {
    if (this.#id !== id) this.value = null;
    this.#id = id;
    const result = await this.#bridge.invoke('messageProof', { id });
    if (this.#id !== id) return;
    this.value = result.ok ? result.value : null;
    this.failure = result.ok ? null : result.failure;
  }

  leave(): void {
    this.#id = null;
    this.value = null;
    this.failure = null;
  }

  /** Something happened to these. */
  changed(ids: Iterable<MessageId>): void {
    const id = this.#id;
    if (id !== null && [...ids].includes(id)) void this.load(id);
  }
}
