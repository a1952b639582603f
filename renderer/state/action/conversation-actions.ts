import type { Failure } from '../../../shared/contract/failure.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import type { AppState } from '../app.svelte.ts';
import { isUnread } from '../conversations.svelte.ts';
import { conversationOpen, signedIn, type ActionTable } from './action.ts';

/** What is done with the open conversation; nothing where none is open. */
const withOpen =
  (act: (app: AppState, conversation: ConversationSummary) => Promise<Failure | null>) =>
  async (app: AppState): Promise<Failure | null> =>
    app.conversations.open === null ? null : act(app, app.conversations.open);

export const conversationActions = {
  newConversation: {
    group: 'conversations',
    keys: ['Mod+N'],
    available: signedIn,
    run: (app) => {
      app.layout.openDialog('new-conversation');
    },
  },
  nextConversation: {
    group: 'conversations',
    keys: ['Alt+ArrowDown'],
    available: signedIn,
    run: (app) => {
      app.openNeighbour(1);
    },
  },
  previousConversation: {
    group: 'conversations',
    keys: ['Alt+ArrowUp'],
    available: signedIn,
    run: (app) => {
      app.openNeighbour(-1);
    },
  },
  nextUnread: {
    group: 'conversations',
    keys: ['Alt+Shift+ArrowDown'],
    available: signedIn,
    run: (app) => {
      app.openNeighbour(1, true);
    },
  },
  previousUnread: {
    group: 'conversations',
    keys: ['Alt+Shift+ArrowUp'],
    available: signedIn,
    run: (app) => {
      app.openNeighbour(-1, true);
    },
  },
  unsent: {
    group: 'conversations',
    keys: ['Mod+Shift+O'],
    available: signedIn,
    run: (app) => {
      app.layout.openPanel({ kind: 'unsent' });
    },
  },
  markRead: {
    group: 'conversation',
    keys: ['Mod+Shift+R'],
    available: (app) =>
      conversationOpen(app) && app.conversations.open !== null && isUnread(app.conversations.open),
    run: (app) => {
      app.reading.allOfOpen();
    },
  },
  markUnread: {
    group: 'conversation',
    keys: ['Mod+Shift+N'],
    available: conversationOpen,
    run: withOpen((app, { id }) => app.organising.change(id, { markedUnread: true })),
  },
  pin: {
    group: 'conversation',
    keys: ['Mod+Shift+P'],
    available: conversationOpen,
    run: withOpen((app, open) => app.organising.toggle(open, 'pinned')),
  },
  mute: {
    group: 'conversation',
    keys: ['Mod+Shift+M'],
    available: conversationOpen,
    run: withOpen((app, open) => app.organising.toggle(open, 'muted')),
  },
  archiveConversation: {
    group: 'conversation',
    keys: ['Mod+Shift+A'],
    available: conversationOpen,
    run: withOpen((app, open) => app.organising.toggle(open, 'archived')),
  },
  block: {
    group: 'conversation',
    keys: ['Mod+Shift+B'],
    available: conversationOpen,
    run: withOpen((app, open) => app.organising.toggleBlock(open)),
  },
  deleteConversation: {
    group: 'conversation',
    keys: ['Mod+Shift+Delete'],
    available: conversationOpen,
    run: (app) => {
      const { openId } = app.conversations;
      if (openId !== null) app.organising.ask('delete', openId);
    },
  },
  exportConversation: {
    group: 'conversation',
    keys: ['Mod+Shift+E'],
    available: conversationOpen,
    run: (app) => {
      void app.archive.export(app.conversations.openId);
    },
  },
} as const satisfies ActionTable;
