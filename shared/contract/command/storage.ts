import * as v from 'valibot';
import { line, nothing } from './inputs.ts';

/** What one does about the place where the messages are. What comes of it are the events `storage` and `phase`. */
export const storageCommands = {
  /** Opens the database once more. Resolves when the phase says what came of it. */
  retryStore: { input: nothing, output: nothing },
  /**
   * Makes a whole database of the damaged one and the newest good backup, and starts with it. The damaged file is kept.
   * Resolves at the end of it; how it gets on are events.
   */
  repairStore: { input: nothing, output: nothing },
  /** Puts everything aside, deletes nothing, and starts with an empty database. */
  startAnew: { input: nothing, output: nothing },
  /** Opens the messages with the recovery key as typed. Answers `recovery-key` when it is not it; nothing has changed then. */
  recoverStore: { input: v.strictObject({ recoveryKey: line }), output: nothing },
  /** A new recovery key. It works from `keepRecoveryKey` on, and the one before until then. */
  makeRecoveryKey: { input: nothing, output: v.strictObject({ recoveryKey: v.string() }) },
  /** Asks for a file and writes the recovery key that was made into it. */
  saveRecoveryKey: { input: nothing, output: v.strictObject({ saved: v.boolean() }) },
  /** The user has the recovery key that was made. */
  keepRecoveryKey: { input: nothing, output: nothing },
  /** Not to be offered any more. */
  postponeRecoveryKey: { input: nothing, output: nothing },
  /** The user has read what became of the repair. */
  dismissRepair: { input: nothing, output: nothing },
} as const;
