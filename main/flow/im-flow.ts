import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import { parseContentType } from '../payload/content-type.ts';
import type { Imdn } from '../payload/imdn.ts';
import type { KeyboardActivity } from '../payload/keyboard-activity.ts';
import { ComposingState } from './composing.ts';
import { LocalComposing, RemoteComposing } from './composing-engine.ts';
import {
  DeliveryNotifications,
  type DeliveryNotificationReceivedEventArgs,
} from './delivery-notifications.ts';
import {
  ArgumentOutOfRangeError,
  FlowTerminatedError,
  InvalidOperationError,
  TransportLostError,
} from './errors.ts';
import type { FlowChannel } from './flow-channel.ts';
import type { FlowCall, FlowControl, FlowOptions } from './flow-context.ts';
import { formatSipDate } from '../payload/date-time.ts';
import { checkMessageId, replyToHeader } from './headers.ts';
import {
  checkComposingTimeout,
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from './im-flow-template.ts';
import { IncomingMessages, type InstantMessageReceivedEventArgs } from './incoming-messages.ts';
import { takeNotice } from './incoming-notice.ts';
import { requireLegal } from './legal-states.ts';
import {
  mediaFlowReducer,
  MediaFlowState,
  type FlowEndReason,
  type StateChangedEventArgs,
} from './media-flow-state.ts';
import { bodyOf, type InstantMessageContent } from './outgoing-content.ts';
import type { HeaderField, IncomingRequest, Participant, RequestOutcome } from './ports.ts';
import { ProxiedMessages } from './proxied-messages.ts';
import { raiseGuarded } from './raise.ts';
import { RequestQueue } from './request-queue.ts';
import { resultOf, type SendInstantMessageResult } from './send-result.ts';

export type { InstantMessageReceivedEventArgs } from './incoming-messages.ts';

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
  /** The id of the message that it answers, as its sender gave it; the text should begin with a quote of it. */
  readonly replyTo?: string;
  /** When it was written, milliseconds since 1970; it may have waited since. */
  readonly writtenAt?: number;
}

