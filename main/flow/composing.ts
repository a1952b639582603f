/** Whether a participant is writing a message. */
export const ComposingState = { Idle: 'Idle', Composing: 'Composing' } as const;
export type ComposingState = (typeof ComposingState)[keyof typeof ComposingState];

/** Milliseconds between two notifications while the local participant composes. */
export const composingRefresh = 5_000;
/** Milliseconds after the last notification at which a remote participant counts as idle. */
export const remoteComposingExpiry = 6_000;

/** `timedOut`: no keystroke for the composing time-out. `messageSent`: the message itself tells the peer. */
export type LocalComposingEvent =
  'setComposing' | 'setIdle' | 'timedOut' | 'refreshDue' | 'messageSent' | 'terminated';

export type LocalComposingEffect =
  'notifyComposing' | 'notifyIdle' | 'startRefresh' | 'startTimeout' | 'stopTimers';

export interface LocalComposingStep {
  readonly state: ComposingState;
  readonly effects: readonly LocalComposingEffect[];
}

const unchanged: Record<ComposingState, LocalComposingStep> = {
  Idle: { state: 'Idle', effects: [] },
  Composing: { state: 'Composing', effects: [] },
};

const localSteps: Record<ComposingState, Partial<Record<LocalComposingEvent, LocalComposingStep>>> = {
  Idle: {
    setComposing: { state: 'Composing', effects: ['notifyComposing', 'startRefresh', 'startTimeout'] },
  },
  Composing: {
    setComposing: { state: 'Composing', effects: ['startTimeout'] },
    refreshDue: { state: 'Composing', effects: ['notifyComposing', 'startRefresh'] },
    setIdle: { state: 'Idle', effects: ['stopTimers', 'notifyIdle'] },
    timedOut: { state: 'Idle', effects: ['stopTimers', 'notifyIdle'] },
    messageSent: { state: 'Idle', effects: ['stopTimers'] },
    terminated: { state: 'Idle', effects: ['stopTimers'] },
  },
};

/** What an event does to the local participant's state, and what is to be done about it, in order. */
export const localComposingReducer = (
  state: ComposingState,
  event: LocalComposingEvent,
): LocalComposingStep => localSteps[state][event] ?? unchanged[state];

/** `type` and `idle` are notifications of the peer; `message`: it sent one; `expired`: it was silent for too long. */
export type RemoteComposingEvent = 'type' | 'idle' | 'message' | 'expired' | 'terminated';

export interface RemoteComposingStep {
  readonly state: ComposingState;
  /** Every notification is told to the application, even one that changes nothing. */
  readonly raise: boolean;
}

const remoteSteps: Record<ComposingState, Record<RemoteComposingEvent, RemoteComposingStep>> = {
  Idle: {
    type: { state: 'Composing', raise: true },
    idle: { state: 'Idle', raise: true },
    message: { state: 'Idle', raise: false },
    expired: { state: 'Idle', raise: false },
    terminated: { state: 'Idle', raise: false },
  },
  Composing: {
    type: { state: 'Composing', raise: true },
    idle: { state: 'Idle', raise: true },
    message: { state: 'Idle', raise: true },
    expired: { state: 'Idle', raise: true },
    terminated: { state: 'Idle', raise: true },
  },
};

export const remoteComposingReducer = (
  state: ComposingState,
  event: RemoteComposingEvent,
): RemoteComposingStep => remoteSteps[state][event];
