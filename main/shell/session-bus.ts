import type { Message, MessageBus } from '@jellybrick/dbus-next';
import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';

const bus = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' } as const;
/** Who keeps the icons of the tray (the StatusNotifierItem specification); some host has to show them. */
const watcher = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher' } as const;
const notifications = {
  name: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
} as const;
/** GNOME, KDE, Cinnamon, MATE, Xfce: each raises ActiveChanged at an interface of this form. */
const screenSaver = /^org\.(?:freedesktop|gnome|cinnamon|mate|xfce)\.ScreenSaver$/;

const interested = [
  `type='signal',sender='${bus.name}',member='NameOwnerChanged',arg0='${watcher.name}'`,
  `type='signal',sender='${bus.name}',member='NameOwnerChanged',arg0='${notifications.name}'`,
  `type='signal',interface='${watcher.name}'`,
  "type='signal',member='ActiveChanged'",
];

const Flag = v.tuple([v.boolean()]);
const FlagVariant = v.tuple([v.object({ value: v.boolean() })]);
const Names = v.tuple([v.array(v.string())]);

/** What a Linux desktop says over its session bus. */
export class SessionBus {
  readonly #bus: MessageBus;
  readonly #newMessage: (fields: ConstructorParameters<typeof Message>[0]) => Message;
  readonly #trayShowsChanged = new TypedEvent<boolean>();
  readonly #lockedChanged = new TypedEvent<boolean>();
  #trayShows = false;
  /** Whether notifications are read as markup there. */
  readsMarkup = false;

  private constructor(
    made: MessageBus,
    newMessage: (fields: ConstructorParameters<typeof Message>[0]) => Message,
  ) {
    this.#bus = made;
    this.#newMessage = newMessage;
  }

  /** Null where there is no session bus, as on servers and on other systems. */
  static async open(log: Log): Promise<SessionBus | null> {
    if (process.platform !== 'linux' || busAddress() === null) return null;
    try {
      // Loaded only where it is of use, and after the window.
      const library = await import('@jellybrick/dbus-next');
      const connection = library.sessionBus({ busAddress: busAddress() ?? '' });
      // The library raises it, and its types leave it out.
      const emitter: EventEmitter = connection;
      const failed = new Promise<never>((_resolve, reject) => {
        emitter.on('error', (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
      const opened = new SessionBus(connection, (fields) => new library.Message(fields));
      await Promise.race([opened.#begin(), failed]);
      failed.catch((error: unknown) => {
        log.warn({ error }, 'The session bus was lost');
        opened.#setTrayShows(false);
      });
      return opened;
    } catch (error) {
      log.info({ error }, 'The session bus cannot be used');
      return null;
    }
  }

  /** Whether an icon in the tray would be seen: somebody keeps the icons, and somebody shows them. */
  get trayShows(): boolean {
    return this.#trayShows;
  }

  get trayShowsChanged(): EventSource<boolean> {
    return this.#trayShowsChanged;
  }

  get lockedChanged(): EventSource<boolean> {
    return this.#lockedChanged;
  }

  async #begin(): Promise<void> {
    this.#bus.on('message', (message) => {
      this.#take(message);
    });
    for (const rule of interested) {
      await this.#ask(bus.name, bus.path, bus.name, 'AddMatch', 's', [rule]);
    }
    await this.#look();
  }

  async #look(): Promise<void> {
    await this.#lookAtTray();
    this.readsMarkup = await this.#asksForMarkup();
  }

  #take({ interface: name, member, body }: Message): void {
    if (member === 'ActiveChanged' && screenSaver.test(name)) {
      const parsed = v.safeParse(Flag, body);
      if (parsed.success) this.#lockedChanged.raise(parsed.output[0]);
    } else if (name === watcher.name || member === 'NameOwnerChanged') {
      void this.#look();
    }
  }

  async #lookAtTray(): Promise<void> {
    const args = [watcher.name, 'IsStatusNotifierHostRegistered'];
    const owned = v.safeParse(
      Flag,
      await this.#ask(bus.name, bus.path, bus.name, 'NameHasOwner', 's', [watcher.name]),
    );
    if (!owned.success || !owned.output[0]) {
      this.#setTrayShows(false);
      return;
    }
    const hosted = v.safeParse(
      FlagVariant,
      await this.#ask(watcher.name, watcher.path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', args),
    );
    this.#setTrayShows(hosted.success && hosted.output[0].value);
  }

  async #asksForMarkup(): Promise<boolean> {
    const { name, path } = notifications;
    const answer = v.safeParse(Names, await this.#ask(name, path, name, 'GetCapabilities', '', []));
    return answer.success && answer.output[0].includes('body-markup');
  }

  /** The body of the answer; null where nobody answers, or with an error. */
  async #ask(
    destination: string,
    path: string,
    name: string,
    member: string,
    signature: string,
    body: readonly unknown[],
  ): Promise<unknown> {
    const call = this.#newMessage({ destination, path, interface: name, member, signature, body: [...body] });
    try {
      return (await this.#bus.call(call))?.body ?? null;
    } catch {
      return null;
    }
  }

  #setTrayShows(shows: boolean): void {
    if (shows === this.#trayShows) return;
    this.#trayShows = shows;
    this.#trayShowsChanged.raise(shows);
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
