import { ESLint } from 'eslint';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, 'build', 'eslint.config.js') });

/** The rules that a text breaks where it stands in the place of a file of the house. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

describe('the lint rules', { timeout: 60_000 }, () => {
  it.each([
    ['main/flow/ports.ts', 'export const at = (): number => Date.now();', 'no-restricted-syntax'],
    ['main/flow/ports.ts', 'export const at = (): Date => new Date();', 'no-restricted-syntax'],
    ['main/flow/ports.ts', 'setTimeout(() => undefined, 5);', 'no-restricted-globals'],
    ['main/log/log.ts', "console.log('said');", 'no-console'],
    ['main/log/log.ts', "eval('1');", 'no-eval'],
    [
      'main/log/log.ts',
      'export const as = (value: any): unknown => value;',
      '@typescript-eslint/no-explicit-any',
    ],
    ['main/log/log.ts', 'Promise.resolve(1);', '@typescript-eslint/no-floating-promises'],
    [
      'main/log/log.ts',
      '// eslint-disable-next-line\nPromise.resolve(1);',
      '@typescript-eslint/no-floating-promises',
    ],
    ['renderer/main.ts', "document.body.innerHTML = '<b>';", 'no-restricted-syntax'],
    [
      'renderer/App.svelte',
      '<script lang="ts">const text = "<b>";</script>{@html text}',
      'svelte/no-at-html-tags',
    ],
    [
      'renderer/App.svelte',
      '<script lang="ts">Promise.resolve(1);</script>',
      '@typescript-eslint/no-floating-promises',
    ],
  ])('in %s refuse %s', async (file, text, rule) => {
    expect(await broken(file, text)).toContain(rule);
  });

  it('let the clock stand where time is at home', async () => {
    expect(
      await broken('build/paths.ts', 'console.log(Date.now());\nsetTimeout(() => undefined, 5);\n'),
    ).toEqual([]);
  });
});
