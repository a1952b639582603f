import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { displayAddress, type SipAddress } from '../../../shared/model/address.ts';
import { buildShim } from './build-shim.ts';
import { inNewDirectory, PeerProcess } from './peer-process.ts';

const PurpleEvent = v.variant('event', [
  v.object({ event: v.literal('signed-on') }),
  v.object({ event: v.literal('signed-off') }),
  v.object({ event: v.literal('connection-error'), code: v.number(), detail: v.nullable(v.string()) }),
  v.object({ event: v.literal('received'), who: v.string(), markup: v.string(), text: v.string() }),
  v.object({
    event: v.literal('wrote'),
    who: v.nullable(v.string()),
    text: v.nullable(v.string()),
    flags: v.number(),
  }),
  v.object({ event: v.literal('typing'), who: v.string() }),
  v.object({ event: v.literal('typing-stopped'), who: v.string() }),
  v.object({ event: v.literal('missing'), package: v.string(), detail: v.string() }),
]);
export type PurpleEvent = v.InferOutput<typeof PurpleEvent>;

export interface SipeOptions {
  readonly address: SipAddress;
  readonly password: string;
  readonly host: string;
  /** A TCP port: SIPE speaks no UDP. */
  readonly port: number;
}

/** A running SIPE: Microsoft's Lync dialect as pidgin-sipe speaks it.  */
export class SipePeer {
  readonly address: SipAddress;
  readonly #process: PeerProcess<PurpleEvent>;
  readonly #directory: string;

  constructor(address: SipAddress, process: PeerProcess<PurpleEvent>, directory: string) {
    this.address = address;
    this.#process = process;
    this.#directory = directory;
  }

  /** All texts that it has shown, in order. */
  get receivedTexts(): readonly string[] {
    return this.#process.log.events.flatMap((event) => (event.event === 'received' ? [event.text] : []));
  }

  send(to: SipAddress, text: string): void {
    this.#process.write(JSON.stringify({ do: 'send', to, text }));
  }

  setTyping(to: SipAddress, state: 'typing' | 'paused' | 'stopped'): void {
    this.#process.write(JSON.stringify({ do: 'typing', to, state }));
  }

  /** Closes the conversation's window, which ends its call. */
  close(to: SipAddress): void {
    this.#process.write(JSON.stringify({ do: 'close', to }));
  }

  /** The next event of this kind that was not waited for yet. */
  next<K extends PurpleEvent['event']>(kind: K): Promise<Extract<PurpleEvent, { event: K }>> {
    const isOfKind = (event: PurpleEvent): event is Extract<PurpleEvent, { event: K }> =>
      event.event === kind;
    return this.#process.log.waitFor(kind, isOfKind);
  }

  /** The next line in a window, of whomever, that has such a text and was not waited for yet. */
  nextWrote(text: RegExp): Promise<Extract<PurpleEvent, { event: 'wrote' }>> {
    const matches = (event: PurpleEvent): event is Extract<PurpleEvent, { event: 'wrote' }> =>
      event.event === 'wrote' && text.test(event.text ?? '');
    return this.#process.log.waitFor(String(text), matches);
  }

  async stop(): Promise<void> {
    await this.#process.stop(JSON.stringify({ do: 'quit' }));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** SIPE seeds its tags and Call-IDs with the time in seconds: two that start in one second use the same ones. */
const startDistance = 1100;
let lastStart: Promise<unknown> = Promise.resolve();

/** Starts SIPE and resolves when it is signed on. */
export async function startSipe(options: SipeOptions): Promise<SipePeer> {
  const mayStart = lastStart;
  lastStart = mayStart.then(() => new Promise((resolve) => setTimeout(resolve, startDistance)));
  return inNewDirectory('parley-sipe-', async (directory) => {
    const shim = await buildShim(directory, 'saxfix');
    await mayStart;
    return signOn(options, directory, shim);
  });
}

async function signOn(options: SipeOptions, directory: string, shim: string): Promise<SipePeer> {
  const process = await PeerProcess.start<PurpleEvent>({
    command: 'python3',
    args: [fileURLToPath(new URL('purple.py', import.meta.url))],
    env: { LD_PRELOAD: shim, HOME: directory },
    debianPackage: 'python3',
    parse: parsePurple,
  });
  const peer = new SipePeer(options.address, process, directory);
  const { address, password, host, port } = options;
  const user = displayAddress(address);
  process.write(
    JSON.stringify({ protocol: 'prpl-sipe', user, password, host, port, transport: 'tcp', directory }),
  );
  try {
    const first = await process.log.waitFor(
      'signing on',
      ({ event }) => event === 'signed-on' || event === 'connection-error' || event === 'missing',
    );
    if (first.event === 'missing') {
      throw new Error(`SIPE cannot run: install the Debian package ${first.package} (${first.detail})`);
    }
    if (first.event === 'connection-error')
      throw new Error(`SIPE cannot sign on: ${first.detail ?? 'no reason'}`);
  } catch (error) {
    await peer.stop();
    throw error;
  }
  return peer;
}

function parsePurple(output: string): { events: readonly PurpleEvent[]; rest: string } {
  const lines = output.split('\n');
  const rest = lines.pop() ?? '';
  const events = lines
    .filter((line) => line.startsWith('{"event"'))
    .map((line) => v.parse(PurpleEvent, JSON.parse(line)));
  return { events, rest };
}
