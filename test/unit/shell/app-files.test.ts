import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf } from '../../../main/shell/app-files.ts';

let folder = '';
let root = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '');
  writeFileSync(join(root, 'assets', 'a b.js'), '');
  writeFileSync(join(folder, 'secret'), '');
  mkdirSync(join(folder, 'renderer-of-others'));
  writeFileSync(join(folder, 'renderer-of-others', 'x'), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('fileOf', () => {
  it('finds what is inside', () => {
    expect(fileOf(root, 'app://parley/')).toBe(join(root, 'index.html'));
    expect(fileOf(root, 'app://parley/assets/a%20b.js?v=1#x')).toBe(join(root, 'assets', 'a b.js'));
  });

  it.each([
    'app://parley/../secret',
    'app://parley/%2e%2e/secret',
    'app://parley/..%2fsecret',
    'app://parley/assets/..%2f..%2fsecret',
    'app://parley/..%2frenderer-of-others/x',
    'app://parley/..%5csecret',
    'app://parley/index.html%00',
    'app://parley/%zz',
    'app://parley/assets',
    'app://parley/missing.js',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'no url',
  ])('refuses %s', (url) => {
    expect(fileOf(root, url)).toBeNull();
  });
});
