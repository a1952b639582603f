import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartEntry, loginStartByFile } from '../../../main/desktop/autostart-file.ts';
import { agreeOnLoginStart, isLoginItemOn, isLoginStart } from '../../../main/desktop/login-start.ts';
import { silentLog } from '../../../main/log/log.ts';
import { SettingRefusedError, SettingsBook } from '../../../main/settings/settings-book.ts';
import { noPolicy } from '../../../main/settings/policy.ts';

let folder: string;
let path: string;
const command = ['/opt/Parley/parley', '--hidden'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-autostart-'));
  path = join(folder, 'autostart', 'parley.desktop');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const foreign = (text: string): void => {
  mkdirSync(join(folder, 'autostart'), { recursive: true });
  writeFileSync(path, text);
};
const text = (): string => readFileSync(path, 'utf8');
const start = () => loginStartByFile(path, command);

describe('the entry', () => {
  it('names the program without a window', () => {
    expect(autostartEntry(command)).toContain('\nExec=/opt/Parley/parley --hidden\n');
  });

  it('quotes what the desktop would read otherwise', () => {
    expect(autostartEntry(['/home/a b/$x"\\', '50%'])).toContain(
      'Exec="/home/a b/\\\\$x\\\\"\\\\\\\\" "50%%"\n',
    );
  });
});

describe('a start at login by a file', () => {
  it('is on while its file is there', () => {
    expect(start().isOn()).toBe(false);
    start().set(true);
    expect(start().isOn()).toBe(true);
    expect(text()).toBe(autostartEntry(command));
    start().set(false);
    expect(start().isOn()).toBe(false);
    expect(() => text()).toThrow();
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is off where a tool wrote %s', (line) => {
    start().set(true);
    writeFileSync(path, text().replace('X-GNOME-Autostart-enabled=true', line));
    expect(start().isOn()).toBe(false);
  });

  it('leaves what somebody else made', () => {
    foreign('[Desktop Entry]\nType=Application\nExec=parley\n\n[Desktop Action x]\nHidden=true\n');
    expect(start().isOn()).toBe(true);
    start().set(true);
    expect(() => {
      start().set(false);
    }).toThrow(SettingRefusedError);
    expect(text()).toContain('Exec=parley\n');
  });

  it('says where it may not write', () => {
    writeFileSync(join(folder, 'autostart'), '');
    expect(() => {
      start().set(true);
    }).toThrow(expect.objectContaining({ reason: 'not-possible', place: path }) as Error);
  });
});

describe('setting and system', () => {
  function settings(stored: boolean, managed?: boolean): SettingsBook {
    return new SettingsBook({
      stored: { 'desktop.startAtLogin': stored },
      policy:
        managed === undefined
          ? noPolicy
          : { values: { 'desktop.startAtLogin': managed }, managedBy: 'Example Ltd' },
      save: () => undefined,
      enforce: ({ 'desktop.startAtLogin': wanted }) => {
        if (wanted !== undefined) start().set(wanted);
      },
      log: silentLog,
    });
  }

  it('change together, at once', () => {
    const book = settings(false);
    book.change({ 'desktop.startAtLogin': true });
    expect(start().isOn()).toBe(true);
    book.reset();
    expect(start().isOn()).toBe(false);
  });

  it('do not change where the system refuses', () => {
    foreign('[Desktop Entry]\nExec=parley\nHidden=true\n');
    const book = settings(false);
    expect(() => {
      book.change({ 'desktop.startAtLogin': true });
    }).toThrow(SettingRefusedError);
    expect(book.get('desktop.startAtLogin')).toBe(false);
  });

  it('agree on what the system says', () => {
    const book = settings(true);
    agreeOnLoginStart(start(), book, silentLog);
    expect(book.get('desktop.startAtLogin')).toBe(false);
    start().set(true);
    agreeOnLoginStart(start(), book, silentLog);
    expect(book.get('desktop.startAtLogin')).toBe(true);
  });

  it('agree on what the organisation says, where it does', () => {
    agreeOnLoginStart(start(), settings(false, true), silentLog);
    expect(start().isOn()).toBe(true);
    agreeOnLoginStart(start(), settings(true, false), silentLog);
    expect(start().isOn()).toBe(false);
  });

  it('name the program where it is now', () => {
    loginStartByFile(path, ['/old/place', '--hidden']).set(true);
    agreeOnLoginStart(start(), settings(true), silentLog);
    expect(text()).toBe(autostartEntry(command));
  });
});

describe('what the system starts at login', () => {
  const item = { openAtLogin: true, wasOpenedAtLogin: false, executableWillLaunchAtLogin: false };

  it('is off in Windows when it was turned off in the Task Manager, though it is listed', () => {
    expect(isLoginItemOn(item, 'win32')).toBe(false);
    expect(isLoginItemOn({ ...item, executableWillLaunchAtLogin: true }, 'win32')).toBe(true);
    const other = { ...item, openAtLogin: false, executableWillLaunchAtLogin: true };
    expect(isLoginItemOn(other, 'win32')).toBe(false);
    expect(isLoginItemOn(item, 'darwin')).toBe(true);
  });

  it('waits in the tray: by its argument, and in macOS, which passes none, when the system says so', () => {
    const opened = { ...item, wasOpenedAtLogin: true };
    expect(isLoginStart(['parley', '--hidden'], 'linux', () => item)).toBe(true);
    expect(isLoginStart(['parley'], 'linux', () => opened)).toBe(false);
    expect(isLoginStart(['Parley'], 'darwin', () => item)).toBe(false);
    expect(isLoginStart(['Parley'], 'darwin', () => opened)).toBe(true);
    // Brought back with the session, and not at the wish of this setting.
    expect(isLoginStart(['Parley'], 'darwin', () => ({ ...opened, openAtLogin: false }))).toBe(false);
  });
});