/** The peer tells what became of a message of ours (RFC 5438). */
export interface DispositionReceivedEventArgs {
  readonly imdn: Imdn;
  /** Of the MESSAGE that carried the report. */
  readonly callId: string;
  readonly sender: Participant;
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
  readonly #deliveryNotificationReceived = new TypedEvent<DeliveryNotificationReceivedEventArgs>();
  readonly #dispositionReceived = new TypedEvent<DispositionReceivedEventArgs>();
  readonly #queue: RequestQueue;
  readonly #incoming: IncomingMessages;
  readonly #proxied: ProxiedMessages;
  readonly #notifications: DeliveryNotifications;
  readonly #localComposing: LocalComposing;
  readonly #remoteComposing: RemoteComposing;
  #template: InstantMessagingFlowTemplate;
  #state: MediaFlowState = MediaFlowState.Idle;
  #configuration: 'none' | 'requested' | 'given' = 'none';
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
    this.#notifications = new DeliveryNotifications(clock, call.peer, (event) => {
      raiseGuarded(log, 'deliveryNotificationReceived', this.#deliveryNotificationReceived, event);
    });
    this.#proxied = new ProxiedMessages({
      clock,
      outsideDialogs: () => call.dialect === 'pager',
      send: async (transmit) => {
        const outcome = await this.#queue.send(transmit);
        resultOf(outcome, { messageIdHeader, messageId: null });
      },
    });
    this.#incoming = new IncomingMessages({
      clock,
      log,
      messageIdHeader,
      formats: () => this.#template.supportedFormats,
      consumptionMode: () => this.#template.messageConsumptionMode,
      reportingOf: (request) => this.#channel?.reporting?.(request) ?? null,
      proxied: this.#proxied,
      remoteUserAgent: () => call.remoteUserAgent,
      received: this.#messageReceived,
      beforeRaise: () => {
        this.#remoteComposing.handle('message');
      },
      composing: ({ activity, expiry }) => {
        this.#remoteComposing.handle(activity, expiry);
      },
      disposition: ({ imdn }, { callId, from }) => {
        const event = { imdn, callId, sender: from };
        raiseGuarded(log, 'dispositionReceived', this.#dispositionReceived, event);
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

  /** What became of a message whose send ended tentatively with a `messageId`. Raised once for each. */
  get deliveryNotificationReceived(): EventSource<DeliveryNotificationReceivedEventArgs> {
    return this.#deliveryNotificationReceived;
  }

  /** Raised at each IETF report on a message, which the original does not know: delivered, displayed, failed. */
  get dispositionReceived(): EventSource<DispositionReceivedEventArgs> {
    return this.#dispositionReceived;
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
      requireLegal('localComposingState = Composing', this.#state);
      this.#options.used();
      this.#localComposing.handle('setComposing');
    } else {
      requireLegal('localComposingState = Idle', this.#state);
      this.#localComposing.handle('setIdle');
    }
  }

  /**
   * Copies the template's settings: what happens to the template later does not reach the flow.
   * @throws InvalidOperationError outside the configuration handler, and the second time
   */
  initialize(template: InstantMessagingFlowTemplate): void {
    if (this.#configuration === 'none') {
      throw new InvalidOperationError(
        'initialize',
        'it is only allowed in a handler of instantMessagingFlowConfigurationRequested',
      );
    }
    if (this.#configuration === 'given') {
      throw new InvalidOperationError('initialize', 'it is only allowed once');
    }
    requireLegal('initialize', this.#state);
    this.#template = new InstantMessagingFlowTemplate(template);
    this.#configuration = 'given';
  }

  /**
   * Sends a text or any other content. Messages leave in the order of the calls, one at a time. Resolves with the
   * peer's answer; after a 202 with a Message-Id only with the delivery notification, at the latest after 60 s, unless
   * the template disables waiting. Rejects with InvalidOperationError (not Active), ArgumentOutOfRangeError,
   * FailureResponseError, OperationTimeoutError, TransportLostError or FlowTerminatedError.
   */
  async sendInstantMessage(
    content: InstantMessageContent,
    options: SendInstantMessageOptions = {},
  ): Promise<SendInstantMessageResult> {
    const channel = this.#activeChannel('sendInstantMessage');
    const body = bodyOf(content);
    const type = parseContentType(body.contentType)?.type ?? '';
    if (channel.carries?.(type) === false) {
      throw new ArgumentOutOfRangeError('sendInstantMessage.contentType', type, 'this peer does not take it');
    }
    const { messageIdHeader } = this.#options;
    const messageId = options.messageId === undefined ? null : checkMessageId(options.messageId);
    this.#options.used();
    this.#localComposing.handle('messageSent');
    const headers: HeaderField[] = messageId === null ? [] : [[messageIdHeader, messageId]];
    const { replyTo, writtenAt } = options;
    if (replyTo !== undefined) headers.push([replyToHeader, checkMessageId(replyTo, 'replyTo')]);
    if (writtenAt !== undefined) headers.push(['Date', formatSipDate(writtenAt)]);
    const outcome = await this.#queue.send(channel.message(body, headers));
    return this.#withNotification(resultOf(outcome, { messageIdHeader, messageId }));
  }

  /**
   * Proxied mode: reports that the message with this id (`event.messageId`) has reached its reader. Resolves when the
   * report has left. Rejects with InvalidOperationError (not Active, ConsumedLocally, or an id that awaits no report)
   * or as `sendInstantMessage` does.
   */
  async sendSuccessDeliveryNotification(messageId: string): Promise<void> {
    await this.#report('sendSuccessDeliveryNotification', messageId, null);
  }

  /**
   * The same for a message that has not reached its reader. A peer that takes no reports gets the code as the answer
   * to its message, and may take its dialog for lost if it is 408, 480 or 481.
   * @param responseCode a SIP status from 400 to 699
   */
  async sendFailureDeliveryNotification(messageId: string, responseCode: number): Promise<void> {
    const member = 'sendFailureDeliveryNotification';
    if (!Number.isInteger(responseCode) || responseCode < 400 || responseCode > 699) {
      throw new ArgumentOutOfRangeError(
        `${member}.responseCode`,
        responseCode,
        'a SIP status from 400 to 699 is needed',
      );
    }
    await this.#report(member, messageId, responseCode);
  }

  async #report(
    member: 'sendSuccessDeliveryNotification' | 'sendFailureDeliveryNotification',
    messageId: string,
    failureCode: number | null,
  ): Promise<void> {
    if (this.messageConsumptionMode === InstantMessageConsumptionMode.ConsumedLocally) {
      throw new InvalidOperationError(member, 'it is for ProxiedToRemoteEntity, the flow is ConsumedLocally');
    }
    requireLegal(member, this.#state);
    this.#options.used();
    await this.#proxied.report(member, messageId, failureCode);
  }

  /** Completes the result of a message that was taken tentatively with what is reported of it. */
  async #withNotification(result: SendInstantMessageResult): Promise<SendInstantMessageResult> {
    const { messageId } = result;
    if (messageId === null) return result;
    if (this.#template.waitingForDeliveryNotificationDisabled) {
      this.#notifications.announce(messageId);
      return result;
    }
    // Outside dialogs reports are IETF ones, which come when the reader's device is there again: days, perhaps.
    if (this.call.dialect === 'pager') return { ...result, messageId: null };
    const deliveryFailures = await this.#notifications.outcomeOf(messageId);
    if (deliveryFailures === null) return result;
    return { ...result, deliveryFailures, messageId: null, tentative: false };
  }

  #activeChannel(member: 'sendInstantMessage'): FlowChannel {
    requireLegal(member, this.#state);
    if (this.#channel === null) throw new InvalidOperationError(member, 'the flow has no channel');
    return this.#channel;
  }

  #control(): FlowControl {
    const template = (): InstantMessagingFlowTemplate => this.#template;
    const busy = (): boolean =>
      this.#queue.busy || this.#incoming.busy || this.#proxied.busy || this.#notifications.busy;
    return {
      get template() {
        return template();
      },
      get busy() {
        return busy();
      },
      configure: (raise) => {
        this.#configuration = 'requested';
        try {
          raise();
        } finally {
          this.#configuration = 'none';
        }
      },
      takeToast: async (toast, invite) =>
        this.#incoming.takeToast({
          ...invite,
          body: { contentType: toast.contentType, content: toast.body },
        }),
      activate: (channel) => {
        if (this.#state !== MediaFlowState.Idle) return;
        this.#channel = channel;
        this.#move('activated');
      },
      receive: (request, arrivedAt) => {
        this.#receive(request, arrivedAt);
      },
      composing: (activity, expiry) => {
        if (this.#state === MediaFlowState.Active) this.#remoteComposing.handle(activity, expiry);
      },
      terminate: (reason) => {
        this.#terminate(reason);
      },
    };
  }

  #terminate(reason: FlowEndReason): void {
    if (this.#state === MediaFlowState.Terminated) return;
    const errorOf = (left: boolean): Error =>
      reason === 'transport-lost' ? new TransportLostError(left) : new FlowTerminatedError(reason, left);
    this.#queue.end(errorOf, patienceAfterEnd[reason]);
    this.#notifications.end(() => errorOf(true));
    this.#proxied.end();
    this.#localComposing.handle('terminated');
    this.#remoteComposing.handle('terminated');
    this.#channel?.close?.();
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
    if (request.method === 'MESSAGE') {
      this.#incoming.take(request, arrivedAt);
      return;
    }
    const notice = takeNotice(request);
    if (notice?.kind === 'composing') this.#remoteComposing.handle(notice.activity, notice.expiry);
    if (notice?.kind === 'deliveryNotification') this.#notifications.receive(notice.notification);
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
}
