import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import {
  composingRefresh,
  localComposingReducer,
  remoteComposingExpiry,
  remoteComposingReducer,
  type ComposingState,
  type LocalComposingEvent,
  type RemoteComposingEvent,
} from './composing.ts';

const nothing = (): void => undefined;

/** Runs the local participant's composing state: refreshes while it composes, falls back to idle by itself. */
export class LocalComposing {
  readonly #clock: Clock;
  readonly #timeout: () => number;
  readonly #notify: (activity: KeyboardActivity) => void;
  #state: ComposingState = 'Idle';
  #cancelTimeout: Unsubscribe = nothing;
  #cancelRefresh: Unsubscribe = nothing;

  /**
   * @param timeout the composing time-out in milliseconds, asked at each start
   * @param notify tells the peer
   */
  constructor(clock: Clock, timeout: () => number, notify: (activity: KeyboardActivity) => void) {
    this.#clock = clock;
    this.#timeout = timeout;
    this.#notify = notify;
  }

  get state(): ComposingState {
    return this.#state;
  }

  handle(event: LocalComposingEvent): void {
    const step = localComposingReducer(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#effects[effect]();
  }

  readonly #effects = {
    notifyComposing: (): void => {
      this.#notify('type');
    },
    notifyIdle: (): void => {
      this.#notify('idle');
    },
    startRefresh: (): void => {
      this.#cancelRefresh();
      this.#cancelRefresh = this.#clock.after(composingRefresh, () => {
        this.handle('refreshDue');
      });
    },
    startTimeout: (): void => {
      this.#cancelTimeout();
      this.#cancelTimeout = this.#clock.after(this.#timeout(), () => {
        this.handle('timedOut');
      });
    },
    stopTimers: (): void => {
      this.#cancelTimeout();
      this.#cancelRefresh();
    },
  };
}

/** Follows the remote participant's composing state, which ends by itself when no notification follows. */
export class RemoteComposing {
  readonly #clock: Clock;
  readonly #raise: (state: ComposingState) => void;
  #state: ComposingState = 'Idle';
  #cancelExpiry: Unsubscribe = nothing;

  constructor(clock: Clock, raise: (state: ComposingState) => void) {
    this.#clock = clock;
    this.#raise = raise;
  }

  /** @param expiry milliseconds for which a notification holds: the peer's `refresh`, where its dialect has one */
  handle(event: RemoteComposingEvent, expiry = remoteComposingExpiry): void {
    const step = remoteComposingReducer(this.#state, event);
    this.#state = step.state;
    this.#cancelExpiry();
    if (step.state === 'Composing') {
      this.#cancelExpiry = this.#clock.after(expiry, () => {
        this.handle('expired');
      });
    }
    if (step.raise) this.#raise(step.state);
  }
}
