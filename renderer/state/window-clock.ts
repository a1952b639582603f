import type { Clock } from '../../shared/model/clock.ts';

/** The real time. */
export const windowClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};
