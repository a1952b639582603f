import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Plugin } from 'vite';
import type { Licence } from '../shared/contract/command/installation.ts';
import { rootFolder } from './paths.ts';

const Manifest = v.object({ name: v.string(), version: v.string(), license: v.optional(v.string()) });

/** The dictionaries that are shipped, by their language. */
export const dictionaryPackages = { 'en-US': 'dictionary-en', 'en-GB': 'dictionary-en-gb' } as const;

/** What is shipped without going through the bundler. */
const besideTheBundle = ['electron', 'better-sqlite3-multiple-ciphers', ...Object.values(dictionaryPackages)];

/** The folder of the package that a file belongs to, from the root of the checkout; null for files of our own. */
export function packageOf(file: string): string | null {
  const path = file.replaceAll('\\', '/');
  const start = path.lastIndexOf('node_modules/');
  if (start < 0) return null;
  const [scope = '', name = ''] = path.slice(start + 'node_modules/'.length).split('/');
  const folder = scope.startsWith('@') ? `${scope}/${name}` : scope;
  return path.slice(path.indexOf('node_modules/'), start) + `node_modules/${folder}`;
}

/** Notes the packages of which something really got into the bundle: code that survived, and fonts and pictures. */
export function notePackages(noted: Set<string>): Plugin {
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        const files = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
        for (const file of files) {
          const folder = packageOf(file);
          if (folder !== null) noted.add(folder);
        }
      }
    },
  };
}

async function licenceOf(folder: string): Promise<Licence> {
  const path = join(rootFolder, folder);
  const manifest = v.parse(Manifest, JSON.parse(await readFile(join(path, 'package.json'), 'utf8')));
  const files = (await readdir(path)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map(async (file) => readFile(join(path, file), 'utf8')));
  const text = texts.map((each) => each.trim()).join('\n\n');
  const license = manifest.license ?? /^\s*(\S.{0,30}) License\b/m.exec(text)?.[1];
  if (license === undefined) throw new Error(`The package in ${folder} does not say its licence.`);
  return { name: manifest.name, version: manifest.version, license, text };
}

/** The licences of the packages in these folders, and of what is shipped beside the bundle, by name. */
export async function licencesOf(folders: Iterable<string>): Promise<readonly Licence[]> {
  const all = new Set([...folders, ...besideTheBundle.map((name) => `node_modules/${name}`)]);
  const licences = await Promise.all([...all].map(licenceOf));
  return licences.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
