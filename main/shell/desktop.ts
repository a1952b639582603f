import { app, Menu, nativeImage, powerMonitor, type BrowserWindow } from 'electron';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../shared/model/clock.ts';
import { Desk, type DeskApplication } from '../desktop/desk.ts';
import { agreeOnLoginStart, type LoginStart } from '../desktop/login-start.ts';
import { noticeMarksIn } from '../desktop/mark-file.ts';
import { desktopWords, type DesktopWords } from '../desktop/text/words.ts';
import type { TrayWish } from '../desktop/tray-menu.ts';
import type { Log } from '../log/log.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import type { AppWindow } from './app-window.ts';
import { macMenu } from './application-menu.ts';
import { offerContextMenus } from './context-menus.ts';
import { BusNotices } from './bus-notices.ts';
import { DesktopBus } from './desktop-bus.ts';
import { ElectronNotices } from './electron-notices.ts';
import { languageInUse } from './language-in-use.ts';
import { showLauncherBadge } from './launcher-badge.ts';
import { SystemNotices } from './system-notices.ts';
import { DesktopTray } from './desktop-tray.ts';

/** Nobody has touched anything for so long, in seconds: what the window shows is not seen any more. */
const idleTime = 300;
/** How often it is looked whether somebody is there, milliseconds. */
const idleLook = 5_000;

export interface DesktopOptions {
  readonly application: DeskApplication;
  readonly settings: SettingsBook;
  readonly loginStart: LoginStart;
  readonly window: AppWindow;
  /** The profile's folder. */
  readonly profile: string;
  /** The folder of the tray's drawings. */
  readonly drawings: string;
  /** For notifications, where the system does not know the application's. */
  readonly icon: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

const isWayland = process.env['XDG_SESSION_TYPE'] === 'wayland';

/** How another program finds Parley's icon: it cannot read inside of the archive that a packed Parley is. */
function iconForOthers(icon: string | null): string {
  const appImage = process.env['APPDIR'];
  if (appImage !== undefined) return join(appImage, 'parley.png');
  return app.isPackaged ? 'parley' : (icon ?? 'parley');
}

/** What the desktop shows and says, tied to what Parley knows. Make it when Electron is ready. */
export class Desktop {
  readonly desk: Desk;
  readonly #options: DesktopOptions;
  readonly #usualNotices: ElectronNotices;
  readonly #notices: SystemNotices;
  readonly #tray: DesktopTray;
  #bus: DesktopBus | null = null;

