import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ComposingState } from '../../main/flow/composing.ts';
import { FailureResponseError } from '../../main/flow/errors.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import type { SendInstantMessageResult } from '../../main/flow/send-result.ts';
import { silentLog } from '../../main/log/log.ts';
import { startLoopback, type Loopback } from '../../main/loopback/index.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { ParleyUser } from '../support/peers/parley-user.ts';

const { ConsumedLocally, ProxiedToRemoteEntity } = InstantMessageConsumptionMode;

/** The SIP status of the failure; null when there is none. */
async function outcomeOf(sent: Promise<SendInstantMessageResult>): Promise<number | null> {
  try {
    return (await sent).deliveryFailures[0]?.responseCode ?? null;
  } catch (error) {
    if (error instanceof FailureResponseError) return error.statusCode;
    throw error;
  }
}

describe.each([
  ['session', ConsumedLocally],
  ['session', ProxiedToRemoteEntity],
  ['pager', ConsumedLocally],
  ['pager', ProxiedToRemoteEntity],
] as const)('two stacks in one process, %s, %s', (dialect, mode) => {
  let loopback: Loopback;
  let alice: ParleyUser;
  let bob: ParleyUser;

  const signedIn = async (user: string, settings: InstantMessagingFlowTemplate): Promise<ParleyUser> => {
    const peer = new ParleyUser({
      address: `sip:${user}@${loopback.domain}` as SipAddress,
      password: 'any',
      server: { transport: 'tcp', host: '127.0.0.1', port: loopback.tcpPort, path: '/' },
      settings,
    });
    await peer.signIn();
    return peer;
  };

  beforeEach(async () => {
    loopback = await startLoopback({ clock: systemClock, log: silentLog, echo: false });
    const settings = new InstantMessagingFlowTemplate();
    settings.messageConsumptionMode = mode;
    [alice, bob] = await Promise.all([
      signedIn('alice', new InstantMessagingFlowTemplate()),
      signedIn('bob', settings),
    ]);
  });

  afterEach(async () => {
    await Promise.all([alice.stop(), bob.stop()]);
    await loopback.stop();
  });

  /** Bob's application: reports on what it hands on. */
  const report = async (failureCode: number | null): Promise<string | null> => {
    const { text, messageId } = await bob.nextMessage();
    expect(messageId !== null).toBe(mode === ProxiedToRemoteEntity);
    const flow = bob.flowWith(alice.address);
    if (messageId === null) return text;
    if (failureCode === null) await flow.sendSuccessDeliveryNotification(messageId);
    else await flow.sendFailureDeliveryNotification(messageId, failureCode);
    return text;
  };

  it('talk, in order, both ways, and report', async () => {
    const call = await alice.call(bob.address, { dialect });
    expect(call.dialect).toBe(dialect);
    const flow = alice.flowWith(bob.address);
    const [first] = await Promise.all([flow.sendInstantMessage('Grüß dich, Bob 👋'), report(null)]);
    expect(first.deliveryFailures).toEqual([]);
    // With a report, or in the answer where the sender asks for none.
    const [second] = await Promise.all([outcomeOf(flow.sendInstantMessage('second')), report(486)]);
    expect(second).toBe(mode === ProxiedToRemoteEntity ? 486 : null);
    expect(bob.receivedTexts).toEqual(['Grüß dich, Bob 👋', 'second']);
    await bob.flowWith(alice.address).sendInstantMessage('and back');
    expect((await alice.nextMessage()).text).toBe('and back');
    await call.terminate();
    expect(flow.state).toBe('Terminated');
  });

  it('see each other typing, and that it ends', async () => {
    await alice.call(bob.address, { dialect });
    const flow = alice.flowWith(bob.address);
    await Promise.all([flow.sendInstantMessage('hello'), report(null)]);
    flow.localComposingState = ComposingState.Composing;
    await bob.nextComposing(ComposingState.Composing);
    await Promise.all([flow.sendInstantMessage('done'), report(null)]);
    await bob.nextComposing(ComposingState.Idle);
  });
});
