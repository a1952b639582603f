import { InstantMessagingEndpoint } from '../../main/flow/im-endpoint.ts';
import type { InstantMessagingCall } from '../../main/flow/im-call.ts';
import type { InstantMessageReceivedEventArgs, InstantMessagingFlow } from '../../main/flow/im-flow.ts';
import type { InstantMessagingFlowTemplate } from '../../main/flow/im-flow-template.ts';
import { silentLog } from '../../main/log/log.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { FakeNetwork, FakeSignaling } from '../support/fake-signaling.ts';

export const alice = 'sip:alice@example.test' as SipAddress;
export const bob = 'sip:bob@example.test' as SipAddress;

/** An application at one end: takes every call and writes down what happens. */
export class Party {
  readonly signaling: FakeSignaling;
  readonly endpoint: InstantMessagingEndpoint;
  readonly calls: InstantMessagingCall[] = [];
  /** `text`, `Composing`, `Idle`, in the order in which they were raised. */
  readonly heard: string[] = [];
  readonly received: InstantMessageReceivedEventArgs[] = [];
  /** What a new flow is initialized with. */
  template: InstantMessagingFlowTemplate | null = null;
  /** Called for each message; may hold the answer back. */
  onMessage: (event: InstantMessageReceivedEventArgs) => void = () => undefined;
  /** The same with the flow that the message came over. */
  onReceived: (flow: InstantMessagingFlow, event: InstantMessageReceivedEventArgs) => void = () => undefined;
  /** What becomes of incoming calls. */
  decide: (call: InstantMessagingCall) => void = (call) => {
    call.accept().catch(() => undefined);
  };

  constructor(network: FakeNetwork, clock: FakeClock, address: SipAddress) {
    this.signaling = network.add(address);
    this.endpoint = new InstantMessagingEndpoint({ signaling: this.signaling, clock, log: silentLog });
    this.endpoint.callReceived.subscribe(({ call }) => {
      this.watch(call);
      this.decide(call);
    });
  }

  call(peer: SipAddress, dialect: 'session' | 'pager' = 'session'): InstantMessagingCall {
    const call = this.endpoint.createCall(peer, { dialect });
    this.watch(call);
    return call;
  }

  /** The flow of the call that was made last. */
  get flow(): InstantMessagingFlow {
    const flow = this.calls.at(-1)?.flow ?? null;
    if (flow === null) throw new Error('There is no flow');
    return flow;
  }

  watch(call: InstantMessagingCall): void {
    this.calls.push(call);
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      if (this.template !== null) flow.initialize(this.template);
      flow.messageReceived.subscribe((event) => {
        this.received.push(event);
        this.heard.push(event.textBody ?? '(no text)');
        this.onMessage(event);
        this.onReceived(flow, event);
      });
      flow.remoteComposingStateChanged.subscribe(({ composingState }) => {
        this.heard.push(composingState);
      });
    });
  }
}

/** The error that a promise rejects with; fails when it resolves. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It resolved with ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
