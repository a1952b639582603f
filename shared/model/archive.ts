import * as v from 'valibot';
import { SipAddress } from './address.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What is wrong with an export, and where: `file` as it stands in the export, `line` from 1 on. */
export const ArchiveDamage = v.object({
  kind: v.picklist([
    /** A file that the manifest names is not there. */
    'missing',
    /** The manifest is not what it says it is. */
    'manifest',
    /** A file has not the bytes that the manifest says. */
    'changed',
    /** A line is not the one that was written: it does not carry the hash of the line before, or is no such line. */
    'line',
    /** There are fewer or more lines than the manifest says. */
    'count',
    /** A file is there that the manifest does not name. */
    'extra',
  ]),
  file: v.string(),
  line: v.nullable(count),
});
export type ArchiveDamage = v.InferOutput<typeof ArchiveDamage>;

/** Why work on an export could not be done at all. */
export const ArchiveProblem = v.picklist([
  /** Another export, check or import is under way. */
  'busy',
  'no-space',
  /** The folder cannot be read or written. */
  'no-access',
  /** There is no manifest of Parley in the folder: it is something else, or an export that did not end. */
  'not-an-export',
  /** A newer Parley wrote it. */
  'newer',
  /** It holds the messages of an address that nobody signed in with here. */
  'other-account',
  /** The message store failed meanwhile. */
  'store',
  'internal',
]);
export type ArchiveProblem = v.InferOutput<typeof ArchiveProblem>;

export const ArchiveOutcome = v.variant('kind', [
  v.object({ kind: v.literal('exported'), conversations: count, messages: count, seal: v.string() }),
  v.object({
    kind: v.literal('intact'),
    conversations: count,
    messages: count,
    seal: v.string(),
    account: SipAddress,
  }),
  v.object({ kind: v.literal('damaged'), damage: ArchiveDamage }),
  /** `known`: messages that were already here. */
  v.object({ kind: v.literal('imported'), conversations: count, added: count, known: count }),
  v.object({ kind: v.literal('cancelled') }),
  v.object({ kind: v.literal('failed'), problem: ArchiveProblem, detail: v.string() }),
]);
export type ArchiveOutcome = v.InferOutput<typeof ArchiveOutcome>;

/** One piece of work on an export: under way while `outcome` is null. Counts are messages. */
export const ArchiveJob = v.object({
  task: v.picklist(['export', 'verify', 'import']),
  /** The folder of the export, as the system names it. */
  folder: v.string(),
  /** An import checks everything before it writes anything. */
  step: v.picklist(['writing', 'checking', 'importing']),
  done: count,
  total: count,
  outcome: v.nullable(ArchiveOutcome),
});
export type ArchiveJob = v.InferOutput<typeof ArchiveJob>;
