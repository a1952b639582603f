import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Message } from '../../shared/model/message.ts';
import { InstantMessagingFlowTemplate } from '../flow/im-flow-template.ts';
import type { InstantMessagingCall } from '../flow/im-call.ts';
import type { InstantMessageReceivedEventArgs, InstantMessagingFlow } from '../flow/im-flow.ts';
import { CallState } from '../flow/call-state.ts';
import { ComposingState } from '../flow/composing.ts';
import type { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import { MediaFlowState } from '../flow/media-flow-state.ts';
import type { Log } from '../log/log.ts';
import type { StoredConversation } from '../store/interface.ts';
import { judgeFailure, type DeliveryStage } from './delivery-policy.ts';
import type { DeliveryOutcome } from './outbox.ts';
import { readPeerTraits, type PeerTraits } from './peer-traits.ts';

/** A peer that opens call after call without ending them keeps at most this many. */
const mostCalls = 4;

export interface PeerLinkOptions {
  readonly endpoint: InstantMessagingEndpoint;
  readonly conversation: StoredConversation;
  readonly log: Log;
  readonly messageReceived: (event: InstantMessageReceivedEventArgs) => void;
  readonly composingChanged: (composing: boolean) => void;
  readonly traitsChanged: (traits: PeerTraits) => void;
}

/** Ties one conversation to the calls with its peer: finds or makes the flow that a message goes over. */
export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #calls: InstantMessagingCall[] = [];
  readonly #subscriptions = new Map<InstantMessagingCall, Unsubscribe[]>();
  readonly #composingFlows = new Set<InstantMessagingFlow>();
  #establishing: Promise<InstantMessagingFlow> | null = null;
  #traits: PeerTraits;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#traits = readPeerTraits(options.conversation.peerCapabilities);
  }

  /** Takes a call from the peer; the flow is listened to before the peer hears that it was accepted. */
  takeCall(call: InstantMessagingCall): void {
    this.#adopt(call);
    call.accept().then(
      () => {
        if (call.dialect === 'session') this.#learn({ dialect: 'session' });
      },
      (error: unknown) => {
        this.#options.log.info({ error }, 'A call from a peer was not established');
        this.#drop(call);
      },
    );
  }

  /** One attempt to deliver; at most one runs at a time, the outbox sees to that. */
  async deliver(message: Message): Promise<DeliveryOutcome> {
    for (let renewed = false; ; renewed = true) {
      let stage: DeliveryStage = 'establishing';
      const current = this.#activeFlow();
      try {
        const flow = current ?? (await this.#establish());
        stage = 'sending';
        const result = await flow.sendInstantMessage(message.text, { messageId: message.id });
        if (result.recognisedById) this.#learn({ recognisesRepeats: true });
        return { kind: result.tentative ? 'sent' : 'delivered' };
      } catch (error) {
        const verdict = judgeFailure(error, stage, current !== null, this.#traits.recognisesRepeats);
        if (verdict.kind !== 'renew') return verdict;
        if (renewed) return { kind: 'again', failure: verdict.failure };
        if (current !== null) await current.call.terminate();
      }
    }
  }

  /**
   * Tells the peer that the user is writing. Makes a dialog for it only with a peer that is known to take one:
   * an unknown peer must not ring because somebody began to type.
   */
  setComposing(composing: boolean): void {
    const flow = this.#activeFlow();
    const state = composing ? ComposingState.Composing : ComposingState.Idle;
    if (flow !== null) {
      flow.localComposingState = state;
      return;
    }
    if (!composing || this.#traits.dialect !== 'session') return;
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

  #activeFlow(): InstantMessagingFlow | null {
    const calls = this.#calls.filter((call) => call.flow?.state === MediaFlowState.Active);
    // A dialog carries typing; a pager flow may stand beside it when the peer uses both.
    const best = calls.findLast((call) => call.dialect === 'session') ?? calls.at(-1);
    return best?.flow ?? null;
  }

  #establish(): Promise<InstantMessagingFlow> {
    this.#establishing ??= this.#call().finally(() => {
      this.#establishing = null;
    });
    return this.#establishing;
  }

  async #call(): Promise<InstantMessagingFlow> {
    const { endpoint, conversation } = this.#options;
    const dialect = this.#traits.dialect === 'pager' ? 'pager' : 'session';
    const call = endpoint.createCall(conversation.peer, { dialect });
    this.#adopt(call);
    try {
      await call.establish();
    } catch (error) {
      this.#drop(call);
      throw error;
    }
    this.#learn({ dialect: call.dialect });
    if (call.flow === null) throw new Error('An established call has no flow');
    return call.flow;
  }

  #adopt(call: InstantMessagingCall): void {
    this.#calls.push(call);
    const subscriptions: Unsubscribe[] = [];
    this.#subscriptions.set(call, subscriptions);
    subscriptions.push(
      call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
        flow.initialize(new InstantMessagingFlowTemplate());
        subscriptions.push(
          flow.messageReceived.subscribe(this.#options.messageReceived),
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

  #noteComposing(flow: InstantMessagingFlow, composing: boolean): void {
    const before = this.#composingFlows.size > 0;
    if (composing) this.#composingFlows.add(flow);
    else this.#composingFlows.delete(flow);
    const after = this.#composingFlows.size > 0;
    if (before !== after) this.#options.composingChanged(after);
  }

  #learn(change: Partial<PeerTraits>): void {
    const next = { ...this.#traits, ...change };
    if (next.dialect === this.#traits.dialect && next.recognisesRepeats === this.#traits.recognisesRepeats)
      return;
    this.#traits = next;
    this.#options.traitsChanged(next);
  }
}
