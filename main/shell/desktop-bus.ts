import * as v from 'valibot';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { SessionBus, type BusSignal } from './session-bus.ts';

/** Who keeps the icons of the tray (the StatusNotifierItem specification); some host has to show them. */
const watcher = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher' } as const;
export const notificationServer = {
  name: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
} as const;
/** GNOME, KDE, Cinnamon, MATE, Xfce: each raises ActiveChanged at an interface of this form. */
const screenSaver = /^org\.(?:freedesktop|gnome|cinnamon|mate|xfce)\.ScreenSaver$/;
/** Where they say whether the screen is locked now. */
const screenSavers = [
  { name: 'org.freedesktop.ScreenSaver', path: '/ScreenSaver' },
  { name: 'org.gnome.ScreenSaver', path: '/org/gnome/ScreenSaver' },
  { name: 'org.cinnamon.ScreenSaver', path: '/org/cinnamon/ScreenSaver' },
  { name: 'org.mate.ScreenSaver', path: '/org/mate/ScreenSaver' },
  { name: 'org.xfce.ScreenSaver', path: '/org/xfce/ScreenSaver' },
] as const;

const Flag = v.tuple([v.boolean()]);
const FlagVariant = v.tuple([v.object({ value: v.boolean() })]);
const Names = v.tuple([v.array(v.string())]);

/** What a Linux desktop says over its session bus. */
export class DesktopBus {
  readonly connection: SessionBus;
  readonly #trayShowsChanged = new TypedEvent<boolean>();
  readonly #lockedChanged = new TypedEvent<boolean>();
  #trayShows = false;
  #locked = false;
  /** Of the notification server; null where none answers. */
  #capabilities: readonly string[] | null = null;

  private constructor(connection: SessionBus) {
    this.connection = connection;
  }

  /** Null where there is no session bus. */
  static async open(log: Log): Promise<DesktopBus | null> {
    const connection = await SessionBus.open(log);
    if (connection === null) return null;
    const opened = new DesktopBus(connection);
    await opened.#begin();
    return opened;
  }

  /** Whether an icon in the tray would be seen: somebody keeps the icons, and somebody shows them. */
  get trayShows(): boolean {
    return this.#trayShows;
  }

  get trayShowsChanged(): EventSource<boolean> {
    return this.#trayShowsChanged;
  }

  get locked(): boolean {
    return this.#locked;
  }

  get lockedChanged(): EventSource<boolean> {
    return this.#lockedChanged;
  }

  /** Whether somebody shows notifications. */
  get takesNotices(): boolean {
    return this.#capabilities !== null;
  }

  /** Whether the text of notifications is read as markup. */
  get readsMarkup(): boolean {
    return this.#can('body-markup');
  }

  /** Whether notifications can be clicked; some servers show a dialog for what they have no button for. */
  get takesActions(): boolean {
    return this.#can('actions');
  }

  /** Whether notifications can be answered where they are shown, as in KDE. */
  get takesReplies(): boolean {
    return this.#can('inline-reply');
  }

  #can(capability: string): boolean {
    return this.#capabilities?.includes(capability) === true;
  }

  async #begin(): Promise<void> {
    const { connection } = this;
    connection.signals.subscribe((signal) => {
      this.#take(signal);
    });
    connection.lost.subscribe(() => {
      this.#capabilities = null;
      this.#setTrayShows(false);
    });
    await Promise.all([
      connection.listenForOwner(watcher.name),
      connection.listenForOwner(notificationServer.name),
      connection.listen(`interface='${watcher.name}'`),
      connection.listen("member='ActiveChanged'"),
    ]);
    await Promise.all([this.#look(), this.#lookAtLock()]);
  }

  async #look(): Promise<void> {
    await this.#lookAtTray();
    const answer = v.safeParse(
      Names,
      await this.connection.ask(notificationServer, 'GetCapabilities', '', []),
    );
    this.#capabilities = answer.success ? answer.output[0] : null;
  }

  #take({ interface: name, member, body }: BusSignal): void {
    if (member === 'ActiveChanged' && screenSaver.test(name)) {
      const parsed = v.safeParse(Flag, body);
      if (!parsed.success) return;
      [this.#locked] = parsed.output;
      this.#lockedChanged.raise(this.#locked);
    } else if (name === watcher.name || member === 'NameOwnerChanged') {
      void this.#look();
    }
  }

  async #lookAtTray(): Promise<void> {
    const { connection } = this;
    if (!(await connection.isOwned(watcher.name))) {
      this.#setTrayShows(false);
      return;
    }
    const properties = { ...watcher, interface: 'org.freedesktop.DBus.Properties' };
    const args = [watcher.name, 'IsStatusNotifierHostRegistered'];
    const hosted = v.safeParse(FlagVariant, await connection.ask(properties, 'Get', 'ss', args));
    this.#setTrayShows(hosted.success && hosted.output[0].value);
  }

  /** Parley may be started behind a locked screen. */
  async #lookAtLock(): Promise<void> {
    for (const place of screenSavers) {
      if (!(await this.connection.isOwned(place.name))) continue;
      const active = v.safeParse(Flag, await this.connection.ask(place, 'GetActive', '', []));
      if (active.success && active.output[0]) this.#locked = true;
    }
  }

  #setTrayShows(shows: boolean): void {
    if (shows === this.#trayShows) return;
    this.#trayShows = shows;
    this.#trayShowsChanged.raise(shows);
  }
}
