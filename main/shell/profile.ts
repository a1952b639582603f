import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { isLoginStart } from '../desktop/login-start.ts';

/** The value of `--name=value` on the command line, or null. */
export function argument(name: string): string | null {
  const prefix = `--${name}=`;
  const found = process.argv.find((each) => each.startsWith(prefix));
  return found === undefined ? null : found.slice(prefix.length);
}

/** Started at login, to wait in the tray. Electron must be ready. */
export const startsHidden = (): boolean =>
  isLoginStart(process.argv, process.platform, () => app.getLoginItemSettings());

/**
 * `--profile=<folder>` keeps everything of one user in that folder, so that two can run beside each other.
 * Must run before Electron is ready.
 */
export function useProfile(): string {
  const folder = argument('profile');
  if (folder !== null) {
    const path = resolve(folder);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    app.setPath('userData', path);
    app.setPath('sessionData', path);
  }
  return app.getPath('userData');
}
