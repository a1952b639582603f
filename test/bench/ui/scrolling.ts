import type { Page } from 'playwright-core';
import { longTasksDuring, type TaskFigures } from './long-tasks.ts';
import { countMessages, messagesSeen } from './page-probes.ts';

export interface ScrollFigures extends TaskFigures {
  /** Messages that were in the page, and the seconds that it took. */
  readonly messages: number;
  readonly seconds: number;
  /** Whether the beginning was reached in the time given. */
  readonly complete: boolean;
}

/** Turns the wheel upwards in the open conversation until its beginning, or until the time is over. */
export async function scrollFigures(page: Page, seconds: number): Promise<ScrollFigures> {
  const log = page.getByRole('log', { name: 'Messages' });
  const box = await log.boundingBox();
  if (box === null) throw new Error('There are no messages to scroll');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await countMessages(page);
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const beginning = page.getByText('This is the beginning of your conversation');
  let complete = false;
  const tasks = await longTasksDuring(page, async () => {
    while (!complete && elapsed() < seconds) {
      for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -2_000);
      complete = await beginning.isVisible();
    }
  });
  const took = Math.round(elapsed());
  return {
    ...tasks,
    messages: await messagesSeen(page),
    seconds: took,
    complete,
  };
}
