import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import { acceptInvite, offerToast } from './acceptance.ts';
import { beyondTransaction, boundedWait } from './bounded-wait.ts';
import { peerOf, type CallContext, type CallControl, type CallOrigin } from './call-context.ts';
import { callReducer, CallState, type CallEvent } from './call-state.ts';
import { askingForDisplay } from './dispositions.ts';
import { ArgumentOutOfRangeError, FlowTerminatedError, InvalidOperationError } from './errors.ts';
import type { Dialect } from './flow-channel.ts';
import type { FlowCall, FlowControl } from './flow-context.ts';
import { checkMessageId, userAgentOf } from './headers.ts';
import { InstantMessagingFlow } from './im-flow.ts';
import { sessionTypes } from './incoming-content.ts';
import { longestAnswerDelay } from './incoming-messages.ts';
import { inviteSession, sessionOf } from './invitation.ts';
import type { FlowEndReason, StateChangedEventArgs } from './media-flow-state.ts';
import { featuresHeader, ownFeatures, type PeerCapabilities } from './peer-capabilities.ts';
import type {
  DialogEnd,
  DialogHandlers,
  HeaderField,
  IncomingInvite,
  OutgoingInvite,
  Participant,
  SignalingDialog,
} from './ports.ts';
import { raiseGuarded } from './raise.ts';
import { RequestInbox } from './request-inbox.ts';
import { sessionChannel } from './session-channel.ts';
import { toastOf, type ToastMessage } from './toast-message.ts';

export interface EstablishOptions {
  /** Shown by the peer while the call rings; sent once more as a message unless the peer says that it read it. */
  readonly toast?: ToastMessage;
  /** The toast's id, as `sendInstantMessage` has it. */
  readonly messageId?: string;
}

/** An INVITE that nobody decides about is declined before proxies give up on it (RFC 3261, 16.6, timer C). */
const longestInviteDecision = 170_000;

const endReasons: Record<DialogEnd, FlowEndReason> = {
  'local-bye': 'local',
  'remote-bye': 'remote',
  'transport-lost': 'transport-lost',
};

/**
 * A call that carries instant messages: an INVITE dialog, or, with a peer that knows none, MESSAGEs outside dialogs
 * behind the same face. Made by the endpoint.
 */
export class InstantMessagingCall implements FlowCall {
  readonly peer: Participant;
  /** The first message inside an incoming invitation, to be shown while it rings. `accept` raises it as a message. */
  readonly toastMessage: ToastMessage | null;
  readonly #context: CallContext;
  readonly #stateChanged = new TypedEvent<StateChangedEventArgs<CallState>>();
  readonly #configurationRequested = new TypedEvent<{ readonly flow: InstantMessagingFlow }>();
  readonly #inbox: RequestInbox;
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #state: CallState = CallState.Idle;
  #dialect: Dialect;
  #remoteUserAgent: string | null = null;
  #flow: InstantMessagingFlow | null = null;
  #control: FlowControl | null = null;
  #incomingInvite: IncomingInvite | null = null;
  #outgoingInvite: OutgoingInvite | null = null;
  #dialog: SignalingDialog | null = null;
  #endReason: FlowEndReason = 'local';
  /** The peer has shown the toast of our invitation. */
  #toastRead = false;
  #cancelDecision: Unsubscribe = () => undefined;

  /** For the endpoint that makes it. @param grantControl gets what only the endpoint may do */
  constructor(
    context: CallContext,
    origin: CallOrigin,
    grantControl: (call: InstantMessagingCall, control: CallControl) => void,
  ) {
    this.#context = context;
    this.#inbox = new RequestInbox(() => context.clock.now());
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#dialect =
      origin.kind === 'outgoing' ? origin.dialect : origin.kind === 'invite' ? 'session' : 'pager';
    this.peer = peerOf(origin);
    this.toastMessage = origin.kind === 'invite' ? toastOf(origin.invite.headers) : null;
    if (origin.kind === 'invite') this.#becomeIncoming(origin.invite.headers, longestInviteDecision);
    if (origin.kind === 'message') this.#becomeIncoming(origin.request.headers, longestAnswerDelay);
    if (origin.kind === 'invite') {
      this.#incomingInvite = origin.invite;
      origin.invite.onCanceled(() => {
        this.#end('remote');
      });
    }
    const busy = (): boolean => this.#control?.busy ?? false;
    grantControl(this, {
      get busy() {
        return busy();
      },
      receive: (request) => {
        this.#inbox.receive(request);
      },
      composing: (activity, expiry) => this.#control?.composing(activity, expiry),
    });
  }

