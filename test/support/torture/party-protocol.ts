import * as v from 'valibot';
import { AppEvent } from '../../../shared/contract/events.ts';
import { Failure } from '../../../shared/contract/failure.ts';

/** What a party is started with, as JSON in its first argument. */
export const PartySetup = v.object({
  /** The folder with the database and its key. */
  profile: v.string(),
  logFile: v.string(),
  /** The program of the store's process. */
  storeHost: v.string(),
  /** Where exports are made. */
  exports: v.string(),
  /** How many times faster than the real one the party's clock runs. */
  hurry: v.pipe(v.number(), v.minValue(1)),
});
export type PartySetup = v.InferOutput<typeof PartySetup>;

/** From the torturer to the party. `stop` ends it in order, `backUp` copies its database, `drafts` gives the texts that are being written; any other command is one of the window's. */
export const PartyRequest = v.object({ id: v.number(), command: v.string(), input: v.unknown() });
export type PartyRequest = v.InferOutput<typeof PartyRequest>;

/** From the party to the torturer. */
export const PartyReport = v.variant('kind', [
  v.object({ kind: v.literal('event'), event: AppEvent }),
  v.object({ kind: v.literal('answer'), id: v.number(), value: v.unknown() }),
  v.object({ kind: v.literal('refusal'), id: v.number(), failure: Failure }),
]);
export type PartyReport = v.InferOutput<typeof PartyReport>;
