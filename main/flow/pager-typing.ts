import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ComposingState } from '../payload/is-composing.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';

/** Seconds for which we say that `active` holds; a refresh follows when it is over (RFC 3994, 3.3). */
export const announcedRefresh = 60;
/**
 * Milliseconds from the flow's Idle until the peer is told. RFC 3994, 3.2 recommends 15 s without input, of which the
 * flow's own time-out has taken three by default.
 */
const idleHold = 12_000;

/** What the peer believes. `Held`: it believes that we write, but the writer has paused. */
export type WireState = 'Idle' | 'Active' | 'Held';

/** `type` and `idle` come from the flow; `messageSent`: the message itself tells that nobody writes any more. */
export type WireEvent = KeyboardActivity | 'messageSent' | 'holdOver' | 'refreshDue' | 'ended';

export type WireEffect = 'tellActive' | 'tellIdle' | 'startRefresh' | 'startHold' | 'stopHold' | 'stopTimers';

export interface WireStep {
  readonly state: WireState;
  readonly effects: readonly WireEffect[];
}

const stay: Readonly<Record<WireState, WireStep>> = {
  Idle: { state: 'Idle', effects: [] },
  Active: { state: 'Active', effects: [] },
  Held: { state: 'Held', effects: [] },
};
const over: WireStep = { state: 'Idle', effects: ['stopTimers'] };

const steps: Readonly<Record<WireState, Readonly<Partial<Record<WireEvent, WireStep>>>>> = {
  Idle: { type: { state: 'Active', effects: ['tellActive', 'startRefresh'] } },
  Active: {
    idle: { state: 'Held', effects: ['startHold'] },
    refreshDue: { state: 'Active', effects: ['tellActive', 'startRefresh'] },
    messageSent: over,
    ended: over,
  },
  Held: {
    type: { state: 'Active', effects: ['stopHold'] },
    // The pause is not long enough yet to be told.
    refreshDue: { state: 'Held', effects: ['tellActive', 'startRefresh'] },
    holdOver: { state: 'Idle', effects: ['stopTimers', 'tellIdle'] },
    messageSent: over,
    ended: over,
  },
};

/** What is to be told outside dialogs, where each notification costs a message: few, and none that flutters. */
export const wireReducer = (state: WireState, event: WireEvent): WireStep =>
  steps[state][event] ?? stay[state];

/** Tells a peer of typing by isComposing (RFC 3994), at the pace that this asks for. */
export class PagerTyping {
  readonly #clock: Clock;
  readonly #tell: (state: ComposingState) => void;
  #state: WireState = 'Idle';
  #cancelRefresh: Unsubscribe = () => undefined;
  #cancelHold: Unsubscribe = () => undefined;

  constructor(clock: Clock, tell: (state: ComposingState) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  handle(event: WireEvent): void {
    const step = wireReducer(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#effects[effect]();
  }

  readonly #effects: Readonly<Record<WireEffect, () => void>> = {
    tellActive: () => {
      this.#tell('active');
    },
    tellIdle: () => {
      this.#tell('idle');
    },
    startRefresh: () => {
      this.#cancelRefresh();
      this.#cancelRefresh = this.#clock.after(announcedRefresh * 1_000, () => {
        this.handle('refreshDue');
      });
    },
    startHold: () => {
      this.#cancelHold();
      this.#cancelHold = this.#clock.after(idleHold, () => {
        this.handle('holdOver');
      });
    },
    stopHold: () => {
      this.#cancelHold();
    },
    stopTimers: () => {
      this.#cancelHold();
      this.#cancelRefresh();
    },
  };
}
