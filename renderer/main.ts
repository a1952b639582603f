import './style/index.css';
import './style/start.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');

/** One frame of the start screen that the page brings along; a window that is not shown paints none. */
const firstFrame = new Promise<void>((resolve) => {
  requestAnimationFrame(() => {
    resolve();
  });
  setTimeout(resolve, 100);
});

await firstFrame;
const { run } = await import('./run.ts');
run(target);
