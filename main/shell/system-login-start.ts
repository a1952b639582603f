import { app } from 'electron';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loginStartByFile } from '../desktop/autostart-file.ts';
import { isLoginItemOn, type LoginStart } from '../desktop/login-start.ts';
import { argument } from './profile.ts';

/** The system's own way: a file of the desktop on Linux, the login items of macOS, the registry on Windows. */
export function systemLoginStart(): LoginStart {
  const profile = argument('profile');
  const args = [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    '--hidden',
    ...(profile === null ? [] : [`--profile=${app.getPath('userData')}`]),
  ];
  if (process.platform === 'linux') {
    // Of an AppImage the mounted program is gone at the next start; the file that was started stays.
    const program = process.env['APPIMAGE'] ?? process.execPath;
    return loginStartByFile(join(autostartFolder(), `${entryName(profile)}.desktop`), [program, ...args]);
  }
  return {
    isOn: () => isLoginItemOn(app.getLoginItemSettings({ args }), process.platform),
    set: (on) => {
      app.setLoginItemSettings({ openAtLogin: on, args });
    },
  };
}

/** XDG Base Directory Specification: a path that is not absolute does not count. */
function autostartFolder(): string {
  const named = process.env['XDG_CONFIG_HOME'] ?? '';
  return join(named.startsWith('/') ? named : join(homedir(), '.config'), 'autostart');
}

/** Users who keep several profiles start each of them on its own. */
const entryName = (profile: string | null): string =>
  profile === null ? 'parley' : `parley-${checksumOf(app.getPath('userData'))}`;

/** FNV-1a of 32 bits (RFC 9923, 2), hexadecimal. It guards nothing, and Node's hashes take long to load at a start. */
function checksumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, '0');
}
