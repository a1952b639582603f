import { join } from 'node:path';
import { command } from './command.ts';
import { rootFolder } from './paths.ts';

/** `npm run check [-- name …]`: everything that can be said about the code without running it. */
const tool = (path: string): string => join(rootFolder, 'node_modules', path);
const tsc = tool('typescript/bin/tsc');

const checks: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  {
    name: 'eslint',
    args: [tool('eslint/bin/eslint.js'), '--config=build/eslint.config.js', '--max-warnings=0', '.'],
  },
  {
    name: 'svelte-check',
    args: [
      tool('svelte-check/bin/svelte-check'),
      '--workspace=renderer',
      '--tsconfig=./tsconfig.json',
      '--fail-on-warnings',
      '--output=human',
    ],
  },
  ...['shared', 'main', 'test', 'build'].map((side) => ({
    name: `types of ${side}`,
    args: [tsc, '-p', side],
  })),
  {
    name: 'boundaries',
    args: [
      tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config=build/dependency-cruiser.config.ts',
      'main',
      'renderer',
      'shared',
      'build',
      'test',
    ],
  },
  { name: 'dead code', args: [tool('knip/bin/knip.js'), '--config=build/knip.ts', '--no-progress'] },
  { name: 'format', args: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
];

const wanted = process.argv.slice(2);
const waiting = checks.filter(
  (check) => wanted.length === 0 || wanted.some((name) => check.name.includes(name)),
);
const failed: string[] = [];

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const started = performance.now();
    const result = await command(process.execPath, check.args);
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
    if (result.code === 0) {
      console.log(`${seconds} s  ${check.name}`);
    } else {
      failed.push(check.name);
      console.log(`${seconds} s  ${check.name}: FAILED\n${result.output.trimEnd()}\n`);
    }
  }
}

if (waiting.length === 0) {
  console.error(`There is no such check. There are: ${checks.map((check) => check.name).join(', ')}.`);
  failed.push('nothing');
}
// eslint and svelte-check hold whole programs in memory: two at a time fit everywhere.
await Promise.all([work(), work()]);
console.log(failed.length === 0 ? 'All checks pass.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
