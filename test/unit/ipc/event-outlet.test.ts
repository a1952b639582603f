import { describe, expect, it } from 'vitest';
import { EventOutlet } from '../../../main/ipc/event-outlet.ts';
import type { EventBatch } from '../../../shared/contract/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const event = { kind: 'connection', connection: { kind: 'offline' } } as const;

describe('EventOutlet', () => {
  it('gathers a burst, numbers it without gaps, and cuts it into batches', async () => {
    const clock = new FakeClock();
    const batches: EventBatch[] = [];
    const outlet = new EventOutlet(clock, (batch) => batches.push(batch));
    for (let count = 0; count < 250; count += 1) outlet.push(event);
    expect(outlet.sequence).toBe(250);
    await clock.advance(50);
    outlet.push(event);
    await clock.advance(50);
    expect(batches.map(({ first, events }) => [first, events.length])).toEqual([
      [1, 100],
      [101, 100],
      [201, 50],
      [251, 1],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('delivers nothing at once, so that one turn’s events travel together', async () => {
    const clock = new FakeClock();
    const batches: EventBatch[] = [];
    const outlet = new EventOutlet(clock, (batch) => batches.push(batch));
    outlet.push(event);
    outlet.push(event);
    expect(batches).toEqual([]);
    await clock.advance(50);
    expect(batches).toHaveLength(1);
  });
});
