import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { noneUnread } from '../../../main/desktop/unread.ts';
import { DesktopTray } from '../../../main/shell/desktop-tray.ts';
import { TypedEvent } from '../../../shared/model/event.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { settingsWith } from '../../support/settings.ts';

/** The menus that the icon was given, oldest first. */
const menus = vi.hoisted((): MenuItemConstructorOptions[][] => []);

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    Menu: { buildFromTemplate: (template: MenuItemConstructorOptions[]) => template },
    nativeImage: { createFromPath: () => null },
    Tray: class extends Emitter {
      setImage = (): void => undefined;
      setToolTip = (): void => undefined;
      setTitle = (): void => undefined;
      setContextMenu(menu: MenuItemConstructorOptions[]): void {
        menus.push(menu);
      }
    },
  };
});

const hour = 3_600_000;
const labels = (): readonly unknown[] => menus.at(-1)?.map(({ label }) => label) ?? [];
let clock: FakeClock;

beforeEach(() => {
  menus.length = 0;
  clock = new FakeClock();
  const tray = new DesktopTray({
    drawings: '/drawings',
    desk: { unread: noneUnread, unreadChanged: new TypedEvent() },
    settings: settingsWith({ 'notifications.quietUntil': clock.now() + 12 * hour }),
    clock,
    words: () => desktopWords.en,
    isWindowShown: () => true,
    presentWindow: () => undefined,
  });
  tray.setShows(true);
});

it('The menu says that nobody is to be disturbed for as long as it holds, and is not made anew meanwhile: it may be open', async () => {
  expect(labels()).toContain('✓ Do not disturb');
  await clock.advance(12 * hour - 1);
  expect(menus).toHaveLength(1);
  await clock.advance(1);
  expect(labels()).toContain('Do not disturb');
});

it('The menu says soon that "Do not disturb" ended while the computer slept', async () => {
  await clock.advance(30_000);
  clock.set(clock.now() + 14 * hour);
  await clock.advance(60_000);
  expect(labels()).toContain('Do not disturb');
});
