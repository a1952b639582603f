import type { InstantMessagingFlowTemplate } from '../../../main/flow/im-flow-template.ts';
import { parseAddress, type SipAddress } from '../../../shared/model/address.ts';
import type { Kamailio } from '../kamailio.ts';
import { startLinphone, type LinphonePeer } from './linphone.ts';
import { ParleyUser } from './parley-user.ts';
import { startSipe, type SipePeer } from './sipe.ts';

/** Clients of one test behind a Kamailio, with the users and passwords that it has by default. */
export class KamailioPeers {
  readonly #kamailio: Kamailio;
  readonly #started: { stop(): Promise<void> }[] = [];

  constructor(kamailio: Kamailio) {
    this.#kamailio = kamailio;
  }

  addressOf(user: string): SipAddress {
    const parsed = parseAddress(`${user}@${this.#kamailio.domain}`);
    if (!parsed.ok) throw new Error(`${user} is no user name`);
    return parsed.value;
  }

  /** Signed in. */
  async parley(
    user: string,
    transport: 'tcp' | 'ws',
    settings?: InstantMessagingFlowTemplate,
  ): Promise<ParleyUser> {
    const { host, tcpPort, wsPort } = this.#kamailio;
    const port = transport === 'tcp' ? tcpPort : wsPort;
    const peer = new ParleyUser({
      address: this.addressOf(user),
      password: passwordOf(user),
      server: { transport, host, port, path: '/' },
      ...(settings === undefined ? {} : { settings }),
    });
    this.#started.push(peer);
    await peer.signIn();
    return peer;
  }

  /** Signed on. */
  async sipe(user: string): Promise<SipePeer> {
    const peer = await startSipe(this.#account(user));
    this.#started.push(peer);
    return peer;
  }

  /** Registered; `watched` is the user whose typing it tells of. */
  async linphone(user: string, watched?: string): Promise<LinphonePeer> {
    const peer = await startLinphone({
      ...this.#account(user),
      ...(watched === undefined ? {} : { watched: this.addressOf(watched) }),
    });
    this.#started.push(peer);
    return peer;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#started.splice(0).map((peer) => peer.stop()));
  }

  #account(user: string): { address: SipAddress; password: string; host: string; port: number } {
    const { host, tcpPort } = this.#kamailio;
    return { address: this.addressOf(user), password: passwordOf(user), host, port: tcpPort };
  }
}

const passwordOf = (user: string): string => `${user}-secret`;
