import type { Page } from 'playwright-core';
import * as v from 'valibot';

/** Milliseconds: a task of at least so long delays a frame that a person sees. */
const long = 50;

export interface TaskFigures {
  /** Tasks of the window's thread of at least 50 ms, and the longest of them, milliseconds; 0 when there was none. */
  readonly longTasks: number;
  readonly longest: number;
  /**
   * Those that computed for so long, and the most that any of them did: on a computer that does much else, tasks wait for
   * a processor in the middle.
   */
  readonly longByCpu: number;
  readonly longestByCpu: number;
}

/** A finished task, and the name of a thread, of Chromium's trace (the Trace Event Format). Microseconds. */
const Task = v.object({
  ph: v.literal('X'),
  pid: v.number(),
  tid: v.number(),
  dur: v.number(),
  tdur: v.optional(v.number(), 0),
});
const ThreadName = v.object({
  ph: v.literal('M'),
  name: v.literal('thread_name'),
  pid: v.number(),
  tid: v.number(),
  args: v.object({ name: v.string() }),
});

/** Watches the tasks of the window's own thread while `step` runs. */
export async function longTasksDuring(page: Page, step: () => Promise<unknown>): Promise<TaskFigures> {
  const session = await page.context().newCDPSession(page);
  const windowThreads = new Set<string>();
  const tasks: (v.InferOutput<typeof Task> & { readonly thread: string })[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const named = v.safeParse(ThreadName, event);
      if (named.success && named.output.args.name === 'CrRendererMain')
        windowThreads.add(`${String(named.output.pid)} ${String(named.output.tid)}`);
      const task = v.safeParse(Task, event);
      if (task.success && task.output.dur >= long * 1000)
        tasks.push({ ...task.output, thread: `${String(task.output.pid)} ${String(task.output.tid)}` });
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  await step();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const own = tasks.filter(({ thread }) => windowThreads.has(thread));
  const durations = own.map(({ dur }) => dur / 1000);
  const computed = own.map(({ tdur }) => tdur / 1000);
  return {
    longTasks: durations.length,
    longest: Math.max(0, ...durations),
    longByCpu: computed.filter((each) => each >= long).length,
    longestByCpu: Math.max(0, ...computed),
  };
}
