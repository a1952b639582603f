import * as v from 'valibot';
import type { RepairProgress, RepairReport } from '../../../shared/model/storage.ts';
import { StoreError } from '../interface.ts';
import type { StoreProcess } from '../process.ts';
import { TaskNews, type Task } from './task.ts';

export interface RunningTask {
  /** What a repair reports; null for the others. Rejects with StoreError. */
  readonly result: Promise<RepairReport | null>;
  /** Ends it at once. What it had begun is thrown away the next time. */
  readonly stop: () => void;
}

/** Does the task in a process of its own. */
export function runTask(
  start: () => StoreProcess,
  task: Task,
  progressed: (progress: RepairProgress) => void = () => undefined,
): RunningTask {
  let stop = (): void => undefined;
  const result = new Promise<RepairReport | null>((resolve, reject) => {
    const process = start();
    stop = () => {
      process.kill();
    };
    process.onMessage((message) => {
      const news = v.safeParse(TaskNews, message);
      if (!news.success) return;
      switch (news.output.news) {
        case 'progress':
          progressed(news.output.progress);
          break;
        case 'done':
          resolve(news.output.report);
          break;
        case 'failed':
          reject(new StoreError(news.output.problem, news.output.message));
          break;
      }
    });
    process.onExit((code) => {
      // After an answer this changes nothing any more.
      reject(new StoreError('crashed', `The work on the message database ended early (${String(code)}).`));
    });
    process.post(task);
  });
  return { result, stop };
}
