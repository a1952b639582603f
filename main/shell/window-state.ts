import { screen, type BrowserWindow } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Clock } from '../../shared/model/clock.ts';
import { PlaceKeeper } from '../desktop/place-keeper.ts';
import { placeOn, Places, visible, withPlace, type Place } from '../desktop/window-places.ts';

/** Where the window was in earlier runs, on the displays that are there now; null the first time. */
export const readWindowPlace = (file: string): Place | null => placeOn(read(file), screen.getAllDisplays());

/** Keeps where the window is for each arrangement of displays, and brings it where it was when they change. */
export function keepWindowPlace(window: BrowserWindow, file: string, clock: Clock): void {
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
  const restore = (): void => {
    const { maximized, ...bounds } =
      placeOn(read(file), screen.getAllDisplays()) ?? visible(place(), screen.getAllDisplays());
    if (maximized || window.isMaximized() || window.isFullScreen()) return;
    window.setBounds(bounds);
  };
  const keeper = new PlaceKeeper({ clock, keep, restore });
  for (const event of ['move', 'resize', 'maximize', 'unmaximize'] as const) {
    // One event of several that share a form; the compiler wants them one by one.
    window.on(event as 'move', () => {
      keeper.moved();
    });
  }
  window.on('close', () => {
    keeper.close();
  });

  const displaysChanged = (): void => {
    keeper.displaysChanged();
  };
  for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
    screen.on(event as 'display-added', displaysChanged);
  }
  window.on('closed', () => {
    keeper.stop();
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
  try {
    writeFileSync(`${file}.new`, JSON.stringify(places), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    return; // A full disk: then the window comes back where it was before.
  }
}
