import { setPriority } from 'node:os';
import * as v from 'valibot';
import type { RepairProgress, RepairReport } from '../../../shared/model/storage.ts';
import { checkPages, tryKey } from '../database.ts';
import type { SqliteDriver } from '../driver.ts';
import { StoreError } from '../interface.ts';
import { toStoreError } from '../problem.ts';
import { repair } from '../salvage/repair.ts';
import { makeBackup } from './backup.ts';
import { Task, type TaskNews } from './task.ts';

/** Below everything that somebody waits for (man 2 setpriority). */
const niceness = 10;

interface TaskHostOptions {
  readonly loadDriver: () => SqliteDriver;
  readonly post: (news: TaskNews) => void;
  /** Called once the last news is posted. */
  readonly ended: () => void;
  /** Runs the task after what was posted had a chance to leave. */
  readonly soon: (task: () => void) => void;
}

type Work = Generator<RepairProgress, RepairReport | null>;

/** Takes the message when it is a task, does it step by step, and lets the process end. False: it is none. */
export function takeTask(message: unknown, options: TaskHostOptions): boolean {
  const parsed = v.safeParse(Task, message);
  if (!parsed.success) return false;
  const { post, ended, soon } = options;
  const fail = (error: unknown): void => {
    const known = toStoreError(error);
    post({
      news: 'failed',
      problem: known instanceof StoreError ? known.problem : 'crashed',
      message: known.message,
    });
    ended();
  };
  const advance = (work: Work): void => {
    try {
      const { done, value } = work.next();
      if (done === true) {
        post({ news: 'done', report: value });
        ended();
        return;
      }
      post({ news: 'progress', progress: value });
    } catch (error) {
      fail(error);
      return;
    }
    soon(() => {
      advance(work);
    });
  };
  try {
    beNice();
    advance(workOf(parsed.output, options.loadDriver()));
  } catch (error) {
    fail(error);
  }
  return true;
}

function* workOf(task: Task, driver: SqliteDriver): Work {
  switch (task.task) {
    case 'back-up':
      makeBackup(driver, task, task.at);
      return null;
    case 'check':
      checkPages(driver, task);
      return null;
    case 'try-key':
      tryKey(driver, task);
      return null;
    case 'repair':
      return yield* repair(driver, task);
  }
}

function beNice(): void {
  try {
    setPriority(niceness);
  } catch {
    // Where the system does not let a process step back, it runs as it is.
  }
}
