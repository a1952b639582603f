import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Log } from '../log/log.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import type { Store } from '../store/interface.ts';
import { judgeTime } from './retention-clock.ts';

export interface RetentionOptions {
  readonly settings: SettingsReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly expired: (
    deleted: readonly { readonly id: MessageId; readonly conversationId: ConversationId }[],
  ) => void;
}

type RetentionStore = Pick<Store, 'retentionClock' | 'setRetentionClock' | 'expireMessages'>;

const day = 24 * 60 * 60 * 1000;
/** Between two batches, so that what the user does comes in between. */
const breath = 20;
/** Timers may be late after a sleep, and a day need not be met by the minute. */
const lookEvery = 6 * 60 * 60 * 1000;

/**
 * Deletes messages that are older than `messages.retentionDays`, at the start, while Parley runs, and when the setting
 * changes. Not those that are not sent: their text is nowhere else. `messages.legalHold` beats it.
 */
export class Retention {
  readonly #options: RetentionOptions;
  #store: RetentionStore | null = null;
  #stopped = false;
  #ended = false;
  #running: Promise<void> = Promise.resolve();
  #cancelTimer: Unsubscribe | null = null;
  #unsubscribe: Unsubscribe | null = null;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Does nothing once it was stopped: who quits while Parley starts is not looked after any more. */
  begin(store: RetentionStore): void {
    if (this.#ended) return;
    this.#store = store;
    this.#stopped = false;
    this.#unsubscribe?.();
    this.#unsubscribe = this.#options.settings.changed.subscribe((names) => {
      if (names.includes('messages.retentionDays') || names.includes('messages.legalHold')) this.#look();
    });
    this.#look();
  }

  /** Stops for good. Resolves when nothing is asked of the store any more. */
  async stop(): Promise<void> {
    this.#ended = true;
    await this.pause();
  }

  /** Until it begins with another store. Resolves when nothing is asked of this one any more. */
  async pause(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#unsubscribe?.();
    await this.#running;
  }

  #look(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(lookEvery, () => {
      this.#look();
    });
    this.#running = this.#running
      .then(async () => this.#expire())
      .catch((error: unknown) => {
        this.#options.log.warn({ error }, 'Messages of an age could not be deleted; it is tried again later');
      });
  }

  async #expire(): Promise<void> {
    const { clock, expired, log } = this.#options;
    const store = this.#store;
    if (store === null) return;
    // Looked at without a period too, so that one that is set later finds a clock that is known.
    const known = await store.retentionClock();
    const judged = judgeTime(known, known.newestAt, clock.now());
    await store.setRetentionClock(judged);
    if (judged.doubtedSince !== null && this.#period() !== null)
      log.warn({ believed: judged.trusted }, 'The clock is far ahead; messages keep the age that they had');
    let after: number | null = null;
    let count = 0;
    for (;;) {
      const period = this.#period();
      if (period === null || this.#stopped) break;
      const { deleted, next }: Awaited<ReturnType<Store['expireMessages']>> = await store.expireMessages(
        judged.trusted - period,
        after,
        clock.now(),
      );
      if (deleted.length > 0) expired(deleted);
      count += deleted.length;
      if (next === null) break;
      after = next;
      await new Promise<void>((resolve) => {
        clock.after(breath, resolve);
      });
    }
    if (count > 0) log.info({ count }, 'Messages were deleted for their age');
  }

  /** In milliseconds; null: messages stay. Asked before each batch, so that a hold works at once. */
  #period(): number | null {
    const { settings } = this.#options;
    const days = settings.get('messages.retentionDays');
    return days === 0 || settings.get('messages.legalHold') ? null : days * day;
  }
}
