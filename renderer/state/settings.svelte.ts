import type { Failure } from '../../shared/contract/failure.ts';
import {
  defaultSettings,
  type SettingName,
  type Settings as Values,
  type SettingsState,
  type SettingValues,
} from '../../shared/model/settings.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** The settings in force. A change goes to the main process and comes back as an event, so what shows is what is. */
export class Settings {
  readonly #bridge: Bridge;
  #state = $state.raw<SettingsState>({ values: defaultSettings, managed: [], managedBy: null });

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get managedBy(): string | null {
    return this.#state.managedBy;
  }

  get<N extends SettingName>(name: N): Values[N] {
    return this.#state.values[name];
  }

  isManaged(name: SettingName): boolean {
    return this.#state.managed.includes(name);
  }

  take(state: SettingsState): void {
    this.#state = state;
  }

  /** Resolves with null, or with why it was not changed. */
  async change(values: SettingValues): Promise<Failure | null> {
    const result = await this.#bridge.invoke('changeSettings', { values });
    return result.ok ? null : result.failure;
  }

  async reset(names: readonly SettingName[]): Promise<Failure | null> {
    const result = await this.#bridge.invoke('resetSettings', { names: [...names] });
    return result.ok ? null : result.failure;
  }
}