  get state(): CallState {
    return this.#state;
  }

  get stateChanged(): EventSource<StateChangedEventArgs<CallState>> {
    return this.#stateChanged;
  }

  /** Null until the configuration is requested. */
  get flow(): InstantMessagingFlow | null {
    return this.#flow;
  }

  /** Final once the call is Established: a peer that knows no IM dialogs makes it a pager. */
  get dialect(): Dialect {
    return this.#dialect;
  }

  /** What is known of the peer. */
  get capabilities(): PeerCapabilities {
    return this.#context.peers.of(this.peer.address);
  }

  /** What the peer calls its program, from its latest request or answer that says so. */
  get remoteUserAgent(): string | null {
    return this.#remoteUserAgent;
  }

  /** Subscribe before `establish` or `accept`: the only time at which the flow can be initialized. */
  get instantMessagingFlowConfigurationRequested(): EventSource<{ readonly flow: InstantMessagingFlow }> {
    return this.#configurationRequested;
  }

  /**
   * Calls the peer. When it resolves the flow is Active. Rejects with InvalidOperationError, FailureResponseError,
   * OperationTimeoutError, TransportLostError or FlowTerminatedError, and the call is Terminated then; only when
   * nothing but the toast's repetition as a message failed, the call stays Established.
   */
  establish(options: EstablishOptions = {}): Promise<void> {
    const { toast = null, messageId } = options;
    const connected = this.#connect(toast, messageId);
    this.#openInboxAfter(connected);
    return toast === null ? connected : this.#repeatToast(toast, messageId, connected);
  }

  /**
   * Takes an incoming call. What the peer has already sent is raised right after this has resolved. Rejects with
   * InvalidOperationError, or with FlowTerminatedError when the peer gave up meanwhile.
   */
  accept(): Promise<void> {
    const accepted = this.#accept();
    this.#openInboxAfter(accepted);
    return accepted;
  }

  /** Refuses an incoming call with a SIP status from 400 to 599: a 6xx would end the peer's other forks too. */
  decline(statusCode = 480): void {
    if (!Number.isInteger(statusCode) || statusCode < 400 || statusCode > 599) {
      throw new ArgumentOutOfRangeError('decline', statusCode, 'a SIP status from 400 to 599 is needed');
    }
    this.#begin('decline', CallState.Incoming, 'terminate');
    this.#incomingInvite?.reject(statusCode);
    this.#inbox.refuse(statusCode, 'Declined');
    this.#end('local');
  }

  /** Ends the call in any state. Resolves when it is Terminated; calling it again is harmless. */
  async terminate(): Promise<void> {
    if (this.#state === CallState.Incoming) {
      this.decline();
    } else if (this.#state !== CallState.Terminated && this.#state !== CallState.Terminating) {
      this.#hangUp('local');
    }
    await this.#ended;
  }

  async #connect(toast: ToastMessage | null, messageId: string | undefined): Promise<void> {
    if (messageId !== undefined) checkMessageId(messageId);
    this.#begin('establish', CallState.Idle, 'establish');
    try {
      this.#createFlow();
      if (this.#dialect === 'session') await this.#invite(toast, messageId);
      else this.#becomePager();
    } catch (error) {
      this.#end('refused');
      throw error;
    }
  }

