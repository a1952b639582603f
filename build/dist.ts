import { pack } from './pack.ts';
import { script } from './script.ts';

/** `npm run dist [-- target …]`: packs Parley for this system; on Linux `dir` and `deb` unless others are named. */
await script(async () => {
  for (const file of await pack(process.argv.slice(2))) console.log(file);
});
