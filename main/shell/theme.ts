import { BrowserWindow, nativeTheme } from 'electron';
import type { EventSource, Unsubscribe } from '../../shared/model/event.ts';
import type { Settings } from '../../shared/model/settings.ts';

type Theme = Settings['appearance.theme'];

/** The page's own ground (`--bg` in the window's tokens), so that a window has its colour before the first frame. */
export const windowGround = (): string => (nativeTheme.shouldUseDarkColors ? '#14171b' : '#f9fbfd');

/** Frames, menus, scroll bars and `prefers-color-scheme` follow the choice, at once and when it or the system changes. */
export function followTheme(theme: () => Theme, changed: EventSource<unknown>): Unsubscribe {
  const follow = (): void => {
    nativeTheme.themeSource = theme();
  };
  const paint = (): void => {
    for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(windowGround());
  };
  follow();
  nativeTheme.on('updated', paint);
  const unsubscribe = changed.subscribe(follow);
  return () => {
    unsubscribe();
    nativeTheme.off('updated', paint);
  };
}
