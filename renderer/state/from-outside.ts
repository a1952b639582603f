import { tick } from 'svelte';
import type { AppState } from './app.svelte.ts';
import type { Destination } from './desktop.svelte.ts';

/** Shows what a notification or a link leads to, with nothing before it that asks about something else. */
export async function showFromOutside(app: AppState, destination: Destination): Promise<void> {
  app.layout.closeDialog();
  app.messageWork.dismiss();
  app.organising.dismiss();
  // A dialog gives the focus back as it goes; what is shown takes it after that.
  await tick();
  if (destination.kind === 'message') {
    app.openFound(destination);
    return;
  }
  const { conversationId, draft } = destination;
  app.open(conversationId);
  if (draft !== null) app.composer.propose(conversationId, draft);
  app.focusComposer();
}
