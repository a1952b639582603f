import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Result } from '../../shared/model/result.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** Whether the system brings `sip:` and `im:` links to Parley. */
export class LinkHandling {
  readonly #bridge: Bridge;
  /** `all`: both kinds come to Parley; `others`: at least one goes to another program, or to none. */
  state = $state.raw<'unknown' | 'all' | 'others'>('unknown');
  busy = $state(false);
  /** The system was asked, and left it as it was. */
  refused = $state(false);
  problem = $state.raw<Failure | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Asked each time that somebody looks: it may have been changed in the system's settings. */
  async load(): Promise<void> {
    this.refused = false;
    this.#put(await this.#bridge.invoke('linkHandling', {}));
  }

  async take(): Promise<void> {
    this.busy = true;
    this.#put(await this.#bridge.invoke('handleLinks', {}));
    this.busy = false;
    this.refused = this.problem === null && this.state === 'others';
  }

  #put(result: Result<CommandOutput<'linkHandling'>, Failure>): void {
    this.problem = result.ok ? null : result.failure;
    if (result.ok) this.state = result.value.handled.length === 2 ? 'all' : 'others';
  }
}
