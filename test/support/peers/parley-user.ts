import { randomUUID } from 'node:crypto';
import type { ComposingState } from '../../../main/flow/composing.ts';
import type { Disposition } from '../../../main/flow/dispositions.ts';
import type { Dialect } from '../../../main/flow/flow-channel.ts';
import type { InstantMessagingCall } from '../../../main/flow/im-call.ts';
import { InstantMessagingEndpoint } from '../../../main/flow/im-endpoint.ts';
import { InstantMessagingFlowTemplate } from '../../../main/flow/im-flow-template.ts';
import type { InstantMessagingFlow } from '../../../main/flow/im-flow.ts';
import type { MediaFlowState } from '../../../main/flow/media-flow-state.ts';
import { ToastMessage } from '../../../main/flow/toast-message.ts';
import { silentLog } from '../../../main/log/log.ts';
import { systemClock } from '../../../main/shell/system-clock.ts';
import type { SipConnection } from '../../../main/sip/interface.ts';
import { createSipConnection } from '../../../main/sip/sip-connection.ts';
import type { SipAddress } from '../../../shared/model/address.ts';
import type { ServerLocation } from '../../../shared/model/connection.ts';
import { EventLog } from './event-log.ts';

export type ParleyEvent =
  | {
      readonly event: 'message';
      readonly from: SipAddress;
      readonly text: string | null;
      /** It came with the invitation. */
      readonly isToast: boolean;
      /** For reports, of flows that hand messages on. */
      readonly messageId: string | null;
    }
  | { readonly event: 'composing'; readonly from: SipAddress; readonly state: ComposingState }
  | { readonly event: 'flow'; readonly peer: SipAddress; readonly state: MediaFlowState }
  | {
      readonly event: 'call';
      readonly from: SipAddress;
      readonly dialect: Dialect;
      readonly toast: string | null;
    }
  | { readonly event: 'connection'; readonly state: string }
  | {
      readonly event: 'disposition';
      readonly from: SipAddress;
      readonly messageId: string;
      readonly disposition: Disposition;
    }
  /** A MESSAGE outside dialogs, whatever becomes of it. */
  | { readonly event: 'pager'; readonly contentType: string; readonly content: string };

export interface ParleyUserOptions {
  readonly address: SipAddress;
  readonly password: string;
  readonly server: ServerLocation;
  readonly displayName?: string;
  /** The defaults of its flows. */
  readonly settings?: InstantMessagingFlowTemplate;
}

/** Parley's signaling and flows without the application: takes every call and notes what happens. */
export class ParleyUser {
  readonly address: SipAddress;
  readonly log: EventLog<ParleyEvent>;
  readonly #connection: SipConnection;
  readonly #endpoint: InstantMessagingEndpoint;
  /** By peer; the latest. */
  readonly #flows = new Map<SipAddress, InstantMessagingFlow>();

  constructor(options: ParleyUserOptions) {
    this.address = options.address;
    this.log = new EventLog(`Parley as ${options.address}`);
    this.#connection = createSipConnection({
      address: options.address,
      displayName: options.displayName ?? null,
      password: options.password,
      server: options.server,
      instanceId: `urn:uuid:${randomUUID()}`,
      userAgent: 'Parley-Test',
      clock: systemClock,
      log: silentLog,
    });
    this.#connection.stateChanged.subscribe(({ kind }) => {
      this.log.add({ event: 'connection', state: kind });
    });
    const { signaling } = this.#connection;
    signaling.messageReceived.subscribe(({ body }) => {
      if (body === null) return;
      const content = Buffer.from(body.content).toString('utf8');
      this.log.add({ event: 'pager', contentType: body.contentType, content });
    });
    const settings = options.settings ?? new InstantMessagingFlowTemplate();
    this.#endpoint = new InstantMessagingEndpoint({
      signaling,
      clock: systemClock,
      log: silentLog,
      settings,
    });
    this.#endpoint.dispositionReceived.subscribe(({ from, messageId, disposition }) => {
      this.log.add({ event: 'disposition', from: from.address, messageId, disposition });
    });
    this.#endpoint.callReceived.subscribe(({ call, from }) => {
      const toast = call.toastMessage?.message ?? null;
      this.log.add({ event: 'call', from: from.address, dialect: call.dialect, toast });
      this.#take(call);
      call.accept().catch(() => undefined);
    });
  }

  /** All texts received, in order. */
  get receivedTexts(): readonly (string | null)[] {
    return this.log.events.flatMap((event) => (event.event === 'message' ? [event.text] : []));
  }

  async signIn(): Promise<void> {
    this.#connection.start();
    await this.log.waitFor(
      'registration',
      (event) => event.event === 'connection' && event.state === 'registered',
    );
  }

  /** An established call to the peer. */
  async call(
    peer: SipAddress,
    { dialect = 'session', toast }: { readonly dialect?: Dialect; readonly toast?: string } = {},
  ): Promise<InstantMessagingCall> {
    const call = this.#endpoint.createCall(peer, { dialect });
    this.#take(call);
    await call.establish(toast === undefined ? {} : { toast: new ToastMessage(toast) });
    return call;
  }

  /** The latest flow with the peer. */
  flowWith(peer: SipAddress): InstantMessagingFlow {
    const flow = this.#flows.get(peer);
    if (flow === undefined) throw new Error(`There is no flow with ${peer}`);
    return flow;
  }

  /** The next message that was not waited for yet. */
  nextMessage(): Promise<ParleyEvent & { event: 'message' }> {
    return this.log.waitFor('message', (event) => event.event === 'message');
  }

  /** The next report on this message that was not waited for yet. */
  nextDisposition(id: string): Promise<ParleyEvent & { event: 'disposition' }> {
    return this.log.waitFor(
      `disposition of ${id}`,
      (event): event is ParleyEvent & { event: 'disposition' } =>
        event.event === 'disposition' && event.messageId === id,
    );
  }

  /** The next MESSAGE outside dialogs with such a content that was not waited for yet. */
  nextPager(contentType: string): Promise<ParleyEvent & { event: 'pager' }> {
    return this.log.waitFor(
      contentType,
      (event): event is ParleyEvent & { event: 'pager' } =>
        event.event === 'pager' && event.contentType.startsWith(contentType),
    );
  }

  async nextComposing(state: ComposingState): Promise<void> {
    await this.log.waitFor(
      `composing ${state}`,
      (event) => event.event === 'composing' && event.state === state,
    );
  }

  async stop(): Promise<void> {
    this.#endpoint.close();
    await this.#connection.stop();
  }

  #take(call: InstantMessagingCall): void {
    const peer = call.peer.address;
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      flow.initialize(this.#endpoint.instantMessagingSettings);
      this.#flows.set(peer, flow);
      flow.messageReceived.subscribe(({ sender, textBody, isToast, messageId }) => {
        this.log.add({ event: 'message', from: sender.address, text: textBody, isToast, messageId });
      });
      flow.remoteComposingStateChanged.subscribe(({ composingState }) => {
        this.log.add({ event: 'composing', from: peer, state: composingState });
      });
      flow.stateChanged.subscribe(({ state }) => {
        this.log.add({ event: 'flow', peer, state });
      });
    });
  }
}
