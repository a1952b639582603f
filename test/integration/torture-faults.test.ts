import { expect, it } from 'vitest';
import { faults } from '../support/torture/faults.ts';
import { torture } from '../support/torture/torture.ts';

it.each(faults)(
  'finds a build that $name',
  async (fault) => {
    const lines: string[] = [];
    const { record, problems } = await torture({
      seed: 1,
      rounds: 3,
      from: 0,
      hurry: 8,
      lanes: 1,
      fault,
      say: (line) => {
        lines.push(line);
      },
    });
    expect(problems, lines.join('\n')).not.toEqual([]);
    // What it says is what was done to it, and not that nothing worked at all.
    expect(record.texts).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(fault.tells);
  },
  600_000,
);
