import { BrowserWindow } from 'electron';
import type { Clock } from '../../shared/model/clock.ts';
import { appOrigin } from './app-protocol.ts';
import { windowGround } from './theme.ts';
import { keepWindowPlace, readWindowPlace } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly icon: string | null;
}

/** Makes the one window of Parley and loads the renderer into it. */
export function openWindow({
  preload,
  stateFile,
  icon,
  hidden,
  clock,
}: WindowOptions & { readonly hidden: boolean; readonly clock: Clock }): BrowserWindow {
  const place = readWindowPlace(stateFile);
  const window = new BrowserWindow({
    ...(place === null
      ? { width: 1100, height: 760 }
      : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: 360,
    minHeight: 400,
    title: 'Parley',
    show: false,
    autoHideMenuBar: true,
    ...(icon === null ? {} : { icon }),
    // The first frame already has the colour of the theme: no white flash.
    backgroundColor: windowGround(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
      safeDialogs: true,
    },
  });
  if (place?.maximized === true) {
    // To maximise a window shows it.
    if (!hidden) window.maximize();
    else
      window.once('show', () => {
        window.maximize();
      });
  }
  keepWindowPlace(window, stateFile, clock);
  if (!hidden) {
    window.once('ready-to-show', () => {
      window.show();
    });
  }
  void window.loadURL(appOrigin);
  return window;
}

/** Brings the window to the user, from wherever it is. */
export function presentWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
