import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import type { CallControl, CallOrigin } from './call-context.ts';
import { CallState } from './call-state.ts';
import { DispositionReports, type DispositionToSend } from './disposition-reports.ts';
import type { DispositionReceivedEventArgs } from './dispositions.ts';
import { InvalidOperationError } from './errors.ts';
import type { Dialect } from './flow-channel.ts';
import { defaultMessageIdHeader } from './headers.ts';
import { InstantMessagingCall } from './im-call.ts';
import { InstantMessagingFlowTemplate } from './im-flow-template.ts';
import { contentOf, unsupportedMediaType, type ComposingContent } from './incoming-content.ts';
import { sessionOf } from './invitation.ts';
import { LearningSignaling } from './learning-signaling.ts';
import { PagerCalls } from './pager-calls.ts';
import { PagerChannel } from './pager-channel.ts';
import { PagerInbox } from './pager-inbox.ts';
import { PagerLanes } from './pager-lanes.ts';
import { PagerSender } from './pager-sender.ts';
import { dialectFor, type PeerCapabilities } from './peer-capabilities.ts';
import { PeerDirectory } from './peer-directory.ts';
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
  /**
   * How to call a peer of whom nothing is known; `session` when not given. `pager` where a phone might ring: anywhere
   * but in a domain of Lync's kind.
   */
  readonly defaultDialect?: Dialect;
  /** Whose requests are declined with 603 before anything is made of them. Calls that are there already are not ended. */
  readonly declines?: (peer: SipAddress) => boolean;
}

export interface CreateCallOptions {
  /** Goes before what is known of the peer. */
  readonly dialect?: Dialect;
  /** What the application remembers of the peer. */
  readonly capabilities?: PeerCapabilities;
}

export interface CapabilitiesChangedEventArgs {
  readonly peer: Participant;
  readonly capabilities: PeerCapabilities;
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
  readonly #capabilitiesChanged = new TypedEvent<CapabilitiesChangedEventArgs>();
  readonly #signaling: Signaling;
  readonly #messageIdHeader: string;
  readonly #peers: PeerDirectory;
  readonly #lanes: PagerLanes;
  readonly #sender: PagerSender;
  readonly #reports: DispositionReports;
  readonly #inbox: PagerInbox;
  readonly #subscriptions: readonly Unsubscribe[];
  #closed = false;

