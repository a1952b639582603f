import { app } from 'electron';
import { applicationId } from '../../shared/model/product.ts';
import type { Log } from '../log/log.ts';

/** Unregistering and closing the store may take this long before Parley ends all the same. */
const longestFarewell = 8_000;

/** Windows shows notifications, and groups windows, by this name. Must run before the first window. */
export function introduceToSystem(): void {
  if (process.platform === 'win32') app.setAppUserModelId(applicationId);
}

/** One instance a profile: a second start brings the first one's window up. False: this is the second. */
export function becomeOnlyInstance(present: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, args) => {
    // Started at login, beside a Parley that was restored with the session: nobody asked for a window.
    if (!args.includes('--hidden')) present();
  });
  app.on('activate', present);
  return true;
}

/** Ends the application in order: `farewell` first, then the process. */
export function quitInOrder(farewell: () => Promise<void>, log: Log): void {
  let leaving = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const limit = setTimeout(() => {
      log.warn({}, 'Parley ended before everything was closed');
      app.exit(0);
    }, longestFarewell);
    farewell()
      .catch((error: unknown) => {
        log.error({ error }, 'Parley could not close everything in order');
      })
      .finally(() => {
        clearTimeout(limit);
        app.exit(0);
      });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
}
