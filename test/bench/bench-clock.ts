import type { Clock } from '../../shared/model/clock.ts';

/** The system's own. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};
