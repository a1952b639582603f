import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { DictionaryServer } from '../../../main/spelling/dictionary-server.ts';
import { checkableLanguages, languagesToCheck } from '../../../main/spelling/languages.ts';
import {
  dictionaryFor,
  findDictionaries,
  fingerprintOf,
  systemFolders,
} from '../../../main/spelling/shelf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-dictionaries-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const put = async (...names: string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), '');
  }
};
const tags = async (...folders: string[]): Promise<string[]> =>
  (await findDictionaries(folders.map((each) => join(folder, each)))).map(({ tag }) => tag);

describe('the dictionaries of a computer', () => {
  it('are pairs of files, or one that is converted already, named by language and region', async () => {
    await put('a/de_DE.aff', 'a/de_DE.dic', 'a/fr.aff', 'a/fr.dic', 'a/en-US.bdic');
    await put('a/nl.aff', 'a/hyph_de_DE.dic', 'a/de_DE_frami.aff', 'a/de_DE_frami.dic', 'a/README');
    expect(await tags('a', 'missing')).toEqual(['de-DE', 'en-US', 'fr']);
  });

  it('are those of the first folder that has one for the language', async () => {
    await put('a/en-US.bdic', 'b/en_US.aff', 'b/en_US.dic', 'b/it.aff', 'b/it.dic');
    const found = await findDictionaries([join(folder, 'a'), join(folder, 'b')]);
    expect(found.map(({ kind, tag }) => [kind, tag])).toEqual([
      ['bdic', 'en-US'],
      ['hunspell', 'it'],
    ]);
  });

  it('lie where Hunspell looks for them', () => {
    expect(systemFolders({ DICPATH: '/x:/y' }, '/home/a')).toEqual([
      '/x',
      '/y',
      '/home/a/.local/share/hunspell',
      '/usr/local/share/hunspell',
      '/usr/share/hunspell',
      '/home/a/.local/share/myspell/dicts',
      '/usr/local/share/myspell/dicts',
      '/usr/share/myspell/dicts',
    ]);
  });

  it('have another fingerprint when one of them changes', async () => {
    await put('a/it.aff', 'a/it.dic');
    const before = await fingerprintOf(await findDictionaries([join(folder, 'a')]));
    await writeFile(join(folder, 'a/it.aff'), 'SET UTF-8');
    expect(await fingerprintOf(await findDictionaries([join(folder, 'a')]))).not.toBe(before);
  });

  it('serve a tag by itself, else by its language', async () => {
    await put('a/de_AT.aff', 'a/de_AT.dic', 'a/de_DE.aff', 'a/de_DE.dic', 'a/pt_BR.aff', 'a/pt_BR.dic');
    const all = await findDictionaries([join(folder, 'a')]);
    const tagFor = (tag: string): string | undefined => dictionaryFor(all, tag)?.tag;
    expect(['de-at', 'de', 'de-ch', 'pt-pt', 'fr'].map(tagFor)).toEqual([
      'de-AT',
      'de-DE',
      'de-DE',
      'pt-BR',
      undefined,
    ]);
  });
});

describe('the languages that are checked', () => {
  const checker = ['de', 'de-DE', 'en-GB', 'en-US', 'fr', 'fr-FR'];
  const dictionary = (tag: string) => ({ tag, kind: 'hunspell', path: tag }) as const;

  it('are those of the checker that a dictionary is there for', () => {
    expect(checkableLanguages(checker, ['de-AT', 'en-GB', 'ar', 'fr'].map(dictionary))).toEqual([
      'de',
      'en-GB',
      'fr',
    ]);
  });

  it('are the chosen ones, else those of the system, by what comes nearest', () => {
    const checkable = ['de-DE', 'en-GB', 'en-US'];
    expect(languagesToCheck(['de', 'fr'], ['en-US'], checkable)).toEqual(['de-DE']);
    expect(languagesToCheck([], ['de-AT', 'en-GB', 'en-AU'], checkable)).toEqual(['de-DE', 'en-GB']);
    expect(languagesToCheck([], ['ar-EG'], checkable)).toEqual([]);
  });
});

describe('the server of dictionaries', () => {
  it('answers for a language by the name of its file, on this computer only, until it is closed', async () => {
    const asked: string[] = [];
    const server = new DictionaryServer((tag) => {
      asked.push(tag);
      if (tag === 'xx') return Promise.reject(new Error('cannot be converted'));
      return Promise.resolve(tag === 'de-de' ? Buffer.from('BDic') : null);
    }, silentLog);
    const url = await server.open();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await server.open()).toBe(url);
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(url + path, { method })).status;
    expect(await (await fetch(`${url}de-de-3-0.bdic`)).text()).toBe('BDic');
    expect(await status('en-us-10-1.bdic')).toBe(404);
    expect(await status('xx-3-0.bdic')).toBe(500);
    expect(await status('../../etc/passwd')).toBe(404);
    expect(await status('de-de-3-0.bdic', 'POST')).toBe(404);
    expect(asked).toEqual(['de-de', 'en-us', 'xx']);
    server.close();
    await expect(fetch(`${url}de-de-3-0.bdic`)).rejects.toThrow();
  });
});
