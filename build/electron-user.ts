import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { command, mustRun } from './command.ts';
import { cacheFolder, isRoot, rootFolder } from './paths.ts';

/**
 * Chromium refuses its sandbox to root. Where root starts Electron, Electron therefore runs as this system user, who
 * is made on first use and owns nothing but a home folder.
 */
const userName = 'parley-run';
const userHome = '/var/lib/parley-run';

export interface RunUser {
  readonly uid: number;
  readonly gid: number;
}

let known: Promise<RunUser | null> | undefined;

/** The user that runs Electron for root; null when this process is not root's and Electron runs as whoever asks. */
export function runUser(): Promise<RunUser | null> {
  known ??= isRoot ? makeUser() : Promise.resolve(null);
  return known;
}

async function makeUser(): Promise<RunUser> {
  if ((await command('id', ['-u', userName])).code !== 0) {
    const made = await command('useradd', [
      '--system',
      '--user-group',
      '--create-home',
      '--home-dir',
      userHome,
      '--shell',
      '/usr/sbin/nologin',
      userName,
    ]);
    // Another process may have made it in the same moment.
    if (made.code !== 0 && (await command('id', ['-u', userName])).code !== 0) {
      throw new Error(`The user ${userName}, who runs Electron for root, could not be made.\n${made.output}`);
    }
  }
  const uid = Number(await mustRun('id', ['-u', userName]));
  const gid = Number(await mustRun('id', ['-g', userName]));
  await mkdir(join(userHome, 'run'), { recursive: true });
  await chown(userHome, uid, gid);
  await chown(join(userHome, 'run'), uid, gid);
  await chmod(join(userHome, 'run'), 0o700);
  return { uid, gid };
}

/** The program and arguments that run a command as that user, under the same process id. */
function asUser(): readonly [string, ...string[]] {
  return ['setpriv', '--reuid', userName, '--regid', userName, '--init-groups'];
}

async function succeedsAsUser(program: string, args: readonly string[]): Promise<boolean> {
  const [first, ...rest] = (await runUser()) === null ? [program, ...args] : [...asUser(), program, ...args];
  return (await command(first, rest, { cwd: '/' })).code === 0;
}

/** Whether Chromium can have its sandbox: it needs the user, process and network namespaces of an ordinary user. */
export function sandboxPossible(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  return succeedsAsUser('unshare', ['--user', '--map-root-user', '--pid', '--net', '--fork', 'true']);
}

/** A file that starts `executable` as that user: it replaces itself, so signals and the exit code are the program's. */
export async function wrapperFor(executable: string): Promise<string> {
  const text = [
    '#!/bin/sh',
    `export HOME=${userHome} USER=${userName} LOGNAME=${userName} XDG_RUNTIME_DIR=${userHome}/run`,
    'unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME DBUS_SESSION_BUS_ADDRESS',
    // What a test brings for this user: a desktop's bus, and a place for its configuration.
    'if [ -n "$PARLEY_SESSION_BUS" ]; then export DBUS_SESSION_BUS_ADDRESS="$PARLEY_SESSION_BUS"; fi',
    'if [ -n "$PARLEY_CONFIG_HOME" ]; then export XDG_CONFIG_HOME="$PARLEY_CONFIG_HOME"; fi',
    `exec ${asUser().join(' ')} '${executable}' "$@"`,
    '',
  ].join('\n');
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = join(cacheFolder(), `run-${name}`, basename(executable));
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.${randomUUID()}`;
    await writeFile(temporary, text);
    await chmod(temporary, 0o755);
    await rename(temporary, file);
  }
  return file;
}

/**
 * The display's key belongs to whoever started the display; the user that runs Electron gets a copy.
 * Returns the copy's path, null when there is no key or nobody else needs one.
 */
export async function displayKey(): Promise<string | null> {
  const user = await runUser();
  const own = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  if (user === null || !existsSync(own)) return null;
  const copy = join(
    userHome,
    'run',
    `display-key-${createHash('sha256').update(own).digest('hex').slice(0, 12)}`,
  );
  await copyFile(own, copy);
  await chown(copy, user.uid, user.gid);
  await chmod(copy, 0o600);
  return copy;
}

/** Makes an empty folder that Electron may write to, for a profile. The caller removes it. */
export async function makeProfileFolder(prefix = 'parley-profile-'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await giveToElectron(folder);
  return folder;
}

/** Hands a folder or file to the user that runs Electron. */
export async function giveToElectron(path: string): Promise<void> {
  const user = await runUser();
  if (user !== null) await chown(path, user.uid, user.gid);
}

const copiedParts = [
  'package.json',
  'dist',
  'node_modules/better-sqlite3-multiple-ciphers/package.json',
  'node_modules/better-sqlite3-multiple-ciphers/lib',
  'node_modules/better-sqlite3-multiple-ciphers/prebuilds',
];

/**
 * The folder that Electron loads the application from: the checkout, or a copy of what runs where the checkout is in
 * a folder that the user who runs Electron cannot enter (for instance /root).
 */
export async function applicationFolder(): Promise<string> {
  if (!isRoot || (await succeedsAsUser('test', ['-r', join(rootFolder, 'package.json')]))) return rootFolder;
  const name = createHash('sha256').update(rootFolder).digest('hex').slice(0, 12);
  const copy = join(cacheFolder(), `application-${name}`);
  const parts = copiedParts.filter((part) => existsSync(join(rootFolder, part)));
  const mark = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'dist/stamp']) {
    mark.update(await readFile(join(rootFolder, file)).catch(() => ''));
  }
  const wanted = mark.digest('hex');
  if ((await readFile(join(copy, 'mark'), 'utf8').catch(() => '')) === wanted) return copy;
  const fresh = `${copy}.${String(process.pid)}`;
  for (const part of parts) await cp(join(rootFolder, part), join(fresh, part), { recursive: true });
  await writeFile(join(fresh, 'mark'), wanted);
  await openToAll(fresh);
  await rm(copy, { recursive: true, force: true });
  await rename(fresh, copy).catch(async (error: unknown) => {
    // Another process put the same copy there in between.
    await rm(fresh, { recursive: true, force: true });
    if ((await readFile(join(copy, 'mark'), 'utf8').catch(() => '')) !== wanted) throw error;
  });
  return copy;
}

/** This Node, or a copy of it where the user that runs Electron cannot reach it. */
export async function reachableNode(): Promise<string> {
  if (!isRoot || (await succeedsAsUser('test', ['-x', process.execPath]))) return process.execPath;
  const copy = join(cacheFolder(), `node-${process.versions.node}`, 'node');
  if (!existsSync(copy)) {
    await mkdir(dirname(copy), { recursive: true });
    const fresh = `${copy}.${String(process.pid)}`;
    await copyFile(process.execPath, fresh);
    await chmod(fresh, 0o755);
    await rename(fresh, copy);
  }
  return copy;
}

/** Lets everybody read a folder and what is in it, and run what its owner may run. */
export async function openToAll(folder: string): Promise<void> {
  await mustRun('chmod', ['-R', 'a+rX', folder]);
}
