import type { MenuItemConstructorOptions } from 'electron';
import type { MenuAction } from '../../shared/model/opening.ts';
import type { DesktopWords } from '../desktop/text/words.ts';

/**
 * The bar at the top of the screen, which on macOS every application has. On Windows and Linux Parley has none: what
 * it can do is in the window, and each of it has a key there.
 */
export function macMenu(
  words: DesktopWords,
  ask: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const { menu, tray } = words;
  const separator = { type: 'separator' } as const;
  const action = (label: string, accelerator: string, wanted: MenuAction): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      ask(wanted);
    },
  });
  return [
    {
      label: words.product,
      submenu: [
        { role: 'about', label: menu.about },
        separator,
        action(menu.settings, 'Command+,', 'settings'),
        separator,
        { role: 'services', label: menu.services },
        separator,
        { role: 'hide', label: menu.hide },
        { role: 'hideOthers', label: menu.hideOthers },
        { role: 'unhide', label: menu.unhide },
        separator,
        { role: 'quit', label: tray.quit },
      ],
    },
    {
      label: menu.file,
      submenu: [
        action(menu.newConversation, 'Command+N', 'newConversation'),
        separator,
        { role: 'close', label: menu.closeWindow },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'pasteAndMatchStyle', label: menu.pastePlain },
        { role: 'selectAll', label: menu.selectAll },
      ],
    },
    {
      label: menu.view,
      submenu: [
        action(menu.larger, 'Command+Plus', 'zoomIn'),
        action(menu.smaller, 'Command+-', 'zoomOut'),
        action(menu.usual, 'Command+0', 'zoomReset'),
        separator,
        { role: 'togglefullscreen', label: menu.fullScreen },
      ],
    },
    {
      label: menu.window,
      role: 'window',
      submenu: [
        { role: 'minimize', label: menu.minimize },
        { role: 'zoom', label: menu.zoom },
        separator,
        { role: 'front', label: menu.front },
      ],
    },
    {
      label: menu.help,
      role: 'help',
      submenu: [action(menu.shortcuts, 'Command+/', 'shortcuts')],
    },
  ];
}
