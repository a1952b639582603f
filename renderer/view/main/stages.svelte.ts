import type { Unsubscribe } from '../../../shared/model/event.ts';
import { afterFrame } from '../after-frame.ts';

/** Parts of a screen that are drawn one after the other, each in a frame of its own: between them keys are heard. */
export class Stages {
  /** How many frames have been painted since the screen was made; it stays at the last stage. */
  reached = $state(0);

  /** Returns what ends it. */
  begin(last: number): Unsubscribe {
    let stop: Unsubscribe;
    const next = (): void => {
      this.reached += 1;
      if (this.reached < last) stop = afterFrame(next);
    };
    stop = afterFrame(next);
    return () => {
      stop();
    };
  }
}
