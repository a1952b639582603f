import * as v from 'valibot';
import { RepairProgress, RepairReport } from '../../../shared/model/storage.ts';
import { HexKey } from '../key.ts';

const place = { path: v.pipe(v.string(), v.minLength(1)), key: HexKey };

/**
 * Work on the database that takes long. It is done in another process of the store's kind, beside the one that answers:
 * with a connection of its own it reads a snapshot, so nobody waits for it.
 */
export const Task = v.variant('task', [
  /** Copies the database as it is at that time (milliseconds since 1970), and checks the copy. */
  v.object({ task: v.literal('back-up'), ...place, at: v.number() }),
  /** Looks at every page. */
  v.object({ task: v.literal('check'), ...place }),
  /** Whether the key opens it. */
  v.object({ task: v.literal('try-key'), ...place }),
  v.object({ task: v.literal('repair'), ...place }),
]);
export type Task = v.InferOutput<typeof Task>;

/** What the process tells: any number of `progress`, then one of the others. */
export const TaskNews = v.variant('news', [
  v.object({ news: v.literal('progress'), progress: RepairProgress }),
  v.object({ news: v.literal('done'), report: v.nullable(RepairReport) }),
  v.object({
    news: v.literal('failed'),
    problem: v.picklist(['wrong-key', 'newer', 'damaged', 'no-runtime', 'no-access', 'full', 'crashed']),
    message: v.string(),
  }),
]);
export type TaskNews = v.InferOutput<typeof TaskNews>;
