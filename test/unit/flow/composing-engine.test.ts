import { describe, expect, test } from 'vitest';
import { LocalComposing, RemoteComposing } from '../../../main/flow/composing-engine.ts';
import type { ComposingState } from '../../../main/flow/composing.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function local(timeout = 3_000): { clock: FakeClock; composing: LocalComposing; told: string[] } {
  const clock = new FakeClock();
  const start = clock.now();
  const told: string[] = [];
  const composing = new LocalComposing(
    clock,
    () => timeout,
    (activity) => {
      told.push(`${activity} ${String(clock.now() - start)}`);
    },
  );
  return { clock, composing, told };
}

describe('the local participant', () => {
  test('one keystroke: told at once, idle after the time-out', async () => {
    const { clock, composing, told } = local();
    composing.handle('setComposing');
    expect(composing.state).toBe('Composing');
    await clock.advance(2_999);
    expect(told).toEqual(['type 0']);
    await clock.advance(1);
    expect(told).toEqual(['type 0', 'idle 3000']);
    expect(composing.state).toBe('Idle');
    expect(clock.pending).toBe(0);
  });

  test('keystrokes each second: refreshed every five seconds, each restarts the time-out', async () => {
    const { clock, composing, told } = local();
    for (let second = 0; second <= 11; second += 1) {
      composing.handle('setComposing');
      await clock.advance(1_000);
    }
    await clock.advance(10_000);
    expect(told).toEqual(['type 0', 'type 5000', 'type 10000', 'idle 14000']);
    expect(clock.pending).toBe(0);
  });

  test('a longer time-out refreshes without keystrokes', async () => {
    const { clock, composing, told } = local(12_000);
    composing.handle('setComposing');
    await clock.advance(30_000);
    expect(told).toEqual(['type 0', 'type 5000', 'type 10000', 'idle 12000']);
  });

  test('idle by hand is told once, a sent message not at all', async () => {
    const { clock, composing, told } = local();
    composing.handle('setComposing');
    composing.handle('setIdle');
    composing.handle('setIdle');
    composing.handle('setComposing');
    composing.handle('messageSent');
    await clock.advance(30_000);
    expect(told).toEqual(['type 0', 'idle 0', 'type 0']);
    expect(clock.pending).toBe(0);
  });
});

describe('the remote participant', () => {
  function remote(): { clock: FakeClock; composing: RemoteComposing; raised: ComposingState[] } {
    const clock = new FakeClock();
    const raised: ComposingState[] = [];
    const composing = new RemoteComposing(clock, (state) => {
      raised.push(state);
    });
    return { clock, composing, raised };
  }

  test('is idle six seconds after its last notification', async () => {
    const { clock, composing, raised } = remote();
    composing.handle('type');
    await clock.advance(5_000);
    composing.handle('type');
    await clock.advance(5_999);
    expect(raised).toEqual(['Composing', 'Composing']);
    await clock.advance(1);
    expect(raised).toEqual(['Composing', 'Composing', 'Idle']);
    expect(clock.pending).toBe(0);
  });

  test('a message ends it at once, and only once', async () => {
    const { clock, composing, raised } = remote();
    composing.handle('type');
    composing.handle('message');
    composing.handle('message');
    await clock.advance(10_000);
    expect(raised).toEqual(['Composing', 'Idle']);
  });
});
