import { expect, test } from 'vitest';
import { CallState } from '../../main/flow/call-state.ts';
import { ComposingState } from '../../main/flow/composing.ts';
import { InstantMessagingEndpoint } from '../../main/flow/im-endpoint.ts';
import type { ComposingStateChangedEventArgs, InstantMessagingFlow } from '../../main/flow/im-flow.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import { MediaFlowState, type StateChangedEventArgs } from '../../main/flow/media-flow-state.ts';
import type { SendInstantMessageResult } from '../../main/flow/send-result.ts';
import { silentLog } from '../../main/log/log.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';

const alice = 'sip:alice@example.test' as SipAddress;
const bob = 'sip:bob@example.test' as SipAddress;

const { ConsumedLocally, ProxiedToRemoteEntity } = InstantMessageConsumptionMode;

test.each([
  [ConsumedLocally, ['MESSAGE', 'INFO', 'INFO']],
  [ProxiedToRemoteEntity, ['MESSAGE', 'BENOTIFY', 'INFO', 'INFO']],
])('the sample of "Handle an InstantMessagingFlow", line by line: %s', async (mode, methods) => {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const endpoint = new InstantMessagingEndpoint({ signaling: network.add(alice), clock, log: silentLog });
  const remoteEndpoint = new InstantMessagingEndpoint({ signaling: network.add(bob), clock, log: silentLog });

  const heard: string[] = [];
  const seenTyping: ComposingStateChangedEventArgs[] = [];
  let remoteFlow: InstantMessagingFlow | null = null;
  remoteEndpoint.callReceived.subscribe(({ call }) => {
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      remoteFlow = flow;
      const template = new InstantMessagingFlowTemplate();
      template.messageConsumptionMode = mode;
      flow.initialize(template);
      flow.messageReceived.subscribe((e) => {
        heard.push(e.textBody ?? '');
        // "… the application must … send message delivery notifications with BeginSendSuccessDeliveryNotification …"
        if (e.messageId !== null) void flow.sendSuccessDeliveryNotification(e.messageId);
      });
      flow.remoteComposingStateChanged.subscribe((e) => {
        seenTyping.push(e);
      });
    });
    void call.accept();
  });

  const states: StateChangedEventArgs<MediaFlowState>[] = [];
  const composing: ComposingStateChangedEventArgs[] = [];
  const completed: SendInstantMessageResult[] = [];
  const imFlows: InstantMessagingFlow[] = [];

  const imCall = endpoint.createCall(bob);

  // Must be done before Establish is called.
  // imCall.InstantMessagingFlowConfigurationRequested += IMCall_InstantMessagingFlowConfigurationRequested;
  imCall.instantMessagingFlowConfigurationRequested.subscribe(
    imCallInstantMessagingFlowConfigurationRequested,
  );

  // private void IMCall_InstantMessagingFlowConfigurationRequested (object sender, …EventArgs e)
  function imCallInstantMessagingFlowConfigurationRequested(e: {
    readonly flow: InstantMessagingFlow;
  }): void {
    // InstantMessagingFlow imFlow = e.Flow;
    const imFlow = e.flow;
    // imFlow.StateChanged += IMFlow_StateChanged;
    imFlow.stateChanged.subscribe(imFlowStateChanged);
    // imFlow.RemoteComposingStateChanged += IMFlow_RemoteComposingStateChanged;
    imFlow.remoteComposingStateChanged.subscribe(imFlowRemoteComposingStateChanged);
    // "This initialization must occur within the body of a handler for the … ConfigurationRequested event."
    imFlow.initialize(new InstantMessagingFlowTemplate());
    imFlows.push(imFlow);
  }

  // private void IMCall_ RemoteComposingStateChanged (object sender, ComposingStateChangedEventArgs e)
  function imFlowRemoteComposingStateChanged(e: ComposingStateChangedEventArgs): void {
    // e.Participant indicates the remote participant.
    // e.ComposingState indicates the composing state of this remote participant.
    composing.push(e);
  }

  // private void IMCall_StateChanged(object sender, StateChangedEventArgs<MediaFlowState> e)
  function imFlowStateChanged(e: StateChangedEventArgs<MediaFlowState>): void {
    // Idle, Active, Terminated are the states. If Active, the flow is ready to send and receive media.
    states.push(e);
  }

  function imFlowSendMessageCompleted(result: SendInstantMessageResult): void {
    completed.push(result);
  }

  await imCall.establish();
  const [myFlow] = imFlows;
  if (myFlow === undefined) throw new Error('The configuration was not requested');
  expect(imCall.flow).toBe(myFlow);
  expect(imCall.state).toBe(CallState.Established);
  expect(states).toEqual([{ previousState: MediaFlowState.Idle, state: MediaFlowState.Active }]);

  // Send a message on the flow.
  // myFlow.BeginSendMessage("hi", IMFlow_SendMessageCompleted, myFlow);
  await myFlow.sendInstantMessage('hi').then(imFlowSendMessageCompleted);
  expect(heard).toEqual(['hi']);
  expect(completed).toMatchObject([
    { deliveryFailures: [], messageId: null, tentative: false, recognisedById: false },
  ]);

  // Sending a composing notification.
  // myFlow.LocalComposingState = ComposingState.Composing;
  myFlow.localComposingState = ComposingState.Composing;
  await settled();
  expect(seenTyping).toEqual([
    { participant: { address: alice, displayName: null }, composingState: ComposingState.Composing },
  ]);

  // Setting the composing state to Idle cancels the autmomatic sending of composing notifications.
  // Sending the instant message also cancels the automatic sending of composing notifications.
  // myFlow.LocalComposingState = ComposingState.Idle;
  myFlow.localComposingState = ComposingState.Idle;
  await clock.advance(20_000);
  expect(seenTyping.map((e) => e.composingState)).toEqual([ComposingState.Composing, ComposingState.Idle]);
  expect(network.methods).toEqual(['INVITE', ...methods]);

  // And the other way: what the remote participant does is raised here.
  expect(remoteFlow).not.toBeNull();
  const theirs = remoteFlow as InstantMessagingFlow | null;
  if (theirs !== null) theirs.localComposingState = ComposingState.Composing;
  await settled();
  expect(composing).toEqual([
    { participant: { address: bob, displayName: null }, composingState: ComposingState.Composing },
  ]);

  await imCall.terminate();
  expect(states.at(-1)).toEqual({ previousState: MediaFlowState.Active, state: MediaFlowState.Terminated });
});
