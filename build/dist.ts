import { pack } from './pack.ts';

/** `npm run dist [-- target …]`: packs Parley for this system; on Linux `dir` and `deb` unless others are named. */
try {
  for (const file of await pack(process.argv.slice(2))) console.log(file);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
