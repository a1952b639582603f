import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { rootFolder } from './paths.ts';

/**
 * `npm run bench -- name … [-- options]`: runs the benchmarks `test/bench/<name>.bench.ts` one after the other, all when
 * none is named. Each prints a table and ends with a line of JSON.
 */
const folder = join(rootFolder, 'test', 'bench');
const known = (await readdir(folder))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('-'));
const unknown = named.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there is ${known.join(', ')}.`);
  process.exitCode = 2;
} else {
  const options = args.filter((arg) => arg.startsWith('--') && arg !== '--');
  for (const name of named.length > 0 ? named : known) {
    console.log(`\n== ${name}`);
    const result = await command(process.execPath, [join(folder, `${name}.bench.ts`), ...options], {
      show: true,
    });
    if (result.code !== 0) process.exitCode = 1;
  }
}
