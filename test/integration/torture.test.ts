import { expect, it } from 'vitest';
import { torture } from '../support/torture/torture.ts';

const seed = 20_261_123;
const rounds = 50;

it(
  'loses nothing and doubles nothing while parties, stores, server and network are killed',
  async () => {
    const lines: string[] = [];
    const { record, problems } = await torture({
      seed,
      rounds,
      from: 0,
      hurry: 8,
      lanes: 2,
      say: (line) => {
        lines.push(line);
      },
    });
    console.log(`Torture with seed ${String(seed)}: ${JSON.stringify(record)}`);
    expect(problems, lines.slice(-30).join('\n')).toEqual([]);
    expect(record.rounds).toBe(rounds);
    expect(record.kills).toBeGreaterThan(10);
  },
  // It takes two minutes where nothing else runs; a busy machine is slow, not wrong.
  60 * 60_000,
);
