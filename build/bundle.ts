import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'vite';
import { bdicOf } from '../main/spelling/bdic/bdic.ts';
import { dictionaryPackages, licencesOf, notePackages } from './licences.ts';
import { rootFolder } from './paths.ts';

const sides = ['main', 'background', 'preload', 'renderer'] as const;
const entries = [
  'main/index.ts',
  'main/store/host.ts',
  'main/spelling/convert-worker.ts',
  'main/shell/preload.ts',
  'renderer/index.html',
];
const windowIcon = 'build/icons/256x256.png';
const trayIcons = 'build/icons/tray';

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [
    'package.json',
    'package-lock.json',
    'build/bundle.ts',
    'build/licences.ts',
    ...sides.map((side) => `build/vite.${side}.config.ts`),
  ];
  for (const folder of ['main', 'renderer', 'shared', trayIcons]) {
    const found = await readdir(join(rootFolder, folder), { recursive: true, withFileTypes: true });
    for (const entry of found) {
      if (entry.isFile()) files.push(relative(rootFolder, join(entry.parentPath, entry.name)));
    }
  }
  for (const file of files.sort()) {
    hash.update(`${file}\0`).update(await readFile(join(rootFolder, file)));
  }
  return hash.digest('hex');
}

/** The dictionaries whose licence lets them be shipped, as the checker reads them. */
async function bundleDictionaries(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [tag, name] of Object.entries(dictionaryPackages)) {
    const [aff, dic] = await Promise.all(
      ['aff', 'dic'].map(async (kind) => readFile(join(rootFolder, 'node_modules', name, `index.${kind}`))),
    );
    if (aff === undefined || dic === undefined) throw new Error(`${name} has no dictionary`);
    await writeFile(join(folder, `${tag}.bdic`), bdicOf(aff, dic));
  }
}

/**
 * Notes the hashes of what stands within the page, for its policy (main/shell/app-protocol.ts). Here, because to hash it
 * at each start would have the application load Node's hashes before it shows anything.
 */
async function noteHashes(page: string): Promise<void> {
  const html = await readFile(page, 'utf8');
  const hashesOf = (element: RegExp): string[] =>
    [...html.matchAll(element)].map(
      ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
    );
  const hashes = {
    script: hashesOf(/<script type="module">(.*?)<\/script>/gs),
    style: hashesOf(/<style>(.*?)<\/style>/gs),
  };
  await writeFile(`${page}.hashes.json`, JSON.stringify(hashes));
}

/**
 * Builds main, what runs beside it, preload and renderer into dist/, if their sources changed since.
 * Whatever runs from dist/ meanwhile keeps a whole one: the new one takes its place in one step.
 */
export async function bundle(): Promise<void> {
  const missing = entries.filter((entry) => !existsSync(join(rootFolder, entry)));
  if (missing.length > 0) throw new Error(`Nothing to bundle: ${missing.join(', ')} is not there.`);

  const started = performance.now();
  const wanted = await sourceHash();
  const target = join(rootFolder, 'dist');
  const stamp = await readFile(join(target, 'stamp'), 'utf8').catch(() => '');
  if (stamp === wanted) return;

  const beside = `${target}.${String(process.pid)}`;
  try {
    const packages = new Set<string>();
    for (const side of sides) {
      await build({
        configFile: join(rootFolder, 'build', `vite.${side}.config.ts`),
        plugins: [notePackages(packages)],
        build: { outDir: join(beside, side), sourcemap: true },
      });
    }
    await noteHashes(join(beside, 'renderer', 'index.html'));
    await copyFile(join(rootFolder, windowIcon), join(beside, 'renderer', 'icon.png'));
    await writeFile(join(beside, 'licences.json'), JSON.stringify(await licencesOf(packages)));
    await cp(join(rootFolder, trayIcons), join(beside, 'tray'), { recursive: true });
    await bundleDictionaries(join(beside, 'dictionaries'));
    await writeFile(join(beside, 'stamp'), wanted);
    await rm(`${beside}.old`, { recursive: true, force: true });
    if (existsSync(target)) await rename(target, `${beside}.old`);
    await rename(beside, target).catch(async (error: unknown) => {
      // Another process put the same bundle there in between.
      if ((await readFile(join(target, 'stamp'), 'utf8').catch(() => '')) !== wanted) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
    await rm(`${beside}.old`, { recursive: true, force: true });
  }
  console.log(`Bundled in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}
