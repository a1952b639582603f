import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { macMenu } from '../../../main/shell/application-menu.ts';
import type { MenuAction } from '../../../shared/model/opening.ts';

const flat = (items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  items.flatMap((each) => [each, ...(Array.isArray(each.submenu) ? flat(each.submenu) : [])]);

it('has what every application on macOS has', () => {
  const roles = flat(macMenu(desktopWords.en, () => undefined)).flatMap(({ role }) => role ?? []);
  expect(roles).toEqual(
    expect.arrayContaining([
      ...['about', 'services', 'hide', 'hideOthers', 'unhide', 'quit', 'close'],
      ...['undo', 'redo', 'cut', 'copy', 'paste', 'pasteAndMatchStyle', 'selectAll'],
      ...['togglefullscreen', 'window', 'minimize', 'zoom', 'front', 'help'],
    ]),
  );
});

it.each(['en', 'de', 'ar'] as const)('names every entry in %s', (language) => {
  const items = flat(macMenu(desktopWords[language], () => undefined));
  const unnamed = items.filter((each) => each.type !== 'separator' && (each.label ?? '') === '');
  expect(unnamed).toEqual([]);
});

it('asks the window for what only the window can do, with a key each', () => {
  const asked: MenuAction[] = [];
  const items = flat(
    macMenu(desktopWords.en, (action) => {
      asked.push(action);
    }),
  ).filter(({ click }) => click !== undefined);
  for (const { click } of items) (click as () => void)();
  expect(asked).toEqual(['settings', 'newConversation', 'zoomIn', 'zoomOut', 'zoomReset', 'shortcuts']);
  expect(new Set(items.map(({ accelerator }) => accelerator)).size).toBe(items.length);
});