  async #repeatToast(
    toast: ToastMessage,
    messageId: string | undefined,
    connected: Promise<void>,
  ): Promise<void> {
    await connected;
    if (this.#toastRead) return;
    await this.#flow?.sendInstantMessage(toast, messageId === undefined ? {} : { messageId });
  }

  async #accept(): Promise<void> {
    this.#begin('accept', CallState.Incoming, 'accept');
    this.#cancelDecision();
    const invite = this.#incomingInvite;
    try {
      this.#createFlow();
    } catch (error) {
      invite?.reject(480);
      this.#end('refused');
      throw error;
    }
    try {
      if (invite === null) this.#becomePager();
      else await this.#answer(invite);
    } catch (error) {
      this.#end('refused');
      throw error;
    }
  }

  async #answer(invite: IncomingInvite): Promise<void> {
    const { signaling, log, settings } = this.#context;
    const control = this.#control;
    // The application has the toast before the peer hears that it was read.
    const toastTaken =
      this.toastMessage !== null &&
      control !== null &&
      (await this.#whileEstablishing(offerToast(invite, this.toastMessage, control), () => undefined));
    const template = control?.template ?? settings;
    const handlers = this.#handlers();
    const accepting = acceptInvite({ invite, signaling, template, toastTaken, handlers, log });
    const dialog = await this.#whileEstablishing(accepting, (late) => late);
    this.#becomeSession(dialog, sessionOf(invite.body)?.acceptTypes ?? []);
  }

  async #invite(toast: ToastMessage | null, messageId: string | undefined): Promise<void> {
    const { signaling, settings, messageIdHeader } = this.#context;
    const { invite, result } = inviteSession({
      signaling,
      peer: this.peer.address,
      acceptTypes: sessionTypes((this.#control?.template ?? settings).supportedFormats),
      toast,
      headers: [
        [featuresHeader, ownFeatures],
        ...(toast === null || messageId === undefined ? [] : [[messageIdHeader, messageId] as const]),
      ],
      handlers: this.#handlers(),
      heard: (headers) => {
        this.#note(headers);
      },
    });
    this.#outgoingInvite = invite;
    const answered = await this.#whileEstablishing(result, (late) => late?.dialog);
    this.#outgoingInvite = null;
    if (answered === null) {
      this.#becomePager();
    } else {
      this.#toastRead = answered.toastRead;
      this.#becomeSession(answered.dialog, answered.acceptTypes);
    }
  }

  /**
   * The promise's value, unless the call ends first: then that is the reason, and a dialog that comes all the same is
   * said goodbye to.
   */
  async #whileEstablishing<T>(
    promise: Promise<T>,
    dialogOf: (late: T) => SignalingDialog | undefined,
  ): Promise<T> {
    promise.then(
      (value) => {
        if (this.#state !== CallState.Establishing) void dialogOf(value)?.bye();
      },
      () => undefined,
    );
    const ended = this.#ended.then((): never => {
      throw new FlowTerminatedError(this.#endReason, false);
    });
    return Promise.race([promise, ended]).finally(() => {
      this.#requireEstablishing();
    });
  }

  #handlers(): DialogHandlers {
    return {
      onRequest: (request) => {
        this.#context.heard(request);
        this.#inbox.receive(request);
      },
      onEnded: (end) => {
        // Until the peer has answered our BYE it may still write in the dialog, and would lose what it wrote; whoever
        // awaits `terminate` is told when that is over.
        if (end !== 'local-bye') this.#end(endReasons[end]);
      },
    };
  }

  #becomeSession(dialog: SignalingDialog, acceptTypes: readonly string[]): void {
    const { clock, signaling, messageIdHeader } = this.#context;
    const channel = sessionChannel(dialog, clock, acceptTypes, signaling.local);
    this.#dialog = dialog;
    this.#control?.activate(askingForDisplay(channel, messageIdHeader, () => this.capabilities.parley));
    this.#transition('established');
    this.#requireEstablished();
  }

  #becomePager(): void {
    this.#requireEstablishing();
    const { pagerChannel, settings } = this.#context;
    this.#dialect = 'pager';
    const formats = (): readonly string[] => (this.#control?.template ?? settings).supportedFormats;
    this.#control?.activate(pagerChannel(this.peer, formats));
    this.#transition('established');
    this.#requireEstablished();
  }

  #requireEstablishing(): void {
    if (this.#state !== CallState.Establishing) throw new FlowTerminatedError(this.#endReason, false);
  }

  /** A listener of the state may have ended the call. */
  #requireEstablished(): void {
    if (this.#state !== CallState.Established) throw new FlowTerminatedError(this.#endReason, false);
  }

  #createFlow(): InstantMessagingFlow {
    const { clock, log, settings, messageIdHeader, used } = this.#context;
    const flow = new InstantMessagingFlow(
      {
        call: this,
        clock,
        log,
        settings,
        messageIdHeader,
        used,
        lost: () => {
          this.#hangUp('lost-dialog');
        },
        heard: (headers) => {
          this.#note(headers);
        },
      },
      (control) => {
        this.#control = control;
      },
    );
    this.#flow = flow;
    this.#control?.configure(() => {
      this.#configurationRequested.raise({ flow });
    });
    this.#requireEstablishing();
    return flow;
  }

  #becomeIncoming(headers: readonly HeaderField[], longestDecision: number): void {
    this.#state = callReducer(this.#state, 'receive');
    this.#note(headers);
    this.#cancelDecision = this.#context.clock.after(longestDecision, () => {
      this.decline();
    });
  }

  /** Ends the call from this side: cancels what rings, says goodbye where there is a dialog. */
  #hangUp(reason: FlowEndReason): void {
    const { clock } = this.#context;
    this.#endReason = reason;
    this.#transition('terminate');
    this.#control?.terminate(reason);
    const dialog = this.#dialog;
    const invite = this.#outgoingInvite;
    if (dialog !== null) {
      void boundedWait(clock, dialog.bye(), beyondTransaction, undefined).then(() => {
        this.#end(reason);
      });
    } else if (invite !== null) {
      invite.cancel();
      void boundedWait(clock, invite.outcome, beyondTransaction, null).then(() => {
        this.#end(reason);
      });
    } else {
      this.#incomingInvite?.reject(480); // unless it has been accepted: then the dialog will be said goodbye to
      this.#end(reason);
    }
  }

  #end(reason: FlowEndReason): void {
    if (this.#state === CallState.Terminated) return;
    if (this.#state !== CallState.Terminating) this.#endReason = reason;
    this.#cancelDecision();
    this.#control?.terminate(this.#endReason);
    if (this.#dialect === 'session') this.#inbox.refuse(481, 'Call/Transaction Does Not Exist');
    else this.#inbox.refuse(480, 'Temporarily Unavailable');
    this.#dialog = null;
    this.#transition('ended');
    this.#resolveEnded();
  }

  /** Lets the peer's requests through to the flow, once the promise's caller, who may subscribe only then, went on. */
  #openInboxAfter(established: Promise<unknown>): void {
    const open = (): void => {
      this.#inbox.open((request, arrivedAt) => {
        this.#control?.receive(request, arrivedAt);
      });
    };
    // The caller awaits the promise by the time that this runs, so that it is told first.
    queueMicrotask(() => {
      established.then(open, () => undefined); // a call that failed has refused what it held
    });
  }

  #begin(member: string, needed: CallState, event: CallEvent): void {
    if (this.#state !== needed) {
      throw new InvalidOperationError(member, `the call must be ${needed}, it is ${this.#state}`);
    }
    this.#transition(event);
  }

  #transition(event: CallEvent): void {
    const previousState = this.#state;
    this.#state = callReducer(previousState, event);
    if (this.#state === previousState) return;
    raiseGuarded(this.#context.log, 'stateChanged', this.#stateChanged, {
      previousState,
      state: this.#state,
    });
  }

  #note(headers: readonly HeaderField[]): void {
    this.#remoteUserAgent = userAgentOf(headers) ?? this.#remoteUserAgent;
  }
}
