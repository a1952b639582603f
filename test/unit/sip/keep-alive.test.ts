import { beforeEach, describe, expect, it } from 'vitest';
import { KeepAlive } from '../../../main/sip/keep-alive.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('KeepAlive', () => {
  let clock: FakeClock;
  let pings: number;
  let silences: number;
  const start = (alwaysAnswered: boolean, random = 0): KeepAlive =>
    new KeepAlive({
      clock,
      random: () => random,
      alwaysAnswered,
      ping: () => (pings += 1),
      onSilence: () => (silences += 1),
    });
  beforeEach(() => {
    clock = new FakeClock();
    pings = 0;
    silences = 0;
  });

  it('pings after 30 to 60 seconds', async () => {
    start(true, 0.5);
    await clock.advance(44_999);
    expect(pings).toBe(0);
    await clock.advance(1);
    expect(pings).toBe(1);
  });

  it('notices ten seconds of silence, once', async () => {
    start(true);
    await clock.advance(39_999);
    expect(silences).toBe(0);
    await clock.advance(300_000);
    expect([pings, silences]).toEqual([1, 1]);
  });

  it('goes on while it is answered', async () => {
    const keepAlive = start(true);
    for (let round = 0; round < 5; round += 1) {
      await clock.advance(30_000);
      keepAlive.pong();
    }
    expect([pings, silences]).toEqual([5, 0]);
  });

  it('expects nothing of a server that never answered, but of one that did', async () => {
    const keepAlive = start(false);
    await clock.advance(200_000);
    expect(pings).toBeGreaterThan(3);
    expect(silences).toBe(0);
    keepAlive.pong();
    await clock.advance(40_000);
    expect(silences).toBe(1);
  });

  it('stops', async () => {
    start(true).stop();
    await clock.advance(100_000);
    expect([pings, clock.pending]).toEqual([0, 0]);
  });
});
