import { describe, expect, it, test } from 'vitest';
import { licencesOf, packageOf } from '../../../build/licences.ts';

describe('packageOf', () => {
  test.each([
    ['/home/a/parley/node_modules/svelte/src/index.js', 'node_modules/svelte'],
    ['/home/a/parley/node_modules/@lucide/svelte/dist/Icon.svelte', 'node_modules/@lucide/svelte'],
    ['/p/node_modules/a/node_modules/@b/c/x.js', 'node_modules/a/node_modules/@b/c'],
    ['C:\\parley\\node_modules\\ws\\lib\\sender.js', 'node_modules/ws'],
    ['\0/p/node_modules/pino/pino.js?commonjs-module', 'node_modules/pino'],
    ['../node_modules/inter/files/inter.woff2', 'node_modules/inter'],
    ['/home/a/parley/main/index.ts', null],
  ])('%s is of %s', (file, folder) => {
    expect(packageOf(file)).toBe(folder);
  });
});

it('reads name, version, licence and its text, sorted, with what is shipped beside the bundle', async () => {
  const licences = await licencesOf(['node_modules/svelte', 'node_modules/@fontsource-variable/inter']);
  expect(licences.map(({ name, license }) => [name, license])).toEqual([
    ['@fontsource-variable/inter', 'OFL-1.1'],
    ['better-sqlite3-multiple-ciphers', 'MIT'],
    ['dictionary-en', '(MIT AND BSD)'],
    ['dictionary-en-gb', '(MIT AND BSD)'],
    ['electron', 'MIT'],
    ['svelte', 'MIT'],
  ]);
  expect(licences.find(({ name }) => name === 'svelte')?.text).toContain('Permission is hereby granted');
});
