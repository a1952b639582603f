import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKamailio } from '../kamailio.ts';
import { scheduleOf } from './schedule.ts';
import { emptyRecord, World, type Record } from './world.ts';

export interface TortureOptions {
  readonly seed: number;
  readonly rounds: number;
  /** The first round; profiles are new at each round that `roundsOfAWorld` divides. */
  readonly from: number;
  /** How many times faster than the real one the parties' clocks run. */
  readonly hurry: number;
  readonly say: (line: string) => void;
}

/** So many rounds go on with the same profiles; then two people meet who know nothing of each other. */
const roundsOfAWorld = 10;

export interface TortureResult {
  readonly record: Record;
  /** Empty when the promise was kept. */
  readonly problems: readonly string[];
}

/** Runs the rounds one after the other and ends with the first that breaks the promise. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const { seed, rounds, from, hurry, say } = options;
  const record = emptyRecord();
  const folder = await mkdtemp(join(tmpdir(), 'parley-torture-'));
  // A server that waits ten seconds for somebody who was killed would make most of the time pass in waiting.
  const server = await startKamailio({ answerTime: 1_500 });
  let world: World | null = null;
  let problems: readonly string[] = [];
  let last = from;
  try {
    for (let round = from; round < from + rounds && problems.length === 0; round += 1) {
      if (world === null || round % roundsOfAWorld === 0) {
        await world?.close(false);
        world = null;
        world = await World.create({ server, folder: join(folder, String(round)), hurry, record });
      }
      last = round;
      const began = performance.now();
      problems = await world.round(seed, round);
      const kinds = scheduleOf(seed, round).disturbances.map(({ kind }) => kind);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      say(`round ${String(round)}: ${kinds.join(', ') || 'undisturbed'}; ${seconds} s`);
    }
  } finally {
    await world?.close(problems.length > 0);
    await server.dispose();
    if (problems.length === 0) await rm(folder, { recursive: true, force: true });
  }
  if (problems.length > 0) {
    await writeFile(join(folder, 'server.log'), server.log);
    say(`The promise was broken with seed ${String(seed)} in round ${String(last)}:`);
    for (const problem of problems) say(`  ${problem}`);
    say(`The profiles are kept in ${folder}`);
  }
  return { record, problems };
}
