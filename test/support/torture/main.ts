/** The entry of `npm run torture`: the long run on demand. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { torture, type TortureResult } from './torture.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    from: { type: 'string', default: '0' },
    hurry: { type: 'string', default: '8' },
    lanes: { type: 'string', default: '2' },
    record: { type: 'string' },
  },
});
const [seed, rounds, from, hurry, lanes] = [
  values.seed,
  values.rounds,
  values.from,
  values.hurry,
  values.lanes,
].map((value) => {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`"${value}" is no whole number. Say for example --rounds 1000 --seed 42 --lanes 2`);
  process.exit(2);
});
if (seed === undefined || !rounds || from === undefined || !hurry || !lanes) {
  console.error('Rounds, hurry and lanes are 1 or more.');
  process.exit(2);
}
const file =
  values.record === undefined
    ? fileURLToPath(new URL(`../../../test-results/torture-${String(seed)}.json`, import.meta.url))
    : resolve(values.record);
await mkdir(dirname(file), { recursive: true });
const startedAt = new Date().toISOString();
const began = performance.now();
const seconds = (): number => Math.round((performance.now() - began) / 1000);

let writing = Promise.resolve();
const write = ({ record, problems }: TortureResult): void => {
  const text = JSON.stringify(
    { seed, rounds, from, hurry, lanes, startedAt, seconds: seconds(), record, problems },
    null,
    2,
  );
  writing = writing.then(async () => {
    // Whoever reads it, or ends this, meets a whole one.
    await writeFile(`${file}.partial`, `${text}\n`);
    await rename(`${file}.partial`, file);
  });
};

console.log(`Seed ${String(seed)}: the same seed gives the same actions again (--seed ${String(seed)}).`);
// Exit handlers end the servers and, with them, the parties.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const result = await torture({
  seed,
  rounds,
  from,
  hurry,
  lanes,
  say: (line) => {
    console.log(line);
  },
  progress: write,
});
write(result);
await writing;
console.log(
  `${JSON.stringify(result.record)} in ${String(seconds())} s: ` +
    `${result.problems.length === 0 ? 'nothing lost, nothing doubled' : 'FAILED'}. Written to ${file}`,
);
process.exit(result.problems.length === 0 ? 0 : 1);
