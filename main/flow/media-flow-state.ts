/** Idle: made while the call is being established. Active: sends and receives. Terminated: for good. */
export const MediaFlowState = { Idle: 'Idle', Active: 'Active', Terminated: 'Terminated' } as const;
export type MediaFlowState = (typeof MediaFlowState)[keyof typeof MediaFlowState];

/** What happens to a flow: its call is established, or over. */
export type MediaFlowEvent = 'activated' | 'terminated';

/**
 * Why a flow ended. `lost-dialog`: the peer answered a request in the dialog with 408, 480 or 481 or not at all, so
 * that it no longer knows the dialog; a new call is needed. `refused`: the call was never established.
 */
export type FlowEndReason = 'local' | 'remote' | 'transport-lost' | 'lost-dialog' | 'refused';

export interface StateChangedEventArgs<State> {
  readonly previousState: State;
  readonly state: State;
}

const transitions: Record<MediaFlowState, Partial<Record<MediaFlowEvent, MediaFlowState>>> = {
  Idle: { activated: 'Active', terminated: 'Terminated' },
  Active: { terminated: 'Terminated' },
  Terminated: {},
};

/** Returns the same state when the event means nothing in it. */
export const mediaFlowReducer = (state: MediaFlowState, event: MediaFlowEvent): MediaFlowState =>
  transitions[state][event] ?? state;
