import { clipboard, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import { contextMenu, type ContextMenuEntry } from '../desktop/context-menu.ts';
import type { DesktopWords } from '../desktop/text/words.ts';

/** Text fields, selected text and links have the system's own menu, wherever the window shows none of its own. */
export function offerContextMenus(window: BrowserWindow, words: () => DesktopWords): void {
  const { webContents } = window;
  const item = (entry: ContextMenuEntry): MenuItemConstructorOptions => {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'words':
        return { label: entry.label, enabled: false };
      case 'edit':
        return {
          label: entry.label,
          enabled: entry.enabled,
          click: () => {
            webContents[entry.command]();
          },
        };
      case 'copy-link':
        return {
          label: entry.label,
          click: () => {
            void clipboard.writeText(entry.link);
          },
        };
      case 'replace':
        return {
          label: entry.label,
          click: () => {
            webContents.replaceMisspelling(entry.word);
          },
        };
      case 'learn':
        return {
          label: entry.label,
          click: () => {
            webContents.session.addWordToSpellCheckerDictionary(entry.word);
          },
        };
    }
  };
  webContents.on('context-menu', (_event, target) => {
    const entries = contextMenu(target, words());
    if (entries.length === 0) return;
    // Where it was asked for by a key, that is where the caret is.
    Menu.buildFromTemplate(entries.map(item)).popup({ window, x: target.x, y: target.y });
  });
}
