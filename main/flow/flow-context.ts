import type { Clock } from '../../shared/model/clock.ts';
import type { Log } from '../log/log.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import type { Dialect, FlowChannel } from './flow-channel.ts';
import type { InstantMessagingFlowTemplate } from './im-flow-template.ts';
import type { FlowEndReason } from './media-flow-state.ts';
import type { HeaderField, IncomingRequest, Participant } from './ports.ts';
import type { ToastMessage } from './toast-message.ts';

/** What a flow tells of the call that it belongs to. `InstantMessagingCall` is the only one. */
export interface FlowCall {
  readonly peer: Participant;
  readonly dialect: Dialect;
  readonly remoteUserAgent: string | null;
  terminate(): Promise<void>;
}

/** What only the flow's call may do with it. */
export interface FlowControl {
  readonly template: InstantMessagingFlowTemplate;
  /** Something is being sent, an answer is held back, or a report is awaited. */
  readonly busy: boolean;
  /** Runs the configuration handlers: the only time at which `initialize` is allowed. */
  configure(raise: () => void): void;
  /** Offers the toast of the invitation to the application. Resolves with whether it has it. */
  takeToast(toast: ToastMessage, invite: Omit<IncomingRequest, 'respond' | 'method'>): Promise<boolean>;
  activate(channel: FlowChannel): void;
  /** A request of the peer that arrived at the given time, milliseconds since 1970. */
  receive(request: IncomingRequest, arrivedAt: number): void;
  /** A notification of the peer that holds for `expiry` milliseconds and came outside of the call. */
  composing(activity: KeyboardActivity, expiry: number): void;
  terminate(reason: FlowEndReason): void;
}

export interface FlowOptions {
  readonly call: FlowCall;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: InstantMessagingFlowTemplate;
  readonly messageIdHeader: string;
  /** The peer has lost the dialog: the call must end. */
  readonly lost: () => void;
  /** The headers of each request and answer of the peer. */
  readonly heard: (headers: readonly HeaderField[]) => void;
  /** The flow was used, in either direction. */
  readonly used: () => void;
}
