import type { AppState } from '../app.svelte.ts';
import type { Action, ActionDefinition, ActionGroup, ActionId, Chords } from './action.ts';
import { isChord, isTyped, type Chord, type KeyPress, type Platform } from './chord.ts';
import { conversationActions } from './conversation-actions.ts';
import { findingActions } from './finding-actions.ts';
import { programActions } from './program-actions.ts';
import { viewActions } from './view-actions.ts';

/** A name without an action, or an action without a name, does not compile. */
const table: Readonly<Record<ActionId, ActionDefinition>> = {
  ...findingActions,
  ...conversationActions,
  ...viewActions,
  ...programActions,
};

/** Every action, in the order in which lists show them. */
export const actions: readonly Action[] = Object.entries(table).map(([id, definition]) => ({
  // The keys of the table are the ids by its type.
  id: id as ActionId,
  ...definition,
}));

/** The groups in the order in which lists show them. */
export const actionGroups: readonly ActionGroup[] = [...new Set(actions.map(({ group }) => group))];

export const actionOf = (id: ActionId): Action => ({ id, ...table[id] });

export const keysOf = ({ keys }: ActionDefinition, platform: Platform): Chords =>
  'mac' in keys ? keys[platform] : keys;

export const isAvailable = (action: ActionDefinition, app: AppState): boolean =>
  action.available === undefined || action.available(app);

/** The keys that an action has now: those that type something can be turned off. */
export const keysNow = (action: ActionDefinition, app: AppState, platform: Platform): readonly Chord[] =>
  keysOf(action, platform).filter((chord) => app.settings.get('shortcuts.singleKeys') || !isTyped(chord));

/** The action that a key press means now. `writing`: where it was pressed, a plain key types something. */
export function actionFor(
  press: KeyPress,
  app: AppState,
  platform: Platform,
  writing: boolean,
): Action | null {
  const meant = actions.find(
    (action) =>
      keysNow(action, app, platform).some(
        (chord) => !(writing && isTyped(chord)) && isChord(chord, press, platform),
      ) && isAvailable(action, app),
  );
  return meant ?? null;
}
