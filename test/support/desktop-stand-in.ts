import { Message, MessageType, sessionBus, Variant, type MessageBus } from '@jellybrick/dbus-next';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect } from 'vitest';

/** A notification as the desktop was asked to show it. */
export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
}

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly entries: readonly MenuEntry[];
}

const names = {
  notifications: 'org.freedesktop.Notifications',
  watcher: 'org.kde.StatusNotifierWatcher',
  item: 'org.kde.StatusNotifierItem',
  menu: 'com.canonical.dbusmenu',
  launcher: 'com.canonical.Unity.LauncherEntry',
  screenSaver: 'org.gnome.ScreenSaver',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

const Notify = v.tuple([
  v.string(),
  v.number(),
  v.string(),
  v.string(),
  v.string(),
  v.array(v.string()),
  v.record(v.string(), v.object({ value: v.unknown() })),
  v.number(),
]);
const Badge = v.tuple([
  v.string(),
  v.object({
    count: v.object({ value: v.bigint() }),
    'count-visible': v.object({ value: v.boolean() }),
  }),
]);
const Properties = v.tuple([v.record(v.string(), v.object({ value: v.unknown() }))]);
const Tip = v.looseTuple([v.string(), v.unknown(), v.string(), v.string()]);
const LayoutNode = v.tuple([
  v.number(),
  v.record(v.string(), v.object({ value: v.unknown() })),
  v.array(v.object({ value: v.unknown() })),
]);

/**
 * The parts of a Linux desktop that Parley talks to, on a session bus of its own: notifications, the keeper of the
 * tray, and the screen saver. It does what a person does: it clicks, puts away, and locks.
 */
export class DesktopStandIn {
  readonly address: string;
  readonly #bus: MessageBus;
  readonly #stop: () => Promise<void>;
  readonly #items: string[] = [];
  readonly #open = new Map<number, ShownNotification>();
  /** Every notification that was ever shown, oldest first. */
  readonly shown: ShownNotification[] = [];
  #numbers = 0;
  #hasHost = false;
  #locked = false;
  #badge: { readonly program: string; readonly count: number } | null = null;

  private constructor(address: string, bus: MessageBus, stop: () => Promise<void>) {
    this.address = address;
    this.#bus = bus;
    this.#stop = stop;
  }

  /** `markup`, `actions`, `replies`: whether its notifications say that they read markup, take clicks and answers. */
  static async start(options: {
    readonly tray: boolean;
    readonly markup?: boolean;
    readonly actions?: boolean;
    readonly replies?: boolean;
    readonly locked?: boolean;
  }): Promise<DesktopStandIn> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bus-'));
    await chmod(folder, 0o755);
    const address = `unix:path=${join(folder, 'bus')}`;
    const config = join(folder, 'bus.conf');
    // Electron may run as another user than the tests.
    await writeFile(
      config,
      `<busconfig><type>session</type><listen>${address}</listen><auth>EXTERNAL</auth>
        <policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/><allow own="*"/></policy>
      </busconfig>`,
    );
    const daemon = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${config}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(daemon.stdout, 'data');
    const bus = sessionBus({ busAddress: address });
    await once(bus, 'connect');
    const made = new DesktopStandIn(address, bus, async () => {
      bus.disconnect();
      daemon.kill();
      await once(daemon, 'exit');
      await rm(folder, { recursive: true, force: true });
    });
    made.#locked = options.locked === true;
    const capabilities = [
      'body',
      ...(options.actions === false ? [] : ['actions']),
      ...(options.markup === true ? ['body-markup'] : []),
      ...(options.replies === true ? ['inline-reply'] : []),
    ];
    bus.addMethodHandler((message) => made.#answer(message, capabilities));
    bus.on('message', (message) => {
      if (message.interface === names.launcher && message.member === 'Update') made.#takeBadge(message.body);
    });
    await bus.requestName(names.notifications);
    await bus.requestName(names.screenSaver);
    await made.#ask(
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus',
      'AddMatch',
      's',
      [`type='signal',interface='${names.launcher}'`],
    );
    if (options.tray) await made.showTray();
    return made;
  }

  /** For the environment of a Parley that belongs to this desktop. */
  get env(): Record<string, string> {
    return { DBUS_SESSION_BUS_ADDRESS: this.address, PARLEY_SESSION_BUS: this.address };
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  get notifications(): readonly ShownNotification[] {
    return [...this.#open.values()];
  }

  /** The notification with this body, once it is up. */
  async notification(body: string): Promise<ShownNotification> {
    await expect
      .poll(() => this.notifications.map((each) => each.body).join(' | '), { timeout: 10_000 })
      .toContain(body);
    const found = this.notifications.findLast((each) => each.body === body);
    if (found === undefined) throw new Error('The notification went away');
    return found;
  }

  click({ id }: ShownNotification): void {
    this.#signal('/org/freedesktop/Notifications', names.notifications, 'ActionInvoked', 'us', [
      id,
      'default',
    ]);
    this.dismiss(id);
  }

  /** Answers where the notification is shown, as KDE lets one. */
  reply({ id }: ShownNotification, text: string): void {
    this.#signal('/org/freedesktop/Notifications', names.notifications, 'NotificationReplied', 'us', [
      id,
      text,
    ]);
    this.dismiss(id);
  }

  /** The number on the program's icon in the dock; null when none shows. */
  get badge(): { readonly program: string; readonly count: number } | null {
    return this.#badge;
  }

  dismiss(id: number): void {
    this.#open.delete(id);
    this.#signal('/org/freedesktop/Notifications', names.notifications, 'NotificationClosed', 'uu', [id, 2]);
  }

  /** As after an update of the desktop: what was shown is gone, and numbers begin anew. */
  async restartNotifications(): Promise<void> {
    await this.#bus.releaseName(names.notifications);
    this.#open.clear();
    this.#numbers = 0;
    await this.#bus.requestName(names.notifications);
  }

  async showTray(): Promise<void> {
    this.#hasHost = true;
    await this.#bus.requestName(names.watcher);
    this.#signal('/StatusNotifierWatcher', names.watcher, 'StatusNotifierHostRegistered', '', []);
  }

  async hideTray(): Promise<void> {
    this.#hasHost = false;
    this.#items.length = 0;
    await this.#bus.releaseName(names.watcher);
  }

  setLocked(locked: boolean): void {
    this.#locked = locked;
    this.#signal('/org/gnome/ScreenSaver', names.screenSaver, 'ActiveChanged', 'b', [locked]);
  }

  /** The tooltip of the one icon in the tray; null without an icon. */
  async trayTip(): Promise<string | null> {
    const properties = await this.#itemProperties();
    if (properties === null) return null;
    return v.parse(Tip, properties['ToolTip']?.value)[2];
  }

  /** The pixels of the icon, to tell one from another. */
  async trayPicture(): Promise<string> {
    return JSON.stringify((await this.#itemProperties())?.['IconPixmap']?.value ?? null);
  }

  async activateTray(): Promise<void> {
    await this.#ask(this.#item(), '/StatusNotifierItem', names.item, 'Activate', 'ii', [0, 0]);
  }

  async trayMenu(): Promise<readonly MenuEntry[]> {
    const path = await this.#menuPath();
    const body = await this.#ask(this.#item(), path, names.menu, 'GetLayout', 'iias', [0, -1, []]);
    const [, root] = v.parse(v.tuple([v.number(), v.unknown()]), body);
    return entryOf(root).entries;
  }

  async chooseInTray(...labels: readonly string[]): Promise<void> {
    let entries = await this.trayMenu();
    let chosen: MenuEntry | undefined;
    for (const label of labels) {
      chosen = entries.find((each) => each.label === label);
      if (chosen === undefined) {
        throw new Error(`The tray has no entry "${label}": ${entries.map((each) => each.label).join(', ')}`);
      }
      entries = chosen.entries;
    }
    const args = [chosen?.id ?? 0, 'clicked', new Variant('i', 0), 0];
    await this.#ask(this.#item(), await this.#menuPath(), names.menu, 'Event', 'isvu', args);
  }

  #item(): string {
    const item = this.#items.at(-1);
    if (item === undefined) throw new Error('There is no icon in the tray');
    return item;
  }

  async #itemProperties(): Promise<Readonly<Record<string, { readonly value: unknown }>> | null> {
    const item = this.#items.at(-1);
    if (item === undefined) return null;
    const body = await this.#ask(item, '/StatusNotifierItem', names.properties, 'GetAll', 's', [names.item]);
    return v.parse(Properties, body)[0];
  }

  async #menuPath(): Promise<string> {
    return v.parse(v.string(), (await this.#itemProperties())?.['Menu']?.value);
  }

  #answer(message: Message, capabilities: readonly string[]): boolean {
    const reply = (signature: string, body: readonly unknown[]): true => {
      this.#bus.send(Message.newMethodReturn(message, signature, [...body]));
      return true;
    };
    switch (`${message.interface}.${message.member}`) {
      case `${names.notifications}.GetCapabilities`:
        return reply('as', [capabilities]);
      case `${names.notifications}.GetServerInformation`:
        return reply('ssss', ['Stand-in', 'Parley', '1', '1.2']);
      case `${names.notifications}.Notify`:
        return reply('u', [this.#notify(message)]);
      case `${names.notifications}.CloseNotification`:
        this.#open.delete(v.parse(v.tuple([v.number()]), message.body)[0]);
        return reply('', []);
      case `${names.screenSaver}.GetActive`:
        return reply('b', [this.#locked]);
      case `${names.watcher}.RegisterStatusNotifierItem`:
        this.#register(message);
        return reply('', []);
      case `${names.properties}.Get`:
        if (message.body[0] !== names.watcher) return false;
        return reply('v', [new Variant('b', this.#hasHost)]);
      default:
        return false;
    }
  }

  #notify(message: Message): number {
    const [, replaces, , title, body, actions, hints] = v.parse(Notify, message.body);
    if (replaces === 0) this.#numbers += 1;
    const id = replaces === 0 ? this.#numbers : replaces;
    const plain = Object.fromEntries(Object.entries(hints).map(([name, { value }]) => [name, value]));
    const notification = { id, title, body, actions, hints: plain };
    this.shown.push(notification);
    this.#open.set(id, notification);
    return id;
  }

  #takeBadge(body: readonly unknown[]): void {
    const [program, { count, 'count-visible': visible }] = v.parse(Badge, body);
    this.#badge = visible.value ? { program, count: Number(count.value) } : null;
  }

  #register(message: Message): void {
    const [service] = v.parse(v.tuple([v.string()]), message.body);
    this.#items.push(service.startsWith('/') ? message.sender : service);
  }

  #signal(path: string, name: string, member: string, signature: string, body: readonly unknown[]): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, [...body]));
  }

  async #ask(
    destination: string,
    path: string,
    name: string,
    member: string,
    signature: string,
    body: readonly unknown[],
  ): Promise<unknown> {
    const call = new Message({
      type: MessageType.METHOD_CALL,
      destination,
      path,
      interface: name,
      member,
      signature,
      body: [...body],
    });
    return (await this.#bus.call(call))?.body ?? null;
  }
}

function entryOf(node: unknown): MenuEntry {
  const [id, properties, children] = v.parse(LayoutNode, node);
  const label = properties['label']?.value;
  return {
    id,
    label: typeof label === 'string' ? label.replace(/_/g, '') : '',
    enabled: properties['enabled']?.value !== false,
    entries: children.map(({ value }) => entryOf(value)).filter((each) => each.label !== ''),
  };
}
