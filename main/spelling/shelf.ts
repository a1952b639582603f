import { access, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A dictionary on this computer. */
export interface Dictionary {
  /** BCP 47. */
  readonly tag: string;
  /** `bdic`: as the checker reads it; `hunspell`: the path of the .aff, with the .dic beside it. */
  readonly kind: 'bdic' | 'hunspell';
  readonly path: string;
}

/** `de_DE_frami` is named as its file is; only language, script and region make a tag. */
const fileName = /^([a-z]{2,3})(?:[_-]([A-Z]{2}))?\.(bdic|aff)$/;

async function dictionariesIn(folder: string): Promise<Dictionary[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.sort().map(async (name): Promise<Dictionary[]> => {
    const [, language, region, kind] = fileName.exec(name) ?? [];
    if (language === undefined) return [];
    const path = join(folder, name);
    if (kind === 'aff' && !(await exists(path.replace(/aff$/, 'dic')))) return [];
    const tag = region === undefined ? language : `${language}-${region}`;
    return [{ tag, kind: kind === 'bdic' ? 'bdic' : 'hunspell', path }];
  });
  return (await Promise.all(found)).flat();
}

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Where Hunspell's dictionaries lie on this computer, the nearest to the user first: what DICPATH names, then the
 * `hunspell` folders of the XDG base directories, then the older `myspell`.
 */
export function systemFolders(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] {
  const data = [
    env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'),
    ...(env['XDG_DATA_DIRS'] ?? '/usr/local/share:/usr/share').split(':').filter((each) => each !== ''),
  ];
  return [
    ...(env['DICPATH'] ?? '').split(delimiter).filter((each) => each !== ''),
    ...data.map((each) => join(each, 'hunspell')),
    ...data.map((each) => join(each, 'myspell', 'dicts')),
  ];
}

/** One dictionary for each tag: that of the first folder that has one. */
export async function findDictionaries(folders: readonly string[]): Promise<readonly Dictionary[]> {
  const found = new Map<string, Dictionary>();
  for (const folder of folders) {
    for (const dictionary of await dictionariesIn(folder)) {
      if (!found.has(dictionary.tag)) found.set(dictionary.tag, dictionary);
    }
  }
  return [...found.values()];
}

/** That of the tag itself, else one of the same language. @param tag in any case */
export function dictionaryFor(all: readonly Dictionary[], tag: string): Dictionary | null {
  const wanted = tag.toLowerCase();
  const [language = ''] = wanted.split('-');
  return (
    all.find((each) => each.tag.toLowerCase() === wanted) ??
    // `de` asks for `de-DE`, as it does elsewhere.
    all.find((each) => each.tag.toLowerCase() === `${language}-${language}`) ??
    all.find((each) => each.tag.toLowerCase().split('-')[0] === language) ??
    null
  );
}

/** Changes whenever one of the dictionaries does. */
export async function fingerprintOf(all: readonly Dictionary[]): Promise<string> {
  const lines = all.map(async ({ tag, path }) => {
    const { size, mtimeMs } = await stat(path);
    // What lies in an archive has no time of its own.
    return `${tag} ${path} ${String(size)}${path.includes('.asar') ? '' : ` ${String(mtimeMs)}`}`;
  });
  return (await Promise.all(lines)).sort().join('\n');
}
