import { tick } from 'svelte';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Composer } from './composer.svelte.ts';
import type { Destination } from './desktop.svelte.ts';
import type { Layout } from './layout.svelte.ts';
import type { MessageWork } from './message-work.svelte.ts';
import type { Organising } from './organising.svelte.ts';
import type { MessagePlace } from './told-message.ts';

/** The parts of the window that have to do with it. */
interface Parts {
  readonly layout: Layout;
  readonly messageWork: MessageWork;
  readonly organising: Organising;
  readonly composer: Composer;
  open(id: ConversationId): void;
  openTold(told: MessagePlace): void;
  focusComposer(): void;
}

/** Shows what a notification or a link leads to, with nothing before it that asks about something else. */
export async function showFromOutside(app: Parts, destination: Destination): Promise<void> {
  app.layout.closeDialog();
  app.messageWork.dismiss();
  app.organising.dismiss();
  // A dialog gives the focus back as it goes; what is shown takes it after that.
  await tick();
  if (destination.kind === 'message') {
    app.openTold(destination);
    return;
  }
  const { conversationId, draft } = destination;
  app.open(conversationId);
  if (draft !== null) app.composer.propose(conversationId, draft);
  app.focusComposer();
}
