/** The life of a call. The original's Transferring and Parking belong to telephony and do not occur. */
export const CallState = {
  Idle: 'Idle',
  Incoming: 'Incoming',
  Establishing: 'Establishing',
  Established: 'Established',
  Terminating: 'Terminating',
  Terminated: 'Terminated',
} as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

/** `terminate`: this side ends or declines it. `ended`: it is over, whoever ended it. */
export type CallEvent = 'receive' | 'establish' | 'accept' | 'established' | 'terminate' | 'ended';

const transitions: Record<CallState, Partial<Record<CallEvent, CallState>>> = {
  Idle: { receive: 'Incoming', establish: 'Establishing', terminate: 'Terminating', ended: 'Terminated' },
  Incoming: { accept: 'Establishing', terminate: 'Terminating', ended: 'Terminated' },
  Establishing: { established: 'Established', terminate: 'Terminating', ended: 'Terminated' },
  Established: { terminate: 'Terminating', ended: 'Terminated' },
  Terminating: { ended: 'Terminated' },
  Terminated: {},
};

/** Returns the same state when the event means nothing in it. */
export const callReducer = (state: CallState, event: CallEvent): CallState =>
  transitions[state][event] ?? state;
