import { app, powerMonitor } from 'electron';
import type { Desk } from '../desktop/desk.ts';
import type { AppWindow } from './app-window.ts';

export interface DesktopOptions {
  readonly desk: Desk;
  readonly window: AppWindow;
}

/** Ties what the desktop shows and says to what Parley knows. Call when Electron is ready. */
export function startDesktop({ desk, window }: DesktopOptions): void {
  window.focusChanged.subscribe((focused) => {
    desk.setFocused(focused);
  });
  window.left.subscribe(() => {
    desk.windowLeft();
  });
  desk.openings.wanted.subscribe(() => {
    window.present();
  });
  desk.unreadChanged.subscribe(({ unread }) => {
    app.setBadgeCount(unread);
  });
  powerMonitor.on('resume', () => {
    desk.resumed();
  });
  powerMonitor.on('lock-screen', () => {
    desk.setLocked(true);
  });
  powerMonitor.on('unlock-screen', () => {
    desk.setLocked(false);
  });
}