  constructor(options: InstantMessagingEndpointOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.#settings = new InstantMessagingFlowTemplate(options.settings);
    this.#messageIdHeader = options.messageIdHeader ?? defaultMessageIdHeader;
    this.#peers = new PeerDirectory(clock, (peer, capabilities) => {
      raiseGuarded(log, 'capabilitiesChanged', this.#capabilitiesChanged, { peer, capabilities });
    });
    this.#signaling = new LearningSignaling(options.signaling, this.#peers);
    this.#lanes = new PagerLanes(clock);
    this.#sender = new PagerSender(this.#signaling, clock, this.#peers);
    this.#reports = new DispositionReports({
      clock,
      log,
      peers: this.#peers,
      lanes: this.#lanes,
      sender: this.#sender,
    });
    this.#inbox = new PagerInbox({
      peers: this.#peers,
      reports: this.#reports,
      messageIdHeader: this.#messageIdHeader,
      composing: (from, content) => {
        this.#composing(from, content);
      },
      closed: () => this.#closed,
    });
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

  /** Something was learned of a peer that is worth keeping for the next run. */
  get capabilitiesChanged(): EventSource<CapabilitiesChangedEventArgs> {
    return this.#capabilitiesChanged;
  }

  /** What became of messages that were sent, in a dialog or outside of any. */
  get dispositionReceived(): EventSource<DispositionReceivedEventArgs> {
    return this.#reports.received;
  }

  capabilitiesOf(peer: SipAddress): PeerCapabilities {
    return this.#peers.of(peer);
  }

  /** Takes what an earlier run has learned of a peer; what this one has learned goes before it. Raises nothing. */
  recall(peer: SipAddress, capabilities: PeerCapabilities): void {
    this.#peers.recall(peer, capabilities);
  }

  /**
   * Makes an idle call: in a dialog with a peer that is known to take one, as pager with one that is known not to, else
   * by the default. @throws InvalidOperationError after `close`
   */
  createCall(peer: SipAddress, options: CreateCallOptions = {}): InstantMessagingCall {
    if (this.#closed) throw new InvalidOperationError('createCall', 'the endpoint must not be closed');
    if (options.capabilities !== undefined) this.recall(peer, options.capabilities);
    const { defaultDialect = 'session' } = this.#options;
    const dialect = options.dialect ?? dialectFor(this.#peers.of(peer), defaultDialect);
    return this.#createCall({ kind: 'outgoing', peer, dialect });
  }

  /**
   * Tells the sender of a message that asked for it (`dispositionRequested`) what became of it. `delivered` is told by
   * the flow itself, outside dialogs, when the message is consumed locally. Resolves when the peer has the report or is
   * known to take none. Rejects with InvalidOperationError after `close`, FailureResponseError, OperationTimeoutError,
   * or TransportLostError, also when too many wait.
   */
  async sendDisposition(
    peer: SipAddress,
    report: DispositionToSend & { readonly capabilities?: PeerCapabilities },
  ): Promise<void> {
    if (this.#closed) throw new InvalidOperationError('sendDisposition', 'the endpoint must not be closed');
    if (report.capabilities !== undefined) this.recall(peer, report.capabilities);
    await this.#reports.send(peer, report);
  }

  /** Terminates all calls and hears no more of the signaling. */
  close(): void {
    this.#closed = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    for (const call of [...this.#calls.keys()]) void call.terminate();
  }

  #createCall(origin: CallOrigin): InstantMessagingCall {
    const { clock, log } = this.#options;
    const call: InstantMessagingCall = new InstantMessagingCall(
      {
        signaling: this.#signaling,
        clock,
        log,
        settings: this.#settings,
        messageIdHeader: this.#messageIdHeader,
        peers: this.#peers,
        pagerChannel: (peer, formats) => this.#pagerChannel(peer, formats),
        heard: (request) => {
          this.#inbox.heardInDialog(request, this.#settings.supportedFormats);
        },
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
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      flow.dispositionReceived.subscribe(({ sender, imdn }) => {
        this.#reports.tell(sender, imdn);
      });
    });
    return call;
  }

  #pagerChannel(peer: Participant, formats: () => readonly string[]): PagerChannel {
    return new PagerChannel({
      peer,
      formats,
      clock: this.#options.clock,
      peers: this.#peers,
      lanes: this.#lanes,
      sender: this.#sender,
      reports: this.#reports,
      messageIdHeader: this.#messageIdHeader,
    });
  }

  /** Typing belongs to the peer's dialog, if there is one; it makes no call. */
  #composing(from: Participant, { activity, expiry }: ComposingContent): void {
    const key = addressKey(from.address);
    const inDialog = [...this.#calls.keys()].findLast(
      (call) =>
        call.dialect === 'session' &&
        call.state === CallState.Established &&
        addressKey(call.peer.address) === key,
    );
    const call = inDialog ?? this.#pagerCalls.find(from);
    if (call !== null) this.#calls.get(call)?.composing(activity, expiry);
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
    if (this.#declines(invite.from)) {
      invite.reject(603, 'Decline');
      return;
    }
    if (sessionOf(invite.body) === null) {
      invite.reject(488, 'Not Acceptable Here');
      return;
    }
    if (!this.#mayReceive()) {
      invite.reject(480, 'Temporarily Unavailable');
      return;
    }
    const { from, headers } = invite;
    this.#peers.learn(from, { kind: 'request', carried: ['invite'], inDialog: false, headers });
    this.#announce(this.#createCall({ kind: 'invite', invite }));
  }

  #messageReceived(received: IncomingRequest): void {
    if (this.#declines(received.from)) {
      received.respond(603, 'Decline');
      return;
    }
    const request = this.#inbox.take(received, this.#settings.supportedFormats);
    if (request === null) return;
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

  #declines({ address }: Participant): boolean {
    return this.#options.declines?.(address) ?? false;
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
