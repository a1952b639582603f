import { InvalidOperationError } from './errors.ts';
import { MediaFlowState } from './media-flow-state.ts';

/** The members of a flow whose use depends on its state. */
export type StatefulMember =
  | 'initialize'
  | 'localComposingState = Composing'
  | 'localComposingState = Idle'
  | 'sendInstantMessage'
  | 'sendSuccessDeliveryNotification'
  | 'sendFailureDeliveryNotification';

const { Idle, Active, Terminated } = MediaFlowState;

/** In which states each member may be used. Everything else of a flow may be used in all. */
const legalStates: Record<StatefulMember, readonly MediaFlowState[]> = {
  // And only inside the configuration handler, once.
  initialize: [Idle],
  'localComposingState = Composing': [Active],
  'localComposingState = Idle': [Idle, Active, Terminated],
  sendInstantMessage: [Active],
  sendSuccessDeliveryNotification: [Active],
  sendFailureDeliveryNotification: [Active],
};

export const isLegal = (member: StatefulMember, state: MediaFlowState): boolean =>
  legalStates[member].includes(state);

/** @throws InvalidOperationError that names the member, the states that it needs and the one that the flow is in */
export function requireLegal(member: StatefulMember, state: MediaFlowState): void {
  if (isLegal(member, state)) return;
  throw new InvalidOperationError(
    member,
    `the flow must be ${legalStates[member].join(' or ')}, it is ${state}`,
  );
}
