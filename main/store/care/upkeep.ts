import type { Clock } from '../../../shared/model/clock.ts';
import type { Unsubscribe } from '../../../shared/model/event.ts';
import type { Log } from '../../log/log.ts';
import { StoreError } from '../interface.ts';
import { lastChange } from './backup-files.ts';
import type { CareEvent } from './care-state.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Whoever has just started Parley wants the computer for something else. */
const firstLook = minute;
/** How often it is looked whether something is due: timers stand still while a computer sleeps. */
const lookEvery = 30 * minute;
/** After a backup or a check that failed for the time being, such as for a full disk. */
const patience = 6 * 60 * minute;

export interface UpkeepOptions {
  readonly database: string;
  /** Does a task in a process beside the one that answers. Rejects with StoreError. */
  readonly check: () => Promise<void>;
  readonly backUp: (at: number) => Promise<void>;
  readonly state: () => {
    readonly damaged: boolean;
    readonly backupAt: number | null;
    readonly checkedAt: number | null;
  };
  readonly tell: (event: CareEvent) => void;
  readonly checked: (at: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Looks at every page once a day and after an unclean end, and copies the database once a day when it has changed.
 * A damaged one is not copied: its copies would push out the good ones.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #uncleanEnd: boolean;
  #cancel: Unsubscribe | null = null;
  #notBefore = 0;
  #stopped = false;

  /** `uncleanEnd`: the database was not closed in order the last time. */
  constructor(options: UpkeepOptions, uncleanEnd: boolean) {
    this.#options = options;
    this.#uncleanEnd = uncleanEnd;
    this.#lookIn(firstLook);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #lookIn(delay: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#options.clock.after(delay, () => {
      void this.#look().finally(() => {
        this.#lookIn(lookEvery);
      });
    });
  }

  async #look(): Promise<void> {
    const { clock } = this.#options;
    if (clock.now() < this.#notBefore) return;
    if (!(await this.#checkIfDue())) return;
    await this.#backUpIfDue();
  }

  /** False: it is no time for a backup. */
  async #checkIfDue(): Promise<boolean> {
    const { clock, check, checked, log, state, tell } = this.#options;
    const { checkedAt, damaged } = state();
    if (damaged) return false;
    const now = clock.now();
    // A clock that was set back must not put the next check off for years.
    const isDue = this.#uncleanEnd || checkedAt === null || Math.abs(now - checkedAt) >= day;
    if (!isDue) return true;
    try {
      await check();
    } catch (error) {
      if (this.#stopped) return false;
      if (error instanceof StoreError && error.problem === 'damaged') {
        log.error({ error }, 'The message database is damaged');
        tell({ kind: 'damage-found' });
      } else {
        log.warn({ error }, 'The message database could not be checked; it is tried again later');
        this.#notBefore = now + patience;
      }
      return false;
    }
    if (this.#stopped) return false;
    this.#uncleanEnd = false;
    checked(now);
    return true;
  }

  async #backUpIfDue(): Promise<void> {
    const { backUp, clock, database, log, state, tell } = this.#options;
    const { backupAt } = state();
    const now = clock.now();
    if (backupAt !== null && (Math.abs(now - backupAt) < day || lastChange(database) <= backupAt)) return;
    try {
      await backUp(now);
      if (!this.#stopped) tell({ kind: 'backed-up', at: now });
    } catch (error) {
      if (this.#stopped) return;
      const problem = error instanceof StoreError ? error.problem : 'crashed';
      log.warn({ error }, 'The message database could not be backed up; it is tried again later');
      tell(problem === 'damaged' ? { kind: 'damage-found' } : { kind: 'backup-failed', problem });
      this.#notBefore = now + patience;
    }
  }
}
