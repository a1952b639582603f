import type { AppState } from '../app.svelte.ts';
import { conversationOpen, settingsThere, signedIn, type ActionTable } from './action.ts';

const inSettings = (app: AppState): boolean => settingsThere(app) && app.layout.section === 'settings';

/** Where one looks and writes, and how it looks. */
export const viewActions = {
  focusList: {
    group: 'window',
    keys: ['Mod+1'],
    available: signedIn,
    run: (app) => {
      app.focusList();
    },
  },
  focusTimeline: {
    group: 'window',
    keys: ['Mod+2'],
    available: conversationOpen,
    run: (app) => {
      app.layout.showConversation();
      app.layout.wantFocus('timeline');
    },
  },
  focusComposer: {
    group: 'window',
    keys: ['Mod+3'],
    available: conversationOpen,
    run: (app) => {
      app.focusComposer();
    },
  },
  closePanel: {
    group: 'window',
    keys: ['Escape'],
    available: (app) =>
      app.layout.section === 'conversations' &&
      app.layout.panel !== null &&
      (!app.find.active || app.layout.covered),
    run: (app) => {
      app.layout.closePanel();
    },
  },
  back: {
    group: 'window',
    keys: ['Escape'],
    available: (app) =>
      inSettings(app) ||
      (conversationOpen(app) && app.layout.narrow && app.layout.panel === null && !app.find.active),
    run: (app) => {
      if (!inSettings(app)) app.focusList();
      else if (!app.layout.leavePage()) app.leaveSettings();
    },
  },
  toggleTheme: {
    group: 'window',
    keys: ['Mod+Shift+L'],
    run: (app) => {
      const theme = app.settings.get('appearance.theme');
      const dark = theme === 'system' ? app.layout.systemDark : theme === 'dark';
      return app.settings.change({ 'appearance.theme': dark ? 'light' : 'dark' });
    },
  },
  zoomIn: { group: 'window', keys: ['Mod+='], run: (app) => app.settings.zoom(1) },
  zoomOut: { group: 'window', keys: ['Mod+-'], run: (app) => app.settings.zoom(-1) },
  zoomReset: { group: 'window', keys: ['Mod+0'], run: (app) => app.settings.reset(['appearance.textSize']) },
  fullScreen: {
    group: 'window',
    // F11 shows the desktop of a Mac.
    keys: { mac: ['Ctrl+Mod+F'], other: ['F11'] },
    run: (app) => {
      app.desktop.askWindow('full-screen');
    },
  },
  closeWindow: {
    group: 'window',
    keys: ['Mod+W'],
    run: (app) => {
      app.desktop.askWindow('close');
    },
  },
} as const satisfies ActionTable;
