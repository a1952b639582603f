import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** What is installed on this computer, asked for when somebody looks. It stays the same until Parley ends. */
export class Installation {
  readonly #bridge: Bridge;
  facts = $state.raw<CommandOutput<'installation'> | null>(null);
  licences = $state.raw<CommandOutput<'licences'> | null>(null);
  spelling = $state.raw<CommandOutput<'spelling'> | null>(null);
  /** Why the last question was not answered; null when it was. */
  problem = $state.raw<Failure | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<void> {
    if (this.facts !== null) return;
    const result = await this.#bridge.invoke('installation', {});
    this.problem = result.ok ? null : result.failure;
    if (result.ok) this.facts = result.value;
  }

  async loadLicences(): Promise<void> {
    if (this.licences !== null) return;
    const result = await this.#bridge.invoke('licences', {});
    this.problem = result.ok ? null : result.failure;
    if (result.ok) this.licences = result.value;
  }

  async loadSpelling(): Promise<void> {
    if (this.spelling !== null) return;
    const result = await this.#bridge.invoke('spelling', {});
    this.problem = result.ok ? null : result.failure;
    if (result.ok) this.spelling = result.value;
  }

  async openFolder(folder: 'data' | 'logs'): Promise<void> {
    const result = await this.#bridge.invoke('openFolder', { folder });
    this.problem = result.ok ? null : result.failure;
  }
}
