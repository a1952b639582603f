import { join } from 'node:path';
import { command } from './command.ts';
import { rootFolder } from './paths.ts';

/** `npm run format [-- file …]`: writes files in the house's format. */
const named = process.argv.slice(2);
const prettier = join(rootFolder, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
const result = await command(
  process.execPath,
  [prettier, '--write', '--log-level=warn', ...(named.length > 0 ? named : ['.'])],
  { show: true },
);
process.exitCode = result.code;
