import { screen, type BrowserWindow } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { placeOn, Places, visible, withPlace, type Place } from '../desktop/window-places.ts';

/** After a move, a change of size or of the displays it is waited until things are at rest, milliseconds. */
const rest = 500;

/** Where the window was in earlier runs, on the displays that are there now; null the first time. */
export const readWindowPlace = (file: string): Place | null => placeOn(read(file), screen.getAllDisplays());

/** Keeps where the window is for each arrangement of displays, and brings it where it was when they change. */
export function keepWindowPlace(window: BrowserWindow, file: string, clock: Clock): void {
  let cancel: Unsubscribe = () => undefined;
  const soon = (task: () => void): void => {
    cancel();
    cancel = clock.after(rest, () => {
      if (!window.isDestroyed()) task();
    });
  };
  const place = (): Place => ({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  let seen = window.isVisible();
  window.once('show', () => {
    seen = true;
  });
  const keep = (): void => {
    // Nobody has put it anywhere.
    if (!seen && !window.isVisible()) return;
    write(file, withPlace(read(file), screen.getAllDisplays(), place()));
  };
  const keepSoon = (): void => {
    soon(keep);
  };
  for (const event of ['move', 'resize', 'maximize', 'unmaximize'] as const) {
    // One event of several that share a form; the compiler wants them one by one.
    window.on(event as 'move', keepSoon);
  }
  window.on('close', keep);

  const displaysChanged = (): void => {
    soon(() => {
      const wanted =
        placeOn(read(file), screen.getAllDisplays()) ?? visible(place(), screen.getAllDisplays());
      const { maximized, ...bounds } = wanted;
      if (maximized || window.isMaximized() || window.isFullScreen()) return;
      window.setBounds(bounds);
    });
  };
  for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
    screen.on(event as 'display-added', displaysChanged);
  }
  window.on('closed', () => {
    cancel();
    for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
      screen.off(event as 'display-added', displaysChanged);
    }
  });
}

function read(file: string): Places {
  try {
    return v.parse(Places, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return []; // The first run, or a file that somebody damaged: the default bounds serve.
  }
}

function write(file: string, places: Places): void {
  writeFileSync(`${file}.new`, JSON.stringify(places), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
