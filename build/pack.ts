import { Arch, Platform, build } from 'electron-builder';
import { join } from 'node:path';
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
