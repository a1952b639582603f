import type { AppState } from '../app.svelte.ts';
import type { ActionDefinition } from './action.ts';

/** Does it. Where it is refused, the window says why, until something else is done. */
export async function doAction(action: ActionDefinition, app: AppState): Promise<void> {
  app.refusal = null;
  app.refusal = (await action.run(app)) ?? null;
}
