import type { Unsubscribe } from '../../shared/model/event.ts';

/** A window that is not shown paints no frames, and what waits for one goes on after so many milliseconds. */
const longestFrame = 100;

/** Calls back when the next frame has been painted, once. Returns what calls it off. */
export function afterFrame(then: () => void): Unsubscribe {
  // A message comes after the frame has been painted.
  const { port1, port2 } = new MessageChannel();
  const frame = requestAnimationFrame(() => {
    port2.postMessage(null);
  });
  const timer = setTimeout(done, longestFrame);
  function end(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    port1.close();
  }
  function done(): void {
    end();
    then();
  }
  port1.onmessage = done;
  return end;
}
