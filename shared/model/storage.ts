import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * How far a repair is. `checking`: which backup is good. `reading`: what the damaged file still gives. `filling`: from
 * the backup, where it gives nothing. `finishing`: what is derived, and a last check. `done` of `total` is a share.
 */
export const RepairProgress = v.object({
  stage: v.picklist(['checking', 'reading', 'filling', 'finishing']),
  done: count,
  total: count,
});
export type RepairProgress = v.InferOutput<typeof RepairProgress>;

/** What became of the messages when the database was repaired. */
export const RepairReport = v.object({
  /** Messages that are there now. */
  messages: count,
  /** How many of them the damaged file did not give any more and a backup had. */
  fromBackup: count,
  /** When that backup was made, milliseconds since 1970; null: there was none, or none was needed. */
  backupAt: v.nullable(v.number()),
  /** So many messages at most are missing; null: what came after the backup, or nobody knows what. */
  missing: v.nullable(count),
  /** Where the damaged file lies. */
  keptAt: v.string(),
});
export type RepairReport = v.InferOutput<typeof RepairReport>;

/** What the user should know of the place where the messages are. Times are milliseconds since 1970. */
export const StorageState = v.object({
  /** The newest backup, and why there is no newer one. */
  backup: v.object({ at: v.nullable(v.number()), problem: v.nullable(v.picklist(['full', 'failed'])) }),
  /** `due`: to be offered. `later`: the user put it off. `kept`: the user has it, and it opens the messages. */
  recoveryKey: v.picklist(['due', 'later', 'kept']),
  /** Damage was found while the database is in use; a repair is offered. */
  damaged: v.boolean(),
  repairing: v.nullable(RepairProgress),
  /** To be told until the user has seen it. */
  repaired: v.nullable(RepairReport),
});
export type StorageState = v.InferOutput<typeof StorageState>;

export const unknownStorage: StorageState = {
  backup: { at: null, problem: null },
  recoveryKey: 'later',
  damaged: false,
  repairing: null,
  repaired: null,
};
