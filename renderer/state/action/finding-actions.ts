import { conversationOpen, signedIn, type ActionTable } from './action.ts';

export const findingActions = {
  palette: {
    group: 'finding',
    keys: ['Mod+K'],
    available: signedIn,
    run: (app) => {
      app.layout.openDialog('palette');
    },
  },
  search: {
    group: 'finding',
    keys: ['Mod+Shift+F'],
    available: signedIn,
    run: (app) => {
      app.focusSearch();
    },
  },
  find: {
    group: 'finding',
    keys: ['Mod+F'],
    available: conversationOpen,
    run: (app) => {
      app.findInConversation();
    },
  },
  jumpToDate: {
    group: 'finding',
    keys: ['Mod+Shift+G'],
    available: conversationOpen,
    run: (app) => {
      app.layout.openDialog('date');
    },
  },
  closeFind: {
    group: 'finding',
    keys: ['Escape'],
    available: (app) => conversationOpen(app) && app.find.active && !app.layout.covered,
    run: (app) => {
      app.find.close();
    },
  },
} as const satisfies ActionTable;
