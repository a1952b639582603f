#!/usr/bin/env node
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun } from './command.ts';
import { rootFolder } from './paths.ts';

/**
 * Takes the place of fpm, which electron-builder would download: builds a Debian package with dpkg-deb from the
 * arguments that electron-builder gives to fpm (CUSTOM_FPM_PATH names this file).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'input-type': { type: 'string', short: 's' },
    'output-type': { type: 'string', short: 't' },
    force: { type: 'boolean' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    'deb-recommends': { type: 'string', multiple: true, default: [] },
    'deb-compression': { type: 'string', default: 'xz' },
    'deb-priority': { type: 'string', default: 'optional' },
    architecture: { type: 'string', default: 'amd64' },
    'after-install': { type: 'string' },
    'after-remove': { type: 'string' },
    description: { type: 'string', default: '' },
    version: { type: 'string', default: '0' },
    package: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    maintainer: { type: 'string', default: '' },
    vendor: { type: 'string' },
    url: { type: 'string', default: '' },
    category: { type: 'string', default: 'net' },
    license: { type: 'string' },
  },
});

/** Copies what each `source=target` names; a source that ends with a slash is a folder's content. */
async function fill(tree: string): Promise<void> {
  for (const mapping of positionals) {
    const at = mapping.lastIndexOf('=');
    const target = join(tree, mapping.slice(at + 1));
    const source = mapping.slice(0, at);
    await mkdir(dirname(target), { recursive: true });
    if (source.endsWith('/')) await cp(source, target, { recursive: true, verbatimSymlinks: true });
    else await copyFile(source, target);
  }
  const documents = join(tree, 'usr/share/doc', values.name);
  await mkdir(documents, { recursive: true });
  const license = await readFile(join(rootFolder, 'LICENSE'), 'utf8');
  await writeFile(
    join(documents, 'copyright'),
    `${license}\nElectron and Chromium, which come with it, have their own licences:\n` +
      `LICENSE.electron.txt and LICENSES.chromium.html beside the program in /opt.\n`,
  );
}

interface Content {
  readonly sums: string;
  /** In kilobytes, as Installed-Size wants it. */
  readonly size: number;
}

async function contentOf(tree: string): Promise<Content> {
  let size = 0;
  const sums: string[] = [];
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    size += Math.ceil((await stat(path)).size / 1024);
    const sum = createHash('md5')
      .update(await readFile(path))
      .digest('hex');
    sums.push(`${sum}  ${relative(tree, path)}\n`);
  }
  return { sums: sums.sort().join(''), size };
}

/** The first line is the synopsis; the rest is indented, an empty line is a dot (Debian Policy 5.6.13). */
function description(): string {
  const [synopsis, ...rest] = values.description
    .split('\n')
    .map((line) => line.trim())
    .filter((line, index) => index > 0 || line !== '');
  return [synopsis ?? values.name, ...rest.map((line) => ` ${line === '' ? '.' : line}`)].join('\n');
}

function controlFields(size: number): string {
  const fields: readonly (readonly [string, string])[] = [
    ['Package', values.name],
    ['Version', values.version],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(size)],
    ['Depends', values.depends.join(', ')],
    ['Recommends', values['deb-recommends'].join(', ')],
    ['Section', values.category],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', description()],
  ];
  return fields.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}\n`])).join('');
}

if (values['output-type'] !== 'deb')
  throw new Error(`Only deb is built here, not ${String(values['output-type'])}.`);
const tree = await mkdtemp(join(tmpdir(), 'parley-deb-'));
try {
  await fill(tree);
  await mustRun('chmod', ['-R', 'u+rwX,go+rX,go-w', tree]);
  const content = await contentOf(tree);
  const control = join(tree, 'DEBIAN');
  await mkdir(control, { mode: 0o755 });
  await writeFile(join(control, 'control'), controlFields(content.size));
  await writeFile(join(control, 'md5sums'), content.sums);
  for (const [script, source] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ] as const) {
    if (source === undefined) continue;
    await copyFile(source, join(control, script));
    await chmod(join(control, script), 0o755);
  }
  await mustRun('dpkg-deb', [
    `-Z${values['deb-compression'] === 'gz' ? 'gzip' : values['deb-compression']}`,
    '--root-owner-group',
    '--build',
    tree,
    values.package,
  ]);
} finally {
  await rm(tree, { recursive: true, force: true });
}
