import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostOf, userOf, type SipAddress } from '../../../shared/model/address.ts';
import { buildShim } from './build-shim.ts';
import { inNewDirectory, PeerProcess } from './peer-process.ts';

export type LinphoneEvent =
  | { readonly event: 'received'; readonly from: string; readonly text: string }
  /** `InProgress`, `Delivered` (a 2xx came), `DeliveredToUser`, `Displayed` (IMDN), `NotDelivered`. */
  | { readonly event: 'message-state'; readonly id: string; readonly state: string }
  | { readonly event: 'registration'; readonly state: string }
  | { readonly event: 'sent'; readonly id: string }
  /** Of the watched peer. */
  | { readonly event: 'composing'; readonly composing: boolean };

export interface LinphoneOptions {
  readonly address: SipAddress;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  /** Whose typing it tells of. */
  readonly watched?: SipAddress;
}

/** A running Linphone, driven by linphone-daemon: pager MESSAGE, isComposing and IMDN as liblinphone speaks them. */
export class LinphonePeer {
  readonly address: SipAddress;
  readonly #process: PeerProcess<LinphoneEvent>;
  readonly #directory: string;

  constructor(address: SipAddress, process: PeerProcess<LinphoneEvent>, directory: string) {
    this.address = address;
    this.#process = process;
    this.#directory = directory;
  }

  /** All texts that it has shown, in order. */
  get receivedTexts(): readonly string[] {
    return this.#process.log.events.flatMap((event) => (event.event === 'received' ? [event.text] : []));
  }

  /** Sends one line of text; resolves with the message's id when it is on its way. */
  async send(to: SipAddress, text: string): Promise<string> {
    this.#process.write(`message ${to} ${text}`);
    return (await this.next('sent')).id;
  }

  /** Lets it tell the peer that a message is being written. */
  async compose(to: SipAddress): Promise<void> {
    const order = composeOrder(this.#directory);
    await writeFile(`${order}.new`, to);
    await rename(`${order}.new`, order);
  }

  /** Resolves when it shows that the watched peer began or ceased to write. */
  async saw(composing: boolean): Promise<void> {
    await this.#process.log.waitFor(
      `composing ${String(composing)}`,
      (event) => event.event === 'composing' && event.composing === composing,
    );
  }

  /** Resolves when a sent message is in one of these states. */
  async reached(id: string, ...states: readonly string[]): Promise<void> {
    await this.#process.log.waitFor(
      `message ${id} ${states.join(' or ')}`,
      (event) => event.event === 'message-state' && event.id === id && states.includes(event.state),
    );
  }

  /** The next event of this kind that was not waited for yet. */
  next<K extends LinphoneEvent['event']>(kind: K): Promise<Extract<LinphoneEvent, { event: K }>> {
    const isOfKind = (event: LinphoneEvent): event is Extract<LinphoneEvent, { event: K }> =>
      event.event === kind;
    return this.#process.log.waitFor(kind, isOfKind);
  }

  async stop(): Promise<void> {
    await this.#process.stop('quit');
    await rm(this.#directory, { recursive: true, force: true });
  }
}

const composeOrder = (directory: string): string => join(directory, 'compose');

const registrationPatience = 100;

/** Starts Linphone without sound and video and resolves when it is registered. It opens no port. */
export function startLinphone(options: LinphoneOptions): Promise<LinphonePeer> {
  return inNewDirectory('parley-linphone-', (directory) => signIn(options, directory));
}

async function signIn(options: LinphoneOptions, directory: string): Promise<LinphonePeer> {
  // Without this folder liblinphone has no database, and crashes with the first chat room.
  await mkdir(join(directory, '.local/share/linphone'), { recursive: true });
  const configuration = join(directory, 'linphonerc');
  await writeFile(configuration, configurationOf(options));
  const process = await PeerProcess.start<LinphoneEvent>({
    command: 'linphone-daemon',
    args: ['--config', configuration, '--log', join(directory, 'log')],
    env: {
      HOME: directory,
      XDG_DATA_HOME: '',
      XDG_CONFIG_HOME: '',
      PULSE_SERVER: 'none',
      LD_PRELOAD: await buildShim(directory, 'linphone-typing'),
      LINPHONE_COMPOSE: composeOrder(directory),
      ...(options.watched === undefined ? {} : { LINPHONE_PEER: options.watched }),
    },
    debianPackage: 'linphone-cli',
    parse: parseDaemon,
  });
  const peer = new LinphonePeer(options.address, process, directory);
  try {
    await registered(peer, process);
  } catch (error) {
    await peer.stop();
    throw error;
  }
  return peer;
}

/** The daemon tells the state of a registration only when asked. */
async function registered(peer: LinphonePeer, process: PeerProcess<LinphoneEvent>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    process.write('register-status ALL');
    const { state } = await peer.next('registration');
    if (state === 'LinphoneRegistrationOk') return;
    await new Promise((resolve) => setTimeout(resolve, registrationPatience));
  }
  throw new Error('Linphone could not register');
}

/**
 * sip_tcp_port=-2: connect only, listen nowhere. reg_route: MESSAGEs go through the proxy, too. The network monitor
 * stays on: without it liblinphone takes the network for unreachable and holds its delivery reports back.
 */
function configurationOf({ address, password, host, port }: LinphoneOptions): string {
  const server = `sip:${host}:${String(port)};transport=tcp`;
  return `[sip]
sip_port=0
sip_tcp_port=-2
sip_tls_port=0
default_proxy=0
guess_hostname=0
register_only_when_network_is_up=0
[proxy_0]
reg_proxy=<${server}>
reg_route=<${server};lr>
reg_identity=${address}
reg_expires=600
reg_sendregister=1
publish=0
[auth_info_0]
username=${userOf(address)}
passwd=${password}
domain=${hostOf(address)}
[sound]
playback_dev_id=
ringer_dev_id=
capture_dev_id=
[video]
enabled=0
`;
}

const received =
  /Event-type: message-received\n\nFrom: ([^\n]*)\nTo: [^\n]*\nId: [^\n]*\nContent: "([\s\S]*?)"\n\n/;
const messageState =
  /Event-type: message-state-changed\n\nId: ([^\n]*)\nState: LinphoneChatMessageState([A-Za-z]+)\n/;
const registration = /Status: Ok\n\nId: [0-9]+\nState: ([A-Za-z]+)\n/;
const sent = /Status: Ok\n\nId: ([^\n]*)\n\n/;
const peerComposing = /Peer-composing: ([01])\n/;
const anyEvent = new RegExp(
  [received, messageState, registration, sent, peerComposing].map(({ source }) => source).join('|'),
  'g',
);

function parseDaemon(output: string): { events: readonly LinphoneEvent[]; rest: string } {
  const events: LinphoneEvent[] = [];
  let end = 0;
  for (const match of output.matchAll(anyEvent)) {
    end = match.index + match[0].length;
    const [, from, text, stateId, state, registrationState, sentId, composing] = match;
    if (from !== undefined) events.push({ event: 'received', from, text: text ?? '' });
    else if (stateId !== undefined) events.push({ event: 'message-state', id: stateId, state: state ?? '' });
    else if (registrationState !== undefined)
      events.push({ event: 'registration', state: registrationState });
    else if (sentId !== undefined) events.push({ event: 'sent', id: sentId });
    else if (composing !== undefined) events.push({ event: 'composing', composing: composing === '1' });
  }
  return { events, rest: output.slice(end) };
}
