import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** The value of `--name=value` on the command line, or null. */
export function argument(name: string): string | null {
  const prefix = `--${name}=`;
  const found = process.argv.find((each) => each.startsWith(prefix));
  return found === undefined ? null : found.slice(prefix.length);
}

/** `--hidden`: started at login, to wait in the tray. */
export const startsHidden = (): boolean => process.argv.includes('--hidden');

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
