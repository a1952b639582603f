import type { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Log } from '../log/log.ts';
import type { Dialect, FlowChannel } from './flow-channel.ts';
import type { InstantMessagingFlowTemplate } from './im-flow-template.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { IncomingInvite, IncomingRequest, Participant, Signaling } from './ports.ts';

/** How the call came to be. */
export type CallOrigin =
  | { readonly kind: 'outgoing'; readonly peer: SipAddress; readonly dialect: Dialect }
  | { readonly kind: 'invite'; readonly invite: IncomingInvite }
  | { readonly kind: 'message'; readonly request: IncomingRequest };

/** What a call needs of its endpoint. */
export interface CallContext {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: InstantMessagingFlowTemplate;
  readonly messageIdHeader: string;
  readonly peers: PeerDirectory;
  /** What carries the messages of a call outside dialogs. */
  readonly pagerChannel: (peer: Participant, formats: () => readonly string[]) => FlowChannel;
  /** A request of the peer in a dialog shows what it is capable of. */
  readonly heard: (request: IncomingRequest) => void;
  /** The call is in use: of several idle ones it is not the first to be forgotten. */
  readonly used: () => void;
}

/** What only the endpoint may do with its call. */
export interface CallControl {
  readonly busy: boolean;
  /** A MESSAGE outside dialogs that belongs to this call. */
  receive(request: IncomingRequest): void;
  /** Typing that was told outside dialogs. */
  composing(activity: KeyboardActivity, expiry: number): void;
}

export function peerOf(origin: CallOrigin): Participant {
  switch (origin.kind) {
    case 'outgoing':
      return { address: origin.peer, displayName: null };
    case 'invite':
      return origin.invite.from;
    case 'message':
      return origin.request.from;
  }
}
