import { settingsThere, signedIn, type ActionTable } from './action.ts';

/** What concerns the program as a whole. */
export const programActions = {
  settings: {
    group: 'program',
    keys: ['Mod+,'],
    available: settingsThere,
    run: (app) => {
      app.layout.show('settings');
    },
  },
  shortcuts: {
    group: 'program',
    keys: ['Mod+/', '?'],
    run: (app) => {
      app.layout.openDialog('shortcuts');
    },
  },
  doNotDisturb: {
    group: 'program',
    keys: ['Mod+Shift+D'],
    available: signedIn,
    run: (app) => app.settings.toggleQuiet(app.clock.now()),
  },
  signOut: {
    group: 'program',
    // ⇧⌘Q logs out of macOS.
    keys: { mac: ['Mod+Shift+S'], other: ['Mod+Shift+Q'] },
    available: signedIn,
    run: (app) => {
      app.layout.openDialog('sign-out');
    },
  },
  quit: { group: 'program', keys: ['Mod+Q'], run: (app) => app.quit() },
} as const satisfies ActionTable;
