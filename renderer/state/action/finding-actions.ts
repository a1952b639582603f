import { signedIn, type ActionTable } from './action.ts';

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
} as const satisfies ActionTable;
