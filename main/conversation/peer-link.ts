import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { DeliveryFailure } from '../../shared/model/receipt.ts';
import { boundedWait } from '../flow/bounded-wait.ts';
import { InstantMessagingFlowTemplate, InstantMessagingFormat } from '../flow/im-flow-template.ts';
import type { InstantMessagingCall } from '../flow/im-call.ts';
import type { InstantMessageReceivedEventArgs, InstantMessagingFlow } from '../flow/im-flow.ts';
import { CallState } from '../flow/call-state.ts';
import { ComposingState } from '../flow/composing.ts';
import type { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import { MediaFlowState } from '../flow/media-flow-state.ts';
import { dialectFor, readCapabilities, type PeerCapabilities } from '../flow/peer-capabilities.ts';
import type { Log } from '../log/log.ts';
import type { StoredConversation } from '../store/interface.ts';
import { failureOfStatus, judgeFailure, type DeliveryStage } from './delivery-policy.ts';
import type { Delivery } from './outbox.ts';
import { exchangeOf, failedExchange, type TimedExchange } from './sip-exchange.ts';

/** A peer that opens call after call without ending them keeps at most this many. */
const mostCalls = 4;
/** Reports that are waited for at once; older ones leave their message at `sent`, which is true. */
const mostTentative = 200;

/** In milliseconds. Who called and then fell silent is heard of no more for 32 s; a message need not wait as long. */
const longestAcceptance = 5_000;

export type Dialect = InstantMessagingCall['dialect'];

/** A message as it goes over the wire. */
export interface WireMessage {
  readonly id: MessageId;
  readonly text: string;
  /** The id of the message that it answers, as its sender gave it; null: it answers none that both know. */
  readonly replyTo: string | null;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

export interface PeerLinkOptions {
  readonly endpoint: InstantMessagingEndpoint;
  readonly conversation: StoredConversation;
  readonly clock: Clock;
  readonly log: Log;
  readonly messageReceived: (event: InstantMessageReceivedEventArgs, dialect: Dialect) => void;
  readonly composingChanged: (composing: boolean) => void;
  /** What a peer that had taken a message on says of its fate; null: it was delivered. */
  readonly reported: (id: MessageId, failure: DeliveryFailure | null) => void;
}

/** Parley shows text; of what says the same in several forms it takes the plain one or makes it plain. */
function template(): InstantMessagingFlowTemplate {
  const { PlainText, HtmlText, MimeAlternate } = InstantMessagingFormat;
  const wanted = new InstantMessagingFlowTemplate([PlainText, HtmlText, MimeAlternate]);
  // The tick waits for the report, the next message does not.
  wanted.waitingForDeliveryNotificationDisabled = true;
  return wanted;
}

/** What an older version wrote, or nobody, is as good as nothing: it is learnt again. */
export function storedCapabilities({ peerCapabilities }: StoredConversation): PeerCapabilities {
  try {
    return readCapabilities(peerCapabilities === null ? null : JSON.parse(peerCapabilities));
  } catch {
    return readCapabilities(null);
  }
}

/** Ties one conversation to the calls with its peer: finds or makes the flow that a message goes over. */
export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #calls: InstantMessagingCall[] = [];
  readonly #subscriptions = new Map<InstantMessagingCall, Unsubscribe[]>();
  readonly #composingFlows = new Set<InstantMessagingFlow>();
  #establishing: Promise<InstantMessagingFlow> | null = null;
  #recognisesRepeats = false;
  /** A call that the peer made and that is not active yet: an answer to it must not make a second one. */
  #accepting: Promise<void> | null = null;
  /** Messages that a peer has taken on without saying what became of them, by its id for them in that flow. */
  readonly #tentative = new WeakMap<InstantMessagingFlow, Map<string, MessageId>>();

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    const { endpoint, conversation } = options;
    endpoint.recall(conversation.peer, storedCapabilities(conversation));
  }

  /** The peer shows a message with a known id once, so that an unanswered one may be sent again. */
  get recognisesRepeats(): boolean {
    return this.#recognisesRepeats || this.#capabilities.parley;
  }

  /** Takes a call from the peer; the flow is listened to before the peer hears that it was accepted. */
  takeCall(call: InstantMessagingCall): void {
    this.#adopt(call);
    const accepted = call.accept().catch((error: unknown) => {
      this.#options.log.info({ error }, 'A call from a peer was not established');
      this.#drop(call);
    });
    this.#accepting = accepted;
    void accepted.then(() => {
      if (this.#accepting === accepted) this.#accepting = null;
    });
  }

  /** One attempt to deliver; at most one runs at a time, the outbox sees to that. */
  async deliver({ id, text, replyTo, writtenAt }: WireMessage): Promise<Delivery> {
    const exchanges: TimedExchange[] = [];
    const { clock } = this.#options;
    for (let renewed = false; ; renewed = true) {
      let stage: DeliveryStage = 'establishing';
      await this.#acceptance();
      const current = this.#usableFlow();
      let dialect: Dialect | null = current?.call.dialect ?? null;
      try {
        const flow = current ?? (await this.#establish());
        stage = 'sending';
        ({ dialect } = flow.call);
        const result = await flow.sendInstantMessage(text, {
          messageId: id,
          writtenAt,
          ...(replyTo === null ? {} : { replyTo }),
        });
        this.#recognisesRepeats ||= result.recognisedById;
        exchanges.push({ at: clock.now(), ...exchangeOf(result.answer, dialect) });
        const refused = result.deliveryFailures[0];
        if (refused !== undefined)
          return { kind: 'failed', failure: failureOfStatus(refused.responseCode), exchanges };
        if (result.messageId !== null) this.#expectReport(flow, result.messageId, id);
        return { kind: result.tentative ? 'sent' : 'delivered', exchanges };
      } catch (error) {
        exchanges.push({ at: clock.now(), ...failedExchange(error, dialect) });
        const verdict = judgeFailure(error, stage, current !== null, this.recognisesRepeats);
        if (verdict.kind !== 'renew') return { ...verdict, exchanges };
        if (renewed) return { kind: 'again', failure: verdict.failure, after: null, exchanges };
        // Its flow is over at once; the BYE into a dead dialog may take long to fail, and the message need not wait.
        if (current !== null) void current.call.terminate();
      }
    }
  }

  /**
   * Tells the peer that the user is writing. Makes a dialog for it only with a peer that is known to take one:
   * an unknown peer must not ring because somebody began to type.
   */
  setComposing(composing: boolean): void {
    const flow = this.#usableFlow();
    const state = composing ? ComposingState.Composing : ComposingState.Idle;
    if (flow !== null) {
      flow.localComposingState = state;
      return;
    }
    if (!composing || dialectFor(this.#capabilities, 'pager') !== 'session') return;
    this.#establish().then(
      (established) => {
        if (established.state === MediaFlowState.Active) established.localComposingState = state;
      },
      () => undefined, // The message itself will tell why the peer cannot be reached.
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#calls].map(async (call) => call.terminate()));
  }

  /** Waits for the call that the peer has made, but not for long. */
  async #acceptance(): Promise<void> {
    const accepting = this.#accepting;
    if (accepting === null) return;
    await boundedWait(this.#options.clock, accepting, longestAcceptance, undefined);
    if (this.#accepting === accepting) this.#accepting = null;
  }

  #activeFlow(): InstantMessagingFlow | null {
    const calls = this.#calls.filter((call) => call.flow?.state === MediaFlowState.Active);
    // A dialog carries typing; a pager flow may stand beside it when the peer uses both.
    const best = calls.findLast((call) => call.dialect === 'session') ?? calls.at(-1);
    return best?.flow ?? null;
  }

  /** A pager call with somebody who takes dialogs was only for the time that he was away or unknown. */
  #usableFlow(): InstantMessagingFlow | null {
    const flow = this.#activeFlow();
    if (flow?.call.dialect !== 'pager' || dialectFor(this.#capabilities, 'pager') === 'pager') return flow;
    void flow.call.terminate();
    return null;
  }

  get #capabilities(): PeerCapabilities {
    return this.#options.endpoint.capabilitiesOf(this.#options.conversation.peer);
  }

  #establish(): Promise<InstantMessagingFlow> {
    this.#establishing ??= this.#call().finally(() => {
      this.#establishing = null;
    });
    return this.#establishing;
  }

  async #call(): Promise<InstantMessagingFlow> {
    const { endpoint, conversation, clock } = this.#options;
    const call = endpoint.createCall(conversation.peer);
    this.#adopt(call);
    // An answer may be lost on the way; without a bound of its own the conversation would wait as long as the server.
    const patience = this.#capabilities.parley ? 10_000 : 60_000;
    const cancel = clock.after(patience, () => {
      void call.terminate();
    });
    try {
      await call.establish();
    } catch (error) {
      this.#drop(call);
      throw error;
    } finally {
      cancel();
    }
    if (call.flow === null) throw new Error('An established call has no flow');
    return call.flow;
  }

  #adopt(call: InstantMessagingCall): void {
    this.#calls.push(call);
    const subscriptions: Unsubscribe[] = [];
    this.#subscriptions.set(call, subscriptions);
    subscriptions.push(
      call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
        flow.initialize(template());
        subscriptions.push(
          flow.deliveryNotificationReceived.subscribe(({ messageId, deliveryFailures }) => {
            this.#report(flow, messageId, deliveryFailures[0]?.responseCode ?? null);
          }),
          flow.messageReceived.subscribe((event) => {
            this.#options.messageReceived(event, call.dialect);
          }),
          flow.remoteComposingStateChanged.subscribe(({ composingState }) => {
            this.#noteComposing(flow, composingState === ComposingState.Composing);
          }),
          flow.stateChanged.subscribe(({ state }) => {
            if (state === MediaFlowState.Terminated) this.#noteComposing(flow, false);
          }),
        );
      }),
      call.stateChanged.subscribe(({ state }) => {
        if (state === CallState.Terminated) this.#drop(call);
      }),
    );
    while (this.#calls.length > mostCalls) {
      const oldest = this.#calls[0];
      if (oldest === undefined) break;
      this.#drop(oldest);
      void oldest.terminate();
    }
  }

  #drop(call: InstantMessagingCall): void {
    const at = this.#calls.indexOf(call);
    if (at >= 0) this.#calls.splice(at, 1);
    if (call.flow !== null) this.#noteComposing(call.flow, false);
    for (const unsubscribe of this.#subscriptions.get(call) ?? []) unsubscribe();
    this.#subscriptions.delete(call);
  }

  #expectReport(flow: InstantMessagingFlow, peersId: string, id: MessageId): void {
    const waiting = this.#tentative.get(flow) ?? new Map<string, MessageId>();
    this.#tentative.set(flow, waiting);
    waiting.set(peersId, id);
    for (const oldest of waiting.keys()) {
      if (waiting.size <= mostTentative) break;
      waiting.delete(oldest);
    }
  }

  #report(flow: InstantMessagingFlow, peersId: string, failedWith: number | null): void {
    const waiting = this.#tentative.get(flow);
    const id = waiting?.get(peersId);
    if (id === undefined) return;
    waiting?.delete(peersId);
    this.#options.reported(id, failedWith === null ? null : failureOfStatus(failedWith));
  }

  #noteComposing(flow: InstantMessagingFlow, composing: boolean): void {
    const before = this.#composingFlows.size > 0;
    if (composing) this.#composingFlows.add(flow);
    else this.#composingFlows.delete(flow);
    const after = this.#composingFlows.size > 0;
    if (before !== after) this.#options.composingChanged(after);
  }
}
