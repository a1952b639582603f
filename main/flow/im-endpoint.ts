import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import type { CallControl, CallOrigin } from './call-context.ts';
import { CallState } from './call-state.ts';
import { InvalidOperationError } from './errors.ts';
import type { Dialect } from './flow-channel.ts';
import { defaultMessageIdHeader } from './headers.ts';
import { InstantMessagingCall } from './im-call.ts';
import { InstantMessagingFlowTemplate } from './im-flow-template.ts';
import { contentOf, unsupportedMediaType } from './incoming-content.ts';
import { sessionOf } from './invitation.ts';
import { PagerCalls } from './pager-calls.ts';
import { PagerLanes } from './pager-channel.ts';
import type { IncomingInvite, IncomingRequest, Participant, Signaling } from './ports.ts';
import { raiseGuarded } from './raise.ts';

export interface InstantMessagingEndpointOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly log: Log;
  /** The defaults of all flows (the original's InstantMessagingSettings). Copied. */
  readonly settings?: InstantMessagingFlowTemplate;
  /** The header that carries the application's message ids; `Parley-Message-ID` when not given. */
  readonly messageIdHeader?: string;
}

export interface CallReceivedEventArgs {
  readonly call: InstantMessagingCall;
  readonly from: Participant;
}

/** Pager calls cost nothing while idle, but every stranger who writes makes one. */
const mostPagerCalls = 200;
/** Calls that peers opened, undecided or established: beyond it they are told to try later. */
const mostIncomingCalls = 500;

/** One account's place to make and receive calls. */
export class InstantMessagingEndpoint {
  readonly #options: InstantMessagingEndpointOptions;
  #settings: InstantMessagingFlowTemplate;
  readonly #callReceived = new TypedEvent<CallReceivedEventArgs>();
  readonly #calls = new Map<InstantMessagingCall, CallControl>();
  readonly #incoming = new Set<InstantMessagingCall>();
  /** Calls that began with a pager message and are not accepted yet. */
  readonly #undecided = new Map<string, InstantMessagingCall>();
  readonly #pagerCalls: PagerCalls<InstantMessagingCall>;
  readonly #lanes = new PagerLanes();
  readonly #subscriptions: readonly Unsubscribe[];
  #closed = false;

  constructor(options: InstantMessagingEndpointOptions) {
    this.#options = options;
    this.#settings = new InstantMessagingFlowTemplate(options.settings);
    this.#pagerCalls = new PagerCalls(mostPagerCalls, (call) => this.#calls.get(call)?.busy ?? false);
    this.#subscriptions = [
      options.signaling.inviteReceived.subscribe((invite) => {
        this.#inviteReceived(invite);
      }),
      options.signaling.messageReceived.subscribe((request) => {
        this.#messageReceived(request);
      }),
    ];
  }

  /**
   * A peer calls: by INVITE, or by the first MESSAGE outside dialogs. Accept or decline it; it is declined with 480
   * when that takes too long (170 s; 25 s for a MESSAGE). Without a subscriber all are declined.
   */
  get callReceived(): EventSource<CallReceivedEventArgs> {
    return this.#callReceived;
  }

  /** The defaults of the flows that are made from now on. A copy: set it to change them. */
  get instantMessagingSettings(): InstantMessagingFlowTemplate {
    return new InstantMessagingFlowTemplate(this.#settings);
  }

  set instantMessagingSettings(settings: InstantMessagingFlowTemplate) {
    this.#settings = new InstantMessagingFlowTemplate(settings);
  }

  /** Makes an idle call. @throws InvalidOperationError after `close` */
  createCall(peer: SipAddress, options: { readonly dialect?: Dialect } = {}): InstantMessagingCall {
    if (this.#closed) throw new InvalidOperationError('createCall', 'the endpoint must not be closed');
    return this.#createCall({ kind: 'outgoing', peer, dialect: options.dialect ?? 'session' });
  }

  /** Terminates all calls and hears no more of the signaling. */
  close(): void {
    this.#closed = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    for (const call of [...this.#calls.keys()]) void call.terminate();
  }

  #createCall(origin: CallOrigin): InstantMessagingCall {
    const { signaling, clock, log, messageIdHeader = defaultMessageIdHeader } = this.#options;
    const call: InstantMessagingCall = new InstantMessagingCall(
      {
        signaling,
        clock,
        log,
        settings: this.#settings,
        messageIdHeader,
        lanes: this.#lanes,
        used: () => {
          this.#pagerCalls.touch(call);
        },
      },
      origin,
      (made, control) => {
        this.#calls.set(made, control);
      },
    );
    call.stateChanged.subscribe(({ state }) => {
      this.#callChanged(call, state);
    });
    return call;
  }

  #callChanged(call: InstantMessagingCall, state: CallState): void {
    const key = addressKey(call.peer.address);
    if (this.#undecided.get(key) === call) this.#undecided.delete(key);
    if (state === CallState.Established && call.dialect === 'pager') this.#pagerCalls.add(call);
    if (state !== CallState.Terminated) return;
    this.#calls.delete(call);
    this.#incoming.delete(call);
    this.#pagerCalls.remove(call);
  }

  #inviteReceived(invite: IncomingInvite): void {
    if (sessionOf(invite.body) === null) {
      invite.reject(488, 'Not Acceptable Here');
      return;
    }
    if (!this.#mayReceive()) {
      invite.reject(480, 'Temporarily Unavailable');
      return;
    }
    this.#announce(this.#createCall({ kind: 'invite', invite }));
  }

  #messageReceived(request: IncomingRequest): void {
    const known =
      this.#undecided.get(addressKey(request.from.address)) ?? this.#pagerCalls.find(request.from);
    if (known !== null) {
      this.#calls.get(known)?.receive(request);
      return;
    }
    // Nobody's call: what cannot become a message must not make one.
    const content = contentOf(request, this.#settings.supportedFormats);
    if (content.kind === 'unsupported') request.respond(...unsupportedMediaType, content.headers);
    else if (content.kind === 'empty') request.respond(200, 'OK');
    else if (!this.#mayReceive()) request.respond(480, 'Temporarily Unavailable');
    else this.#receiveFirst(request);
  }

  #receiveFirst(request: IncomingRequest): void {
    const call = this.#createCall({ kind: 'message', request });
    this.#undecided.set(addressKey(request.from.address), call);
    this.#calls.get(call)?.receive(request);
    this.#announce(call);
  }

  #mayReceive(): boolean {
    return this.#callReceived.size > 0 && this.#incoming.size < mostIncomingCalls;
  }

  #announce(call: InstantMessagingCall): void {
    this.#incoming.add(call);
    const told = raiseGuarded(this.#options.log, 'callReceived', this.#callReceived, {
      call,
      from: call.peer,
    });
    if (!told && call.state === CallState.Incoming) call.decline(500);
  }
}
