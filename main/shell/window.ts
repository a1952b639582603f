import { BrowserWindow } from 'electron';
import { appOrigin } from './app-protocol.ts';
import { windowGround } from './theme.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';

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
}: WindowOptions & { readonly hidden: boolean }): BrowserWindow {
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    ...(state ?? { width: 1100, height: 760 }),
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
  if (state?.maximized === true) window.maximize();
  rememberWindowState(window, stateFile);
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
