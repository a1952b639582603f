import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import {
  defaultSettings,
  settingNames,
  type SettingName,
  type Settings,
  type SettingsState,
  type SettingValues,
} from '../../shared/model/settings.ts';
import type { Log } from '../log/log.ts';
import type { Policy } from './policy.ts';
import { readValues } from './read-values.ts';

/** What other rooms need of the settings: their values now, and word of changes. */
export interface SettingsReader {
  get<N extends SettingName>(name: N): Settings[N];
  /** Raised with the names whose value in force is another now. */
  readonly changed: EventSource<readonly SettingName[]>;
}

export interface SettingsBookOptions {
  /** What the user chose in earlier runs, unchecked; null when there is nothing. */
  readonly stored: unknown;
  readonly policy: Policy;
  /** Keeps what the user chose. Throws when it cannot. */
  readonly save: (chosen: SettingValues) => void;
  /** Puts into force what is kept outside of Parley, of what changes. Throws when it cannot: then nothing changes. */
  readonly enforce?: (values: SettingValues) => void;
  readonly log: Log;
}

/** A setting is managed, and is not the user's to change. */
export class ManagedSettingError extends Error {
  override readonly name = 'ManagedSettingError';
}

/** The system does not let a setting come into force. `place`: where, for instance a file. */
export class SettingRefusedError extends Error {
  override readonly name = 'SettingRefusedError';
  readonly reason: 'not-ours' | 'not-possible';
  readonly place: string;

  constructor(reason: SettingRefusedError['reason'], place: string, options?: ErrorOptions) {
    super(`A setting could not come into force: ${reason}, ${place}`, options);
    this.reason = reason;
    this.place = place;
  }
}

/** Every setting has a default, a value that the user chose and a managed one; the managed one wins. */
export class SettingsBook implements SettingsReader {
  readonly #options: SettingsBookOptions;
  readonly #changed = new TypedEvent<readonly SettingName[]>();
  #chosen: SettingValues;

  constructor(options: SettingsBookOptions) {
    this.#options = options;
    this.#chosen = readValues(options.stored, options.log);
  }

  get changed(): EventSource<readonly SettingName[]> {
    return this.#changed;
  }

  get<N extends SettingName>(name: N): Settings[N] {
    return this.#valueOf(name, this.#chosen);
  }

  get state(): SettingsState {
    const { values, managedBy } = this.#options.policy;
    return {
      values: Object.fromEntries(settingNames.map((name) => [name, this.get(name)])) as Settings,
      managed: settingNames.filter((name) => values[name] !== undefined),
      managedBy,
    };
  }

  /** Throws ManagedSettingError when one of them is managed; then none is changed. */
  change(values: SettingValues): void {
    const names = settingNames.filter((name) => values[name] !== undefined);
    const managed = names.find((name) => this.#options.policy.values[name] !== undefined);
    if (managed !== undefined) throw new ManagedSettingError(`The setting ${managed} is managed.`);
    this.#put({ ...this.#chosen, ...values }, names);
  }

  /** Back to the defaults: the settings named, or all. */
  reset(names: readonly SettingName[] = settingNames): void {
    const kept = Object.entries(this.#chosen).filter(([name]) => !names.some((each) => each === name));
    this.#put(Object.fromEntries(kept), names);
  }

  #put(chosen: SettingValues, names: readonly SettingName[]): void {
    const changed = names.filter((name) => this.get(name) !== this.#valueOf(name, chosen));
    this.#options.enforce?.(Object.fromEntries(changed.map((name) => [name, this.#valueOf(name, chosen)])));
    this.#options.save(chosen);
    this.#chosen = chosen;
    if (changed.length > 0) this.#changed.raise(changed);
  }

  #valueOf<N extends SettingName>(name: N, chosen: SettingValues): Settings[N] {
    // The three records pair each name with its own type; the compiler loses that through the union of the lookups.
    return this.#options.policy.values[name] ?? chosen[name] ?? defaultSettings[name];
  }
}
