import type { Log } from '../log/log.ts';
import type { SettingsBook } from '../settings/settings-book.ts';

/** Whether the system starts Parley, without showing its window, when the user logs in. */
export interface LoginStart {
  isOn(): boolean;
  /** Throws a SettingRefusedError when it cannot be had. */
  set(on: boolean): void;
}

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
