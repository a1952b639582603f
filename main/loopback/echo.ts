import { randomUUID } from 'node:crypto';
import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { ComposingState } from '../flow/composing.ts';
import { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import { InstantMessagingFlowTemplate } from '../flow/im-flow-template.ts';
import type { InstantMessagingFlow } from '../flow/im-flow.ts';
import { MediaFlowState } from '../flow/media-flow-state.ts';
import type { Log } from '../log/log.ts';
import { createSipConnection } from '../sip/sip-connection.ts';
import type { SipConnection } from '../sip/interface.ts';
import { loopbackHost } from './connection.ts';
import { EchoTalk } from './echo-talk.ts';

export interface EchoOptions {
  readonly address: SipAddress;
  /** The TCP port of the loopback server. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The buddy Echo: a real SIP user agent that answers what it is sent. */
export interface Echo {
  readonly address: SipAddress;
  stop(): Promise<void>;
}

/** The peers that have been greeted; the oldest is forgotten beyond this. */
const rememberedPeers = 200;
const signInPatience = 5000;

/** Signs Echo in. Resolves when it is there, or after some seconds; Echo then goes on trying. */
export async function startEcho(options: EchoOptions): Promise<Echo> {
  const { address, port, clock, log } = options;
  const connection = createSipConnection({
    address,
    displayName: 'Echo',
    password: '',
    server: { transport: 'tcp', host: loopbackHost, port, path: '/' },
    instanceId: `urn:uuid:${randomUUID()}`,
    userAgent: 'Parley-Echo',
    clock,
    log,
  });
  const endpoint = new InstantMessagingEndpoint({ signaling: connection.signaling, clock, log });
  const greeted = new Set<string>();
  endpoint.callReceived.subscribe(({ call, from }) => {
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      flow.initialize(new InstantMessagingFlowTemplate());
      converse(flow, clock, () => {
        const isFirst = !greeted.has(addressKey(from.address));
        remember(greeted, addressKey(from.address));
        return isFirst;
      });
    });
    call.accept().catch((error: unknown) => {
      log.warn({ error: String(error) }, 'Echo could not accept a call');
    });
  });
  const registered = waitUntilRegistered(connection, clock);
  connection.start();
  if (!(await registered)) log.warn({}, 'Echo is not signed in yet');
  return {
    address,
    async stop() {
      endpoint.close();
      await connection.stop();
    },
  };
}

function converse(flow: InstantMessagingFlow, clock: Clock, isFirst: () => boolean): void {
  const talk = new EchoTalk(
    clock,
    {
      compose() {
        if (flow.state === MediaFlowState.Active) flow.localComposingState = ComposingState.Composing;
      },
      async send(text) {
        await flow.sendInstantMessage(text);
      },
    },
    isFirst,
  );
  flow.messageReceived.subscribe(({ textBody }) => {
    talk.receive(textBody);
  });
  flow.stateChanged.subscribe(({ state }) => {
    if (state === MediaFlowState.Terminated) talk.end();
  });
}

function remember(peers: Set<string>, peer: string): void {
  peers.delete(peer);
  peers.add(peer);
  const [oldest] = peers;
  if (peers.size > rememberedPeers && oldest !== undefined) peers.delete(oldest);
}

function waitUntilRegistered(connection: SipConnection, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isRegistered: boolean): void => {
      unsubscribe();
      stopTimer();
      resolve(isRegistered);
    };
    const unsubscribe = connection.stateChanged.subscribe(({ kind }) => {
      if (kind === 'registered') finish(true);
    });
    const stopTimer = clock.after(signInPatience, () => {
      finish(false);
    });
  });
}
