import { askEarly, preloadOf } from './bridge/early-preload.ts';
import './style/index.css';
import './style/start.css';

/** Enough for most windows, and for those with some unread messages. */
const newestMessages = 40;

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');
const preload = preloadOf(window);
const early = preload === null ? null : askEarly(preload, newestMessages);

/** One frame of the start screen that the page brings along is on its way; a window that is not shown paints none. */
const firstFrame = new Promise<void>((resolve) => {
  requestAnimationFrame(() => {
    // A message comes after the frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  setTimeout(resolve, 100);
});

await firstFrame;
const { run } = await import('./run.ts');
run(target, early);
