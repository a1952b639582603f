import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import { formatRecoveryKey, readRecoveryKey, recoverySecretLength } from '../../shared/model/recovery-key.ts';
import type { StorageState } from '../../shared/model/storage.ts';
import type { Log } from '../log/log.ts';
import { backupsOf } from './care/backup-files.ts';
import { careReducer, readCare, writeCare, type CareEvent } from './care/care-state.ts';
import { runTask, type RunningTask } from './care/run-task.ts';
import type { Task } from './care/task.ts';
import { Upkeep } from './care/upkeep.ts';
import { StoreClient } from './client.ts';
import { databaseKey, keepDatabaseKey, setKeyFileAside } from './database-key.ts';
import { StoreError, type Store } from './interface.ts';
import { hexKey } from './key.ts';
import { storePlace, type StorePlace } from './place.ts';
import type { StoreProcess } from './process.ts';
import {
  readRecoveryFile,
  unwrapByRecovery,
  wrapForRecovery,
  writeRecoveryFile,
  type RecoveryFile,
} from './recovery.ts';
import { isRepairWaiting } from './salvage/adopt.ts';
import type { Secrets } from './secrets.ts';
import { setAside } from './set-aside.ts';
import { RecoveryError, type Storage } from './storage.ts';

export interface StoreKeeperOptions {
  /** The profile's. */
  readonly folder: string;
  readonly secrets: Secrets;
  /** Starts a process of the store's kind. Throws StoreError `no-runtime`. */
  readonly startProcess: () => StoreProcess;
  /** Asks for a file and writes the text into it; false: the user closed the dialog. */
  readonly saveText: (suggestedName: string, text: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the store, looks after it while it is open, and mends it while it is closed. */
export class StoreKeeper implements Storage {
  readonly #options: StoreKeeperOptions;
  readonly #place: StorePlace;
  readonly #changed = new TypedEvent<StorageState>();
  readonly #lost = new TypedEvent<StoreError>();
  readonly #running = new Set<RunningTask>();
  #state: StorageState;
  #checkedAt: number | null;
  #store: StoreClient | null = null;
  #upkeep: Upkeep | null = null;
  /** The recovery key that was made and is not kept yet. */
  #offered: { readonly recoveryKey: string; readonly file: RecoveryFile } | null = null;

  constructor(options: StoreKeeperOptions) {
    this.#options = options;
    this.#place = storePlace(options.folder);
    ({ state: this.#state, checkedAt: this.#checkedAt } = readCare(this.#place));
  }

  get state(): StorageState {
    return this.#state;
  }

  get changed(): EventSource<StorageState> {
    return this.#changed;
  }

  get lost(): EventSource<StoreError> {
    return this.#lost;
  }

  async open(): Promise<Store> {
    const { clock, log, secrets, startProcess } = this.#options;
    const { database } = this.#place;
    if (!existsSync(database) && !isRepairWaiting(database) && backupsOf(database).length > 0) {
      throw new StoreError('damaged', `The message database ${database} is not there any more.`);
    }
    const key = await databaseKey(secrets, this.#place);
    // Closing it in order leaves no log behind.
    const uncleanEnd = (statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
    const store = await StoreClient.open(startProcess, { path: database, key, clock, log });
    this.#store = store;
    store.crashed.subscribe((error) => {
      this.#letGo();
      this.#lost.raise(error);
    });
    store.damaged.subscribe(() => {
      this.#tell({ kind: 'damage-found' });
    });
    this.#upkeep = new Upkeep(
      {
        database,
        check: async () => {
          await this.#run({ task: 'check', path: database, key: hexKey(key) });
        },
        backUp: async (at) => this.#backUp(key, at),
        state: () => ({
          damaged: this.#state.damaged,
          backupAt: this.#state.backup.at,
          checkedAt: this.#checkedAt,
        }),
        tell: (event) => {
          this.#tell(event);
        },
        checked: (at) => {
          this.#checkedAt = at;
          this.#write();
        },
        clock,
        log,
      },
      uncleanEnd,
    );
    return store;
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#letGo();
    await store?.close();
  }

  abort(): void {
    for (const { stop } of this.#running) stop();
  }

  /** Copies the database now, with what opens it. Rejects with StoreError. */
  async backUp(): Promise<void> {
    const at = this.#options.clock.now();
    await this.#backUp(await databaseKey(this.#options.secrets, this.#place), at);
    this.#tell({ kind: 'backed-up', at });
  }

  async repair(): Promise<void> {
    const { secrets, log } = this.#options;
    this.#tell({ kind: 'repair-progressed', progress: { stage: 'checking', done: 0, total: 1 } });
    try {
      const key = hexKey(await databaseKey(secrets, this.#place));
      const report = await this.#run({ task: 'repair', path: this.#place.database, key }, (event) => {
        this.#tell(event);
      });
      if (report === null) throw new StoreError('crashed', 'The repair ended without a word.');
      log.info({ ...report }, 'The message database was repaired');
      this.#tell({ kind: 'repaired', report });
    } catch (error) {
      this.#tell({ kind: 'repair-failed' });
      throw error;
    }
  }

  startAnew(): Promise<void> {
    const aside = setAside(this.#place, this.#options.clock.now());
    this.#options.log.warn({ aside }, 'The message database was put aside to start anew');
    ({ state: this.#state, checkedAt: this.#checkedAt } = readCare(this.#place));
    this.#changed.raise(this.#state);
    return Promise.resolve();
  }

  async recover(recoveryKey: string): Promise<void> {
    const { clock, log, secrets } = this.#options;
    const reading = readRecoveryKey(recoveryKey);
    if (reading.kind !== 'key') throw new RecoveryError('mistyped');
    const file = readRecoveryFile(this.#place);
    if (file === null) throw new RecoveryError('none');
    const key = await unwrapByRecovery(file, reading.secret);
    if (key === null || !(await this.#opens(key))) throw new RecoveryError('wrong');
    setKeyFileAside(this.#place, clock.now());
    await keepDatabaseKey(secrets, this.#place, key);
    log.info({}, 'The recovery key has opened the message database; its key is wrapped anew');
  }

  async makeRecoveryKey(): Promise<string> {
    const secret = new Uint8Array(randomBytes(recoverySecretLength));
    const file = await wrapForRecovery(await databaseKey(this.#options.secrets, this.#place), secret);
    const recoveryKey = formatRecoveryKey(secret);
    this.#offered = { recoveryKey, file };
    return recoveryKey;
  }

  async saveRecoveryKey(): Promise<boolean> {
    if (this.#offered === null) throw new RecoveryError('none');
    try {
      return await this.#options.saveText('Parley recovery key.txt', `${this.#offered.recoveryKey}\n`);
    } catch (error) {
      this.#options.log.warn({ error }, 'The recovery key could not be written to that file');
      throw new RecoveryError('not-saved');
    }
  }

  keepRecoveryKey(): void {
    if (this.#offered === null) throw new RecoveryError('none');
    writeRecoveryFile(this.#place, this.#offered.file);
    this.#offered = null;
    this.#copyKeys();
    this.#tell({ kind: 'recovery-kept' });
  }

  postponeRecoveryKey(): void {
    this.#offered = null;
    this.#tell({ kind: 'recovery-put-off' });
  }

  dismissRepair(): void {
    this.#tell({ kind: 'repair-seen' });
  }

  #letGo(): void {
    this.#upkeep?.stop();
    this.#upkeep = null;
    this.#store = null;
    this.abort();
  }

  /** Whether it is the key of the database or, where that one is damaged, of a backup. */
  async #opens(key: Uint8Array): Promise<boolean> {
    const { database } = this.#place;
    const candidates = [database, ...backupsOf(database).map(({ path }) => path)];
    for (const path of candidates) {
      if (!existsSync(path)) continue;
      try {
        await this.#run({ task: 'try-key', path, key: hexKey(key) });
        return true;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (error.problem !== 'wrong-key' && error.problem !== 'damaged') throw error;
      }
    }
    return false;
  }

  async #backUp(key: Uint8Array, at: number): Promise<void> {
    await this.#run({ task: 'back-up', path: this.#place.database, key: hexKey(key), at });
    this.#copyKeys();
  }

  /** Backups are of no use without what opens them. */
  #copyKeys(): void {
    const { backups, key, recovery } = this.#place;
    if (!existsSync(backups)) return;
    try {
      for (const file of [key, recovery]) {
        if (existsSync(file)) copyFileSync(file, join(backups, basename(file)));
      }
    } catch (error) {
      this.#options.log.warn({ error }, 'The keys could not be copied to the backups');
    }
  }

  async #run(
    task: Task,
    tell: (event: CareEvent) => void = () => undefined,
  ): Promise<Awaited<RunningTask['result']>> {
    const running = runTask(this.#options.startProcess, task, (progress) => {
      tell({ kind: 'repair-progressed', progress });
    });
    this.#running.add(running);
    try {
      return await running.result;
    } finally {
      this.#running.delete(running);
    }
  }

  #tell(event: CareEvent): void {
    const next = careReducer(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    if (event.kind !== 'repair-progressed') this.#write();
    this.#changed.raise(next);
  }

  #write(): void {
    try {
      writeCare(this.#place, this.#state, this.#checkedAt);
    } catch (error) {
      this.#options.log.warn({ error }, 'What is known of the message database could not be noted');
    }
  }
}
