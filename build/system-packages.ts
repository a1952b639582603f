import { command } from './command.ts';
import { isRoot } from './paths.ts';

/**
 * Debian packages by purpose. `start` is what Electron links to and what unpacking it needs; `test` are the browser,
 * the display and the peers that the tests talk to; `dist` packs the program.
 */
const packages = {
  start: [
    'libasound2',
    'libatk-bridge2.0-0',
    'libatspi2.0-0',
    'libcups2',
    'libdrm2',
    'libgbm1',
    'libgtk-3-0',
    'libnotify4',
    'libnss3',
    'libxkbcommon0',
    'libxss1',
    'unzip',
    'util-linux',
    'xdg-utils',
  ],
  test: [
    'chromium',
    'dbus-daemon',
    'fonts-noto-color-emoji',
    'gcc',
    'kamailio',
    'kamailio-extra-modules',
    'kamailio-tls-modules',
    'kamailio-websocket-modules',
    'libc6-dev',
    'libpurple0',
    'linphone-cli',
    'pidgin-sipe',
    'python3',
    'xauth',
    'xvfb',
  ],
  dist: ['7zip'],
} as const satisfies Record<string, readonly string[]>;

export type Purpose = keyof typeof packages;

async function missing(names: readonly string[]): Promise<readonly string[]> {
  const list = await command('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}, ${Provides}\n']);
  const installed = new Set<string>();
  for (const line of list.stdout.split('\n')) {
    if (!line.startsWith('installed ')) continue;
    // Newer Debians rename libraries (libasound2t64) and keep the old name as a provided one.
    for (const name of line.slice('installed '.length).split(/, */)) installed.add(name.split(' ')[0] ?? '');
  }
  return names.filter((name) => !installed.has(name));
}

/**
 * Installs what the purposes need and is not there, on Debian and its kin. Where it cannot, it fails with the command
 * to run. On other systems nothing is checked, and what is missing shows where it is used.
 */
export async function needSystemPackages(...purposes: readonly Purpose[]): Promise<void> {
  if (process.platform !== 'linux' || (await command('dpkg-query', ['--version'])).code !== 0) return;
  const absent = await missing([...new Set(purposes.flatMap((purpose) => packages[purpose]))]);
  if (absent.length === 0) return;

  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...absent];
  const advice = `These Debian packages are missing: ${absent.join(' ')}\nInstall them with:\n  sudo ${install.join(' ')}`;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  if (!isRoot && (await command('sudo', ['-n', 'true'])).code !== 0) throw new Error(advice);

  console.log(`Installing Debian packages: ${absent.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = async (
    args: readonly string[],
  ): Promise<{ readonly code: number; readonly output: string }> => {
    const [program = 'apt-get', ...rest] = [...prefix, ...args];
    return command(program, rest, { env });
  };
  let result = await apt(install);
  if (result.code !== 0) {
    const update = await apt(['apt-get', 'update']);
    result = update.code === 0 ? await apt(install) : update;
  }
  const still = await missing(absent);
  if (still.length > 0) {
    throw new Error(
      `${result.output.trimEnd()}\nThese Debian packages could not be installed: ${still.join(' ')}`,
    );
  }
}
