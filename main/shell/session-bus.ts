import type { Message, MessageBus, Variant } from '@jellybrick/dbus-next';
import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';

/** Where somebody on the bus answers. */
export interface BusPlace {
  readonly name: string;
  readonly path: string;
  /** The same as the name, unless it says otherwise. */
  readonly interface?: string;
}

export interface BusSignal {
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

const daemon: BusPlace = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
const Flag = v.tuple([v.boolean()]);

type Fields = ConstructorParameters<typeof Message>[0];

/** The user's session bus on Linux: questions, answers and signals. */
export class SessionBus {
  readonly #bus: MessageBus;
  readonly #newMessage: (fields: Fields) => Message;
  readonly #newVariant: (signature: string, value: unknown) => Variant;
  readonly #signals = new TypedEvent<BusSignal>();
  readonly #lost = new TypedEvent<null>();

  private constructor(
    made: MessageBus,
    newMessage: (fields: Fields) => Message,
    newVariant: (signature: string, value: unknown) => Variant,
  ) {
    this.#bus = made;
    this.#newMessage = newMessage;
    this.#newVariant = newVariant;
  }

  /** Null where there is no session bus, as on servers and on other systems. */
  static async open(log: Log): Promise<SessionBus | null> {
    const address = process.platform === 'linux' ? busAddress() : null;
    if (address === null) return null;
    try {
      // Loaded only where it is of use, and after the window.
      const library = await import('@jellybrick/dbus-next');
      const connection = library.sessionBus({ busAddress: address });
      // The library raises it, and its types leave it out.
      const emitter: EventEmitter = connection;
      const failed = new Promise<never>((_resolve, reject) => {
        emitter.on('error', (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
      const opened = new SessionBus(
        connection,
        (fields) => new library.Message(fields),
        (signature, value) => new library.Variant(signature, value),
      );
      await Promise.race([opened.#begin(), failed]);
      failed.catch((error: unknown) => {
        log.warn({ error }, 'The session bus was lost');
        opened.#lost.raise(null);
      });
      return opened;
    } catch (error) {
      log.info({ error }, 'The session bus cannot be used');
      return null;
    }
  }

  /** What was asked for by `listen`. */
  get signals(): EventSource<BusSignal> {
    return this.#signals;
  }

  get lost(): EventSource<null> {
    return this.#lost;
  }

  /** `rule`: a match rule of D-Bus. */
  async listen(rule: string): Promise<void> {
    await this.ask(daemon, 'AddMatch', 's', [`type='signal',${rule}`]);
  }

  /** Signals when that name comes or goes: NameOwnerChanged. */
  async listenForOwner(name: string): Promise<void> {
    await this.listen(`sender='${daemon.name}',member='NameOwnerChanged',arg0='${name}'`);
  }

  /** Whether somebody answers to that name; asking the name itself might start somebody. */
  async isOwned(name: string): Promise<boolean> {
    const answer = v.safeParse(Flag, await this.ask(daemon, 'NameHasOwner', 's', [name]));
    return answer.success && answer.output[0];
  }

  /** The body of the answer; null where nobody answers, or with an error. */
  async ask(place: BusPlace, member: string, signature: string, body: readonly unknown[]): Promise<unknown> {
    const call = this.#newMessage({
      destination: place.name,
      path: place.path,
      interface: place.interface ?? place.name,
      member,
      signature,
      body: [...body],
    });
    try {
      return (await this.#bus.call(call))?.body ?? null;
    } catch {
      return null;
    }
  }

  /** Tells whoever listens. */
  raise(place: Omit<BusPlace, 'name'>, member: string, signature: string, body: readonly unknown[]): void {
    const { path, interface: name } = place;
    const signal = 4;
    this.#bus.send(
      this.#newMessage({ type: signal, path, interface: name ?? '', member, signature, body: [...body] }),
    );
  }

  /** A value that carries its type, as dictionaries of D-Bus hold them. */
  variant(signature: string, value: unknown): unknown {
    return this.#newVariant(signature, value);
  }

  async #begin(): Promise<void> {
    this.#bus.on('message', ({ interface: name, member, body }) => {
      this.#signals.raise({ interface: name, member, body });
    });
    await this.ask(daemon, 'GetId', '', []);
  }
}

/** Where the user's bus listens; null when there is none. Chromium writes "disabled:" where it looked in vain. */
function busAddress(): string | null {
  const named = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (named.startsWith('unix:')) return named;
  const runtime = process.env['XDG_RUNTIME_DIR'] ?? '';
  const socket = join(runtime, 'bus');
  return runtime !== '' && existsSync(socket) ? `unix:path=${socket}` : null;
}
