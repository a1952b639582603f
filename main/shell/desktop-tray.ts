import type { Clock } from '../../shared/model/clock.ts';
import type { EventSource, Unsubscribe } from '../../shared/model/event.ts';
import { isQuiet } from '../../shared/model/quiet.ts';
import type { Desk } from '../desktop/desk.ts';
import type { DesktopWords } from '../desktop/text/words.ts';
import { trayMenu, trayTip, type TrayWish } from '../desktop/tray-menu.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import { TrayIcon } from './tray-icon.ts';

/** How long a Parley without a window waits for a tray that is not there, at login for instance, milliseconds. */
const longestWait = 10_000;
/** A timer until the end of "Do not disturb" would oversleep on a computer that sleeps: it is looked so often, milliseconds. */
const longestTimer = 60_000;

export interface DesktopTrayOptions {
  readonly drawings: string;
  readonly desk: Pick<Desk, 'unread' | 'unreadChanged'>;
  readonly settings: SettingsBook;
  readonly clock: Clock;
  readonly words: () => DesktopWords;
  readonly isWindowShown: () => boolean;
  readonly presentWindow: () => void;
}

/** Keeps the icon in the tray true, and somebody who has neither icon nor window from losing Parley. */
export class DesktopTray {
  readonly #options: DesktopTrayOptions;
  readonly #icon: TrayIcon;
  #shows = false;
  #cancelRefresh: Unsubscribe = () => undefined;
  #cancelWait: Unsubscribe = () => undefined;

  constructor(options: DesktopTrayOptions) {
    this.#options = options;
    this.#icon = new TrayIcon(options.drawings);
    options.desk.unreadChanged.subscribe(() => {
      this.#refresh();
    });
    options.settings.changed.subscribe((names) => {
      if (names.includes('notifications.quietUntil') || names.includes('language.language')) this.#refresh();
    });
  }

  get wished(): EventSource<TrayWish> {
    return this.#icon.wished;
  }

  get shows(): boolean {
    return this.#shows;
  }

  setShows(shows: boolean): void {
    this.#shows = shows;
    this.#cancelWait();
    if (shows) {
      this.#refresh();
      return;
    }
    this.#cancelRefresh();
    this.#icon.remove();
    const { clock, isWindowShown, presentWindow } = this.#options;
    this.#cancelWait = clock.after(longestWait, () => {
      if (!isWindowShown()) presentWindow();
    });
  }

  #refresh(): void {
    if (!this.#shows) return;
    const { settings, clock, words, desk } = this.#options;
    const quietUntil = settings.get('notifications.quietUntil');
    const now = clock.now();
    const fixed = settings.state.managed.includes('notifications.quietUntil');
    const { unread } = desk.unread;
    this.#icon.show({
      unread,
      tip: trayTip(words(), unread),
      menu: trayMenu(words(), { unread, quietUntil, fixed, now }),
    });
    this.#awaitEnd(quietUntil);
  }

  /** The menu is made anew when "Do not disturb" is over, and not before: it may be open. */
  #awaitEnd(quietUntil: number): void {
    const { clock } = this.#options;
    const now = clock.now();
    this.#cancelRefresh();
    if (!isQuiet(quietUntil, now)) return;
    this.#cancelRefresh = clock.after(Math.min(quietUntil - now, longestTimer), () => {
      if (isQuiet(quietUntil, clock.now())) this.#awaitEnd(quietUntil);
      else this.#refresh();
    });
  }
}
