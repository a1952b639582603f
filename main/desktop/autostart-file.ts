import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SettingRefusedError } from '../settings/settings-book.ts';
import type { LoginStart } from './login-start.ts';

/** What is written by Parley says so: a file of the same name that somebody else made is not touched. */
const ownMark = 'X-Parley-Autostart';

/**
 * Starts Parley at login by a file of the desktop's autostart folder (Desktop Application Autostart Specification).
 * `command`: the program and its arguments.
 */
export function loginStartByFile(path: string, command: readonly string[]): LoginStart {
  const isOn = (): boolean => {
    const entry = readEntry(path);
    return entry !== null && isEnabled(entry);
  };
  return {
    isOn,
    set(on) {
      const entry = readEntry(path);
      const own = entry !== null && entry.get(ownMark) === 'true';
      if (entry !== null && !own) {
        if (isEnabled(entry) === on) return;
        throw new SettingRefusedError('not-ours', path);
      }
      try {
        if (on) write(path, autostartEntry(command));
        else rmSync(path, { force: true });
      } catch (error) {
        throw new SettingRefusedError('not-possible', path, { cause: error });
      }
    },
  };
}

export const autostartEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Parley',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=parley',
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    `${ownMark}=true`,
    '',
  ].join('\n');

/** An argument of `Exec`, as the Desktop Entry Specification wants it quoted, and then escaped as every string. */
function quoted(argument: string): string {
  const text = /^[\w@:,./=+-]+$/.test(argument) ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  return text.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

/** The keys of its main group; null where there is no file. */
function readEntry(path: string): ReadonlyMap<string, string> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const [, main = ''] = /^\[Desktop Entry\]\s*$([^]*?)(?:^\[|(?![^]))/m.exec(text) ?? [];
  return new Map(
    main.split('\n').flatMap((line) => {
      const [, key, value] = /^([^#=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** Tools of desktops turn an entry off in these ways, rather than remove it. */
const isEnabled = (entry: ReadonlyMap<string, string>): boolean =>
  entry.get('Hidden') !== 'true' && entry.get('X-GNOME-Autostart-enabled') !== 'false';

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
