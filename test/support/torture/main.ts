/** The entry of `npm run torture`: the long run on demand. */
import { parseArgs } from 'node:util';
import { torture } from './torture.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    from: { type: 'string', default: '0' },
    hurry: { type: 'string', default: '8' },
  },
});
const seed = Number(values.seed);
console.log(`Seed ${values.seed}: the same seed gives the same actions again (--seed ${values.seed}).`);
// Exit handlers end the server and, with them, the parties.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const began = performance.now();
const { record, problems } = await torture({
  seed,
  rounds: Number(values.rounds),
  from: Number(values.from),
  hurry: Number(values.hurry),
  say: (line) => {
    console.log(line);
  },
});
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `${JSON.stringify(record)} in ${seconds} s: ${problems.length === 0 ? 'nothing lost, nothing doubled' : 'FAILED'}`,
);
process.exit(problems.length === 0 ? 0 : 1);
