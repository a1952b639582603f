import * as v from 'valibot';
import { ArchiveProblem } from '../model/archive.ts';
import { ConnectionFailure } from '../model/connection.ts';

/** Everything that a command can answer instead of its value. Closed: a new failure is a new member. */
export const Failure = v.variant('code', [
  v.object({ code: v.literal('invalid-input'), detail: v.string() }),
  v.object({ code: v.literal('invalid-address'), problem: v.string() }),
  v.object({ code: v.literal('invalid-server'), problem: v.string() }),
  v.object({ code: v.literal('connection'), failure: ConnectionFailure }),
  v.object({ code: v.literal('not-signed-in') }),
  v.object({ code: v.literal('own-address') }),
  v.object({ code: v.literal('unknown-conversation') }),
  v.object({ code: v.literal('unknown-message') }),
  /** The message is on its way at this moment: it can be neither deleted nor changed until its answer is there. */
  v.object({ code: v.literal('being-sent') }),
  /** The message has gone out and cannot be changed any more. */
  v.object({ code: v.literal('already-sent') }),
  /** The organisation has ordered that nothing is deleted here. */
  v.object({ code: v.literal('legal-hold') }),
  /** The user has blocked the peer. */
  v.object({ code: v.literal('blocked') }),
  v.object({ code: v.literal('text-too-long'), longest: v.number() }),
  v.object({
    code: v.literal('store'),
    problem: v.picklist(['wrong-key', 'newer', 'damaged', 'no-runtime', 'no-access', 'full', 'crashed']),
    detail: v.string(),
  }),
  /** `none`: there is no recovery key for these messages. `wrong`: it is another one's. */
  v.object({
    code: v.literal('recovery-key'),
    problem: v.picklist(['mistyped', 'wrong', 'none', 'not-saved']),
  }),
  v.object({ code: v.literal('link-refused') }),
  v.object({ code: v.literal('managed-setting') }),
  /** The system does not let the setting come into force. `place`: where, for instance a file. */
  v.object({
    code: v.literal('setting-refused'),
    reason: v.picklist(['not-ours', 'not-possible']),
    place: v.string(),
  }),
  v.object({ code: v.literal('archive'), problem: ArchiveProblem }),
  v.object({ code: v.literal('internal'), detail: v.string() }),
]);
export type Failure = v.InferOutput<typeof Failure>;
