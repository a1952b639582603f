import { signedIn, type ActionTable } from './action.ts';

export const findingActions = {
  search: {
    group: 'finding',
    keys: ['Mod+K'],
    available: signedIn,
    run: (app) => {
      app.focusSearch();
    },
  },
} as const satisfies ActionTable;
