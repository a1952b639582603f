import { isUnread } from '../conversations.svelte.ts';
import { conversationOpen, signedIn, type ActionTable } from './action.ts';

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
      app.markOpenRead();
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
