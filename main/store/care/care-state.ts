import { existsSync } from 'node:fs';
import * as v from 'valibot';
import {
  RepairReport,
  unknownStorage,
  type RepairProgress,
  type StorageState,
} from '../../../shared/model/storage.ts';
import type { StoreProblem } from '../interface.ts';
import type { StorePlace } from '../place.ts';
import { readSmallFile, writeSmallFile } from '../small-file.ts';
import { backupsOf } from './backup-files.ts';

/** What happens to the store as far as the user is told. Times are milliseconds since 1970. */
export type CareEvent =
  | { readonly kind: 'backed-up'; readonly at: number }
  | { readonly kind: 'backup-failed'; readonly problem: StoreProblem }
  | { readonly kind: 'damage-found' }
  | { readonly kind: 'repair-progressed'; readonly progress: RepairProgress }
  | { readonly kind: 'repaired'; readonly report: RepairReport }
  | { readonly kind: 'repair-failed' }
  | { readonly kind: 'repair-seen' }
  | { readonly kind: 'recovery-kept' }
  | { readonly kind: 'recovery-put-off' };

type Changes = {
  readonly [K in CareEvent['kind']]: (
    state: StorageState,
    event: Extract<CareEvent, { readonly kind: K }>,
  ) => Partial<StorageState>;
};

const changes: Changes = {
  'backed-up': (_, { at }) => ({ backup: { at, problem: null } }),
  'backup-failed': ({ backup }, { problem }) => ({
    backup: { at: backup.at, problem: problem === 'full' ? 'full' : 'failed' },
  }),
  'damage-found': () => ({ damaged: true }),
  'repair-progressed': (_, { progress }) => ({ repairing: progress }),
  repaired: (_, { report }) => ({ damaged: false, repairing: null, repaired: report }),
  'repair-failed': () => ({ repairing: null }),
  'repair-seen': () => ({ repaired: null }),
  'recovery-kept': () => ({ recoveryKey: 'kept' }),
  'recovery-put-off': ({ recoveryKey }) => ({ recoveryKey: recoveryKey === 'kept' ? 'kept' : 'later' }),
};

/** The same state where an event changes nothing. */
export function careReducer(state: StorageState, event: CareEvent): StorageState {
  // The table pairs each kind with its own event.
  const change = changes[event.kind] as (state: StorageState, event: CareEvent) => Partial<StorageState>;
  const next = { ...state, ...change(state, event) };
  return JSON.stringify(next) === JSON.stringify(state) ? state : next;
}

const CareFile = v.object({
  version: v.literal(1),
  /** When every page was last looked at and was well, milliseconds since 1970. */
  checkedAt: v.nullable(v.number()),
  damaged: v.boolean(),
  putOff: v.boolean(),
  repaired: v.nullable(RepairReport),
});
type CareFile = v.InferOutput<typeof CareFile>;

const nothingKnown: CareFile = { version: 1, checkedAt: null, damaged: false, putOff: false, repaired: null };

/** What outlives a run. A file that is lost or changed costs no more than one check, and being asked once more. */
export function readCare(place: StorePlace): {
  readonly state: StorageState;
  readonly checkedAt: number | null;
} {
  const kept = readKept(place);
  const { checkedAt, damaged, putOff, repaired } = kept;
  const recoveryKey = existsSync(place.recovery) ? 'kept' : putOff ? 'later' : 'due';
  const at = backupsOf(place.database)[0]?.at ?? null;
  return {
    state: { ...unknownStorage, backup: { at, problem: null }, recoveryKey, damaged, repaired },
    checkedAt,
  };
}

function readKept(place: StorePlace): CareFile {
  try {
    return readSmallFile(place.care, CareFile) ?? nothingKnown;
  } catch {
    return nothingKnown;
  }
}

export function writeCare(place: StorePlace, state: StorageState, checkedAt: number | null): void {
  const { damaged, recoveryKey, repaired } = state;
  const content: CareFile = { version: 1, checkedAt, damaged, putOff: recoveryKey === 'later', repaired };
  writeSmallFile(place.care, content);
}