  constructor(options: DesktopOptions) {
    this.#options = options;
    const { application, settings, window, profile, drawings, clock, log } = options;
    const readsMarkup = (): boolean => this.#bus?.readsMarkup ?? false;
    this.#usualNotices = new ElectronNotices({ readsMarkup, log });
    this.#notices = new SystemNotices(this.#usualNotices);
    this.desk = new Desk({
      application,
      board: this.#notices,
      marks: noticeMarksIn(join(profile, 'notices.json'), log),
      settings,
      words: () => this.#words(),
      clock,
      log,
    });
    this.#tray = new DesktopTray({
      drawings,
      desk: this.desk,
      settings,
      clock,
      words: () => this.#words(),
      isWindowShown: () => window.isShown,
      presentWindow: () => {
        window.present();
      },
    });
    this.#tray.wished.subscribe((wish) => {
      this.#grant(wish);
    });
    this.#followWindow();
    this.#followPower();
    this.#showMenus();
    this.#showUnread();
  }

  /** Whether Parley goes on without a window: macOS does so by itself, elsewhere an icon has to lead back. */
  get staysWhenClosed(): boolean {
    return (
      process.platform !== 'darwin' && this.#options.settings.get('desktop.closeToTray') && this.#tray.shows
    );
  }

  /** Listens to the session bus where there is one, and shows the icon where it would be seen. */
  async begin(): Promise<void> {
    this.#agreeOnLoginStart();
    if (process.platform !== 'linux') {
      this.#tray.setShows(true);
      return;
    }
    const bus = await DesktopBus.open(this.#options.log);
    this.#bus = bus;
    if (bus !== null) await this.#useBus(bus);
    this.#tray.setShows(bus?.trayShows ?? false);
  }

  async #useBus(bus: DesktopBus): Promise<void> {
    bus.trayShowsChanged.subscribe((shows) => {
      this.#tray.setShows(shows);
    });
    this.desk.setLocked(bus.locked);
    bus.lockedChanged.subscribe((locked) => {
      this.desk.setLocked(locked);
    });
    const { connection } = bus;
    showLauncherBadge(connection, this.desk.unread.unread);
    this.desk.unreadChanged.subscribe(({ unread }) => {
      showLauncherBadge(connection, unread);
    });
    const board = await BusNotices.on({
      bus: connection,
      icon: iconForOthers(this.#options.icon),
      server: bus,
      words: () => this.#words(),
      log: this.#options.log,
    });
    // A click must bring the window up. On Wayland that takes the token that comes with the click (ActivationToken), and
    // Electron, which takes it from its own notifications, has no way to be given it. So there its own stay, and whether
    // they are heard, and that they cannot be answered, is the desktop's.
    this.#notices.prefer(board, () => bus.takesNotices && !isWayland);
  }

  #agreeOnLoginStart(): void {
    const { loginStart, settings, log } = this.#options;
    agreeOnLoginStart(loginStart, settings, log);
  }

  #words(): DesktopWords {
    return desktopWords[languageInUse(this.#options.settings)];
  }

  #grant(wish: TrayWish): void {
    const { window, settings, clock, log } = this.#options;
    if (wish.kind === 'quit') app.quit();
    else if (wish.kind === 'quiet') {
      try {
        settings.change({ 'notifications.quietUntil': wish.until(clock.now()) });
      } catch (error) {
        // The menu goes on saying what holds.
        log.warn({ error }, 'Do not disturb could not be changed from the tray');
      }
    } else {
      if (wish.kind === 'unread') this.desk.openUnread();
      window.present();
    }
  }

  #followWindow(): void {
    const { window } = this.#options;
    // It may have been opened before.
    this.desk.setHidden(window.isHidden);
    this.desk.setFocused(window.isFocused);
    window.focusChanged.subscribe((focused) => {
      this.desk.setFocused(focused);
      if (!focused) return;
      window.flash(false);
      // It may have been turned on or off in the desktop's own settings meanwhile.
      this.#agreeOnLoginStart();
    });
    window.hiddenChanged.subscribe((hidden) => {
      this.desk.setHidden(hidden);
    });
    window.left.subscribe(() => {
      this.desk.windowLeft();
    });
    this.desk.windowWished.subscribe((wish) => {
      window.grant(wish);
    });
    window.stayed.subscribe(() => {
      this.#tellThatItStays();
    });
    this.desk.openings.wanted.subscribe(() => {
      window.present();
    });
    this.#notices.shown.subscribe(() => {
      window.flash(true);
    });
  }

  #showMenus(): void {
    const { window, settings } = this.#options;
    const offer = (opened: BrowserWindow): void => {
      offerContextMenus(opened, () => this.#words());
    };
    if (window.current !== null) offer(window.current);
    window.opened.subscribe(offer);
    const put = (): void => {
      const menu =
        process.platform === 'darwin'
          ? macMenu(this.#words(), (action) => {
              this.desk.openings.want({ kind: 'action', action });
            })
          : null;
      Menu.setApplicationMenu(menu === null ? null : Menu.buildFromTemplate(menu));
    };
    put();
    settings.changed.subscribe((names) => {
      if (names.includes('language.language')) put();
    });
  }

  #followPower(): void {
    powerMonitor.on('resume', () => {
      this.desk.resumed();
    });
    powerMonitor.on('lock-screen', () => {
      this.desk.setLocked(true);
    });
    powerMonitor.on('unlock-screen', () => {
      this.desk.setLocked(false);
    });
    const look = (): void => {
      this.desk.setIdle(powerMonitor.getSystemIdleTime() >= idleTime);
      this.#options.clock.after(idleLook, look);
    };
    look();
  }

  #showUnread(): void {
    const overlay = nativeImage.createFromPath(join(this.#options.drawings, 'overlay.png'));
    this.desk.unreadChanged.subscribe(({ unread }) => {
      if (process.platform === 'darwin') app.setBadgeCount(unread);
      if (process.platform !== 'win32') return;
      this.#options.window.current?.setOverlayIcon(
        unread === 0 ? null : overlay,
        unread === 0 ? '' : this.#words().unread(unread),
      );
    });
  }

  /** The first time, whoever closes the window learns that Parley goes on, and how to end it. */
  #tellThatItStays(): void {
    const told = join(this.#options.profile, 'told-that-it-stays');
    if (existsSync(told)) return;
    const { tray } = this.#words();
    this.#usualNotices.tell(tray.staysTitle, tray.staysBody, () => {
      this.#options.window.present();
    });
    try {
      writeFileSync(told, '', { mode: 0o600 });
    } catch (error) {
      this.#options.log.warn({ error }, 'That Parley stays will be told once more');
    }
  }
}
