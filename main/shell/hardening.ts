import { app, session, shell } from 'electron';
import { parseUrl } from './url.ts';

const openable = new Set(['http:', 'https:', 'mailto:']);

/**
 * Opens a link in the system's own program. Only http, https and mailto, and only as the URL parser writes it again:
 * what the parser cannot read, the system shall not guess at.
 */
export async function openLink(text: string): Promise<boolean> {
  const url = parseUrl(text);
  if (url === null || !openable.has(url.protocol)) return false;
  await shell.openExternal(url.href);
  return true;
}

/** No navigation, no new windows, no webviews, no permissions: for every web contents that will ever exist. */
export function hardenContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      void openLink(url);
      return { action: 'deny' };
    });
  });
}

/** Must run when Electron is ready. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
