import { Arch, Platform, build } from 'electron-builder';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.ts';
import { packing } from './electron-builder.config.ts';
import { electronRuntime } from './electron-runtime.ts';
import { rootFolder } from './paths.ts';
import { needSystemPackages } from './system-packages.ts';

const offlineTargets = ['dir', 'deb'];

/** Packs for this system and returns the files and folders made. Nothing is downloaded for `dir` and `deb`. */
export async function pack(targets: readonly string[]): Promise<readonly string[]> {
  const linux = process.platform === 'linux';
  await needSystemPackages('start', 'dist');
  const runtime = await electronRuntime();
  if (!runtime.official) {
    console.log(
      `Packing Electron ${runtime.version} as repacked by Cypress: for tests on this computer, not to be given away. ` +
        `The message store needs a Node 24 there, named in PARLEY_STORE_NODE.`,
    );
  }
  await bundle();
  if (linux) {
    process.env['CUSTOM_FPM_PATH'] ??= join(rootFolder, 'build', 'deb.ts');
    process.env['ELECTRON_BUILDER_7ZIP_PATH'] ??= '/usr/bin/7zz';
  }
  const chosen = targets.length > 0 ? [...targets] : linux ? offlineTargets : undefined;
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
  return build({
    projectDir: rootFolder,
    targets: Platform.current().createTarget(chosen ?? null, arch),
    config: packing(runtime),
    publish: 'never',
  });
}

/** The Debian package of what is in the tree now: the one made earlier where nothing changed, else a new one. */
export async function debianPackage(): Promise<string> {
  await bundle();
  const runtime = await electronRuntime();
  const output = packing(runtime).directories?.output ?? 'release';
  const stamp = join(rootFolder, output, 'deb.json');
  const wanted = await packingHash(runtime.version);
  const earlier = await readFile(stamp, 'utf8').then(
    (text) => JSON.parse(text) as { readonly hash: string; readonly file: string },
    () => null,
  );
  if (earlier?.hash === wanted && existsSync(earlier.file)) return earlier.file;
  const file = (await pack(['deb'])).find((made) => made.endsWith('.deb'));
  if (file === undefined) throw new Error('electron-builder made no deb.');
  await writeFile(join(dirname(file), 'deb.json'), JSON.stringify({ hash: wanted, file }));
  return file;
}

/** Of the bundle and of everything that decides how it is packed. */
async function packingHash(electronVersion: string): Promise<string> {
  const hash = createHash('sha256').update(electronVersion);
  const build = join(rootFolder, 'build');
  const files = [
    'deb.ts',
    'electron-builder.config.ts',
    ...(await readdir(join(build, 'linux'))).map((name) => `linux/${name}`),
    ...(await readdir(join(build, 'deb'))).map((name) => `deb/${name}`),
  ];
  for (const file of ['../dist/stamp', 'icons/parley.svg', ...files])
    hash.update(await readFile(join(build, file)));
  return hash.digest('hex');
}
