import type { Log } from '../log/log.ts';
import type { SettingsBook } from '../settings/settings-book.ts';

/** Whether the system starts Parley, without showing its window, when the user logs in. */
export interface LoginStart {
  isOn(): boolean;
  /** Throws a SettingRefusedError when it cannot be had. */
  set(on: boolean): void;
}

/** What macOS and Windows say of the program among those that start at login. */
export interface LoginItem {
  readonly openAtLogin: boolean;
  /** macOS: the system started it, at login. */
  readonly wasOpenedAtLogin: boolean;
  /** Windows: it may be listed, and turned off in the Task Manager. Whatever its arguments. */
  readonly executableWillLaunchAtLogin: boolean;
}

export const isLoginItemOn = (
  { openAtLogin, executableWillLaunchAtLogin }: LoginItem,
  platform: NodeJS.Platform,
): boolean => openAtLogin && (platform !== 'win32' || executableWillLaunchAtLogin);

/** Whether to wait in the tray. macOS gives a login item no arguments, and also brings back what ran at the last end. */
export const isLoginStart = (
  args: readonly string[],
  platform: NodeJS.Platform,
  item: () => LoginItem,
): boolean => {
  if (args.includes('--hidden')) return true;
  if (platform !== 'darwin') return false;
  const { openAtLogin, wasOpenedAtLogin } = item();
  return openAtLogin && wasOpenedAtLogin;
};

/**
 * Makes setting and system agree. A person may have turned it on or off in a tool of the desktop, so the system's
 * word counts; unless the organisation has decided. What is on is written anew: the program may have moved.
 */
export function agreeOnLoginStart(loginStart: LoginStart, settings: SettingsBook, log: Log): void {
  const name = 'desktop.startAtLogin';
  try {
    const wanted = settings.get(name);
    const on = loginStart.isOn();
    if (settings.state.managed.includes(name) || on === wanted) {
      if (on || wanted) loginStart.set(wanted);
    } else {
      settings.change({ [name]: on });
    }
  } catch (error) {
    log.warn({ error }, 'Setting and system do not agree whether Parley starts at login');
  }
}
