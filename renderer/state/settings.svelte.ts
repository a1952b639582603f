import type { Failure } from '../../shared/contract/failure.ts';
import { untilTurnedOff } from '../../shared/model/quiet.ts';
import {
  defaultSettings,
  type SettingName,
  type Settings as Values,
  type SettingsState,
  type SettingValues,
} from '../../shared/model/settings.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** The steps of text size, percent. */
const textSizes = [80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400] as const;

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

  /** Text in the next larger or smaller size. */
  async zoom(step: 1 | -1): Promise<Failure | null> {
    const size = this.get('appearance.textSize');
    const next = step > 0 ? textSizes.find((each) => each > size) : textSizes.findLast((each) => each < size);
    return next === undefined ? null : this.change({ 'appearance.textSize': next });
  }

  /** "Do not disturb" from now until it is turned off, or off. */
  async toggleQuiet(now: number): Promise<Failure | null> {
    const quiet = this.get('notifications.quietUntil') > now;
    return this.change({ 'notifications.quietUntil': quiet ? 0 : untilTurnedOff });
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
