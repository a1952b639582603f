import * as v from 'valibot';
import { ConversationId } from '../../model/ids.ts';
import { nothing } from './inputs.ts';

/** False: the person closed the dialog in which the folder is chosen. What goes on then comes as `archive` events. */
const started = v.strictObject({ started: v.boolean() });

/** Exports: made, checked, taken in. One at a time; main asks for the folder itself, so the window never names a path. */
export const archiveCommands = {
  /** Null: all conversations of the account. */
  exportArchive: { input: v.strictObject({ conversationId: v.nullable(ConversationId) }), output: started },
  verifyArchive: { input: nothing, output: started },
  importArchive: { input: nothing, output: started },
  cancelArchive: { input: nothing, output: nothing },
  /** Shows the folder of the last export, check or import in the system's file manager. */
  showArchive: { input: nothing, output: nothing },
  /** The person has seen how it ended. */
  dismissArchive: { input: nothing, output: nothing },
} as const;
