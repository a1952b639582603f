import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { parseContentType } from '../payload/content-type.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import { keyboardActivityType, readKeyboardActivity } from '../payload/keyboard-activity.ts';
import { encodeText, plainTextType } from '../payload/text.ts';
import { ComposingState } from './composing.ts';
import { LocalComposing, RemoteComposing } from './composing-engine.ts';
import {
  ArgumentOutOfRangeError,
  FlowTerminatedError,
  InvalidOperationError,
  TransportLostError,
} from './errors.ts';
import type { Dialect, FlowChannel } from './flow-channel.ts';
import { checkMessageId } from './headers.ts';
import {
  checkComposingTimeout,
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from './im-flow-template.ts';
import { unsupportedMediaType } from './incoming-content.ts';
import { IncomingMessages, type InstantMessageReceivedEventArgs } from './incoming-messages.ts';
import {
  mediaFlowReducer,
  MediaFlowState,
  type FlowEndReason,
  type StateChangedEventArgs,
} from './media-flow-state.ts';
import type { HeaderField, IncomingRequest, Participant, RequestOutcome, SipBody } from './ports.ts';
import { raiseGuarded } from './raise.ts';
import { RequestQueue } from './request-queue.ts';
import { resultOf, type SendInstantMessageResult } from './send-result.ts';

export type { InstantMessageReceivedEventArgs } from './incoming-messages.ts';

/** What a flow tells of the call that it belongs to. `InstantMessagingCall` is the only one. */
export interface FlowCall {
  readonly peer: Participant;
  readonly dialect: Dialect;
  readonly remoteUserAgent: string | null;
  terminate(): Promise<void>;
}

export interface ComposingStateChangedEventArgs {
  readonly participant: Participant;
  readonly composingState: ComposingState;
}

export interface InstantMessagingMediaCapabilities {
  /** Media types that all remote participants take, in lower case; empty when they named none. */
  readonly acceptTypes: readonly string[];
}

export interface SendInstantMessageOptions {
  /** Goes with the message, so that a peer that knows the header recognises a repetition. */
  readonly messageId?: string;
}

/** What only the flow's call may do with it. */
export interface FlowControl {
  readonly template: InstantMessagingFlowTemplate;
  /** Something is being sent, or an answer is held back. */
  readonly busy: boolean;
  /** Runs the configuration handlers: the only time at which `initialize` is allowed. */
  configure(raise: () => void): void;
  activate(channel: FlowChannel): void;
  /** A request of the peer that arrived at the given time, milliseconds since 1970. */
  receive(request: IncomingRequest, arrivedAt: number): void;
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

/** How long a request under way may still be answered after the other side ended the flow, in milliseconds. */
const patienceAfterEnd: Record<FlowEndReason, number> = {
  local: 0,
  refused: 0,
  'lost-dialog': 0,
  // A BYE may cross a MESSAGE that the peer answers all the same.
  remote: 2_000,
  'transport-lost': 2_000,
};

/** Answers to INFO that say that the peer knows no typing at all: it is not told any more. */
const composingRefused: ReadonlySet<number> = new Set([405, 415, 420, 469, 489, 501]);

/**
 * The live flow of instant messages of one call: sends and receives messages and typing. Made by the call, configured
 * in its `instantMessagingFlowConfigurationRequested` event, usable while Active, gone when Terminated.
 */
export class InstantMessagingFlow {
  readonly #options: FlowOptions;
  readonly #stateChanged = new TypedEvent<StateChangedEventArgs<MediaFlowState>>();
  readonly #messageReceived = new TypedEvent<InstantMessageReceivedEventArgs>();
  readonly #remoteComposingStateChanged = new TypedEvent<ComposingStateChangedEventArgs>();
  readonly #queue: RequestQueue;
  readonly #incoming: IncomingMessages;
  readonly #localComposing: LocalComposing;
  readonly #remoteComposing: RemoteComposing;
  #template: InstantMessagingFlowTemplate;
  #state: MediaFlowState = MediaFlowState.Idle;
  #configuring = false;
  #channel: FlowChannel | null = null;
  #tellsComposing = true;

  /** For the call that makes it. @param grantControl gets what only the call may do */
  constructor(options: FlowOptions, grantControl: (control: FlowControl) => void) {
    const { clock, log, messageIdHeader, settings, call } = options;
    this.#options = options;
    this.#template = new InstantMessagingFlowTemplate(settings);
    this.#queue = new RequestQueue(clock, (outcome, passing) => {
      this.#inspect(outcome, passing);
    });
    this.#localComposing = new LocalComposing(
      clock,
      () => this.composingTimeoutValue * 1_000,
      (activity) => {
        this.#notify(activity);
      },
    );
    this.#remoteComposing = new RemoteComposing(clock, (composingState) => {
      raiseGuarded(log, 'remoteComposingStateChanged', this.#remoteComposingStateChanged, {
        participant: call.peer,
        composingState,
      });
    });
    this.#incoming = new IncomingMessages({
      clock,
      log,
      messageIdHeader,
      formats: () => this.#template.supportedFormats,
      remoteUserAgent: () => call.remoteUserAgent,
      received: this.#messageReceived,
      beforeRaise: () => {
        this.#remoteComposing.handle('message');
      },
    });
    grantControl(this.#control());
  }

  get call(): FlowCall {
    return this.#options.call;
  }

  get state(): MediaFlowState {
    return this.#state;
  }

  get stateChanged(): EventSource<StateChangedEventArgs<MediaFlowState>> {
    return this.#stateChanged;
  }

  /** Without a subscriber, messages are answered 480. */
  get messageReceived(): EventSource<InstantMessageReceivedEventArgs> {
    return this.#messageReceived;
  }

  /** Raised at each notification of the peer, and with Idle when it sent a message, is silent for 6 s, or is gone. */
  get remoteComposingStateChanged(): EventSource<ComposingStateChangedEventArgs> {
    return this.#remoteComposingStateChanged;
  }

  get messageConsumptionMode(): InstantMessageConsumptionMode {
    return this.#template.messageConsumptionMode;
  }

  /** Known from Active on; null before. */
  get supportedRemoteMediaCapabilities(): InstantMessagingMediaCapabilities | null {
    return this.#channel === null ? null : { acceptTypes: this.#channel.acceptTypes };
  }

  /** Whole seconds, 1 to 30. Takes effect at the next keystroke. */
  get composingTimeoutValue(): number {
    return this.#template.composingTimeoutValue;
  }

  set composingTimeoutValue(seconds: number) {
    checkComposingTimeout('InstantMessagingFlow', seconds);
    this.#template.composingTimeoutValue = seconds;
  }

  get localComposingState(): ComposingState {
    return this.#localComposing.state;
  }

  /**
   * Set Composing at each keystroke: the peer is told at once and every 5 s, until the composing time-out passes
   * without another one, Idle is set, or a message is sent. Composing needs an Active flow; Idle may always be set.
   */
  set localComposingState(state: ComposingState) {
    if (state === ComposingState.Composing) {
      if (this.#state !== MediaFlowState.Active) {
        throw new InvalidOperationError('localComposingState', this.#notActive());
      }
      this.#options.used();
    }
    this.#localComposing.handle(state === ComposingState.Composing ? 'setComposing' : 'setIdle');
  }

  /** Copies the template's settings. @throws InvalidOperationError outside the configuration handler */
  initialize(template: InstantMessagingFlowTemplate): void {
    if (!this.#configuring) {
      throw new InvalidOperationError(
        'initialize',
        'it is only allowed in a handler of instantMessagingFlowConfigurationRequested',
      );
    }
    if (template.messageConsumptionMode !== InstantMessageConsumptionMode.ConsumedLocally) {
      throw new InvalidOperationError('initialize', 'this version can only consume messages locally');
    }
    this.#template = new InstantMessagingFlowTemplate(template);
  }

  /**
   * Sends a text or any other content. Messages leave in the order of the calls, one at a time. Resolves with the
   * peer's answer. Rejects with InvalidOperationError (not Active), ArgumentOutOfRangeError, FailureResponseError,
   * OperationTimeoutError, TransportLostError or FlowTerminatedError.
   */
  async sendInstantMessage(
    content: string | { readonly contentType: string; readonly body: Uint8Array },
    options: SendInstantMessageOptions = {},
  ): Promise<SendInstantMessageResult> {
    const channel = this.#channel;
    if (this.#state !== MediaFlowState.Active || channel === null) {
      throw new InvalidOperationError('sendInstantMessage', this.#notActive());
    }
    const body = this.#bodyOf(content);
    const { messageIdHeader } = this.#options;
    const messageId = options.messageId === undefined ? null : checkMessageId(options.messageId);
    this.#options.used();
    this.#localComposing.handle('messageSent');
    const headers: HeaderField[] = messageId === null ? [] : [[messageIdHeader, messageId]];
    const outcome = await this.#queue.send(channel.message(body, headers));
    return resultOf(outcome, {
      messageIdHeader,
      messageId,
      waitingDisabled: this.#template.waitingForDeliveryNotificationDisabled,
    });
  }

  #control(): FlowControl {
    const template = (): InstantMessagingFlowTemplate => this.#template;
    const busy = (): boolean => this.#queue.busy || this.#incoming.busy;
    return {
      get template() {
        return template();
      },
      get busy() {
        return busy();
      },
      configure: (raise) => {
        this.#configuring = true;
        try {
          raise();
        } finally {
          this.#configuring = false;
        }
      },
      activate: (channel) => {
        if (this.#state !== MediaFlowState.Idle) return;
        this.#channel = channel;
        this.#move('activated');
      },
      receive: (request, arrivedAt) => {
        this.#receive(request, arrivedAt);
      },
      terminate: (reason) => {
        this.#terminate(reason);
      },
    };
  }

  #terminate(reason: FlowEndReason): void {
    if (this.#state === MediaFlowState.Terminated) return;
    this.#queue.end(
      (left) =>
        reason === 'transport-lost' ? new TransportLostError(left) : new FlowTerminatedError(reason, left),
      patienceAfterEnd[reason],
    );
    this.#localComposing.handle('terminated');
    this.#remoteComposing.handle('terminated');
    this.#move('terminated');
  }

  #move(event: 'activated' | 'terminated'): void {
    const previousState = this.#state;
    this.#state = mediaFlowReducer(previousState, event);
    if (this.#state === previousState) return;
    raiseGuarded(this.#options.log, 'stateChanged', this.#stateChanged, {
      previousState,
      state: this.#state,
    });
  }

  #receive(request: IncomingRequest, arrivedAt: number): void {
    if (this.#state !== MediaFlowState.Active) {
      request.respond(481, 'Call/Transaction Does Not Exist');
      return;
    }
    this.#options.used();
    this.#options.heard(request.headers);
    if (request.method === 'MESSAGE') this.#incoming.take(request, arrivedAt);
    else if (request.method === 'INFO') this.#receiveInfo(request);
    else if (request.method === 'NOTIFY') request.respond(489, 'Bad Event');
    else if (request.method !== 'BENOTIFY') request.respond(405, 'Method Not Allowed');
  }

  #receiveInfo(request: IncomingRequest): void {
    const type = request.body === null ? null : parseContentType(request.body.contentType);
    if (request.body === null || type?.type !== keyboardActivityType) {
      request.respond(...unsupportedMediaType, [['Accept', keyboardActivityType]]);
      return;
    }
    const activity = readKeyboardActivity(request.body.content);
    // What it may tell beside that is nothing to refuse it for.
    request.respond(200, 'OK');
    if (activity !== null) this.#remoteComposing.handle(activity);
  }

  #notify(activity: KeyboardActivity): void {
    const transmit = this.#tellsComposing ? (this.#channel?.composing(activity) ?? null) : null;
    if (transmit !== null) this.#queue.sendPassing(transmit);
  }

  #inspect(outcome: RequestOutcome, passing: boolean): void {
    if (outcome.kind === 'response') {
      this.#options.heard(outcome.response.headers);
      if (passing && composingRefused.has(outcome.response.statusCode)) this.#tellsComposing = false;
    }
    if (this.#channel?.isLost(outcome) === true) this.#options.lost();
  }

  #bodyOf(content: string | { readonly contentType: string; readonly body: Uint8Array }): SipBody {
    if (typeof content === 'string') return { contentType: plainTextType, content: encodeText(content) };
    const { contentType, body } = content;
    const type = /[\r\n]/.test(contentType) ? null : parseContentType(contentType);
    if (type === null) {
      throw new ArgumentOutOfRangeError(
        'sendInstantMessage.contentType',
        contentType,
        'a media type is needed',
      );
    }
    if (this.call.dialect === 'pager' && type.type !== 'text/plain') {
      throw new ArgumentOutOfRangeError(
        'sendInstantMessage.contentType',
        contentType,
        'this peer takes text/plain only',
      );
    }
    return { contentType, content: body };
  }

  #notActive(): string {
    return `the flow must be Active, it is ${this.#state}`;
  }
}
