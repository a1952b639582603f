import type { Clock } from '../../shared/model/clock.ts';

/** The computer's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};
