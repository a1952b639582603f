import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKamailio, type Kamailio } from '../kamailio.ts';
import { makeProgram, type Fault, type Program } from './program.ts';
import { emptyRecord, type Record } from './record.ts';
import { scheduleOf } from './schedule.ts';
import { World } from './world.ts';

export interface TortureOptions {
  readonly seed: number;
  readonly rounds: number;
  /** The first round; profiles are new at each round that `roundsOfAWorld` divides. */
  readonly from: number;
  /** How many times faster than the real one the parties' clocks run. */
  readonly hurry: number;
  /** So many pairs of people, each with a server of its own, go on at the same time. */
  readonly lanes: number;
  /** A build that is to be found out; its profiles are not kept. */
  readonly fault?: Fault;
  readonly say: (line: string) => void;
  /** Told after each round, so that what was done is known whatever happens then. */
  readonly progress?: (result: TortureResult) => void;
}

/** So many rounds go on with the same profiles; then two people meet who know nothing of each other. */
const roundsOfAWorld = 10;

/** How long a server waits for somebody who may have been killed, by the parties' clocks, in milliseconds. */
const answerTime = 12_000;

export interface TortureResult {
  readonly record: Record;
  /** Empty when the promise was kept. */
  readonly problems: readonly string[];
}

/** Runs the rounds and ends with the first that breaks the promise. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-torture-'));
  const program = await makeProgram(options.fault);
  const run = new Run(options, folder, program);
  try {
    await Promise.all(Array.from({ length: options.lanes }, async (_, lane) => run.lane(lane)));
  } finally {
    await program.dispose();
    if (run.problems.length === 0 || options.fault !== undefined)
      await rm(folder, { recursive: true, force: true });
    else options.say(`The profiles are kept in ${folder}`);
  }
  return run.result;
}

class Run {
  readonly #options: TortureOptions;
  readonly #folder: string;
  readonly #program: Program;
  readonly #record = emptyRecord();
  readonly #began = performance.now();
  #next: number;
  problems: readonly string[] = [];

  constructor(options: TortureOptions, folder: string, program: Program) {
    this.#options = options;
    this.#folder = folder;
    this.#program = program;
    this.#next = options.from;
  }

  get result(): TortureResult {
    return { record: this.#record, problems: this.problems };
  }

  /** One pair of people after the other, until all rounds are given out or one has failed. */
  async lane(lane: number): Promise<void> {
    const { from, rounds, hurry } = this.#options;
    const end = from + rounds;
    if (this.#next >= end) return;
    const server = await startKamailio({ answerTime: Math.round(answerTime / hurry) });
    let broken = false;
    try {
      while (this.#next < end && this.problems.length === 0) {
        const first = this.#next;
        this.#next = Math.min(end, (Math.floor(first / roundsOfAWorld) + 1) * roundsOfAWorld);
        broken = !(await this.#world(server, first, this.#next));
      }
    } finally {
      await server.dispose();
      if (broken) await writeFile(join(this.#folder, `server-${String(lane)}.log`), server.log);
    }
  }

  /** False: it broke the promise. */
  async #world(server: Kamailio, first: number, end: number): Promise<boolean> {
    const { seed, hurry, say } = this.#options;
    const folder = join(this.#folder, String(first));
    const record = this.#record;
    const world = await World.create({ program: this.#program, server, folder, hurry, record });
    let problems: readonly string[] = [];
    try {
      for (let round = first; round < end && this.problems.length === 0; round += 1) {
        const began = performance.now();
        problems = await world.round(seed, round);
        if (problems.length > 0) {
          this.problems = problems;
          say(`The promise was broken with seed ${String(seed)} in round ${String(round)}:`);
          for (const problem of problems) say(`  ${problem}`);
        }
        this.#tell(round, (performance.now() - began) / 1000);
      }
    } finally {
      await world.close(problems.length > 0);
    }
    return problems.length === 0;
  }

  #tell(round: number, seconds: number): void {
    const { seed, rounds, say, progress } = this.#options;
    const kinds = scheduleOf(seed, round).disturbances.map(({ kind }) => kind);
    const done = this.#record.rounds;
    const minutes = (performance.now() - this.#began) / 60_000;
    const rate = done / minutes;
    const left = done === 0 ? '?' : ((rounds - done) / rate).toFixed(0);
    say(
      `round ${String(round)}: ${kinds.join(', ') || 'undisturbed'}; ${seconds.toFixed(1)} s ` +
        `(${String(done)} of ${String(rounds)}, ${rate.toFixed(1)} a minute, ${left} min left)`,
    );
    progress?.(this.result);
  }
}
