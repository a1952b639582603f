import { beforeEach, expect, it } from 'vitest';
import { PlaceKeeper } from '../../../main/desktop/place-keeper.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let clock: FakeClock;
let done: string[];
let keeper: PlaceKeeper;

beforeEach(() => {
  clock = new FakeClock();
  done = [];
  keeper = new PlaceKeeper({
    clock,
    keep: () => done.push('keep'),
    // As the window that is moved says so.
    restore: () => {
      done.push('restore');
      keeper.moved();
    },
  });
});

it('keeps a place once the window is at rest, and when it closes', async () => {
  keeper.moved();
  await clock.advance(400);
  keeper.moved();
  await clock.advance(400);
  expect(done).toEqual([]);
  await clock.advance(100);
  expect(done).toEqual(['keep']);
  keeper.close();
  expect(done).toEqual(['keep', 'keep']);
});

it('brings the window back though the system moves it after the displays changed, and keeps where it came', async () => {
  keeper.displaysChanged();
  await clock.advance(300);
  keeper.moved();
  await clock.advance(200);
  expect(done).toEqual(['restore']);
  await clock.advance(500);
  expect(done).toEqual(['restore', 'keep']);
});

it('keeps nothing for the new displays of what was moved on the old ones or by the system', async () => {
  keeper.moved();
  await clock.advance(200);
  keeper.displaysChanged();
  await clock.advance(400);
  keeper.moved();
  keeper.close();
  expect(done).toEqual([]);
  keeper.stop();
  await clock.advance(5_000);
  expect(done).toEqual([]);
  expect(clock.pending).toBe(0);
});

it('waits until the last of several changes of the displays', async () => {
  keeper.displaysChanged();
  await clock.advance(400);
  keeper.displaysChanged();
  await clock.advance(400);
  expect(done).toEqual([]);
  await clock.advance(100);
  expect(done).toEqual(['restore']);
});
