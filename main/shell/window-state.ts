import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

const WindowState = v.object({
  x: v.number(),
  y: v.number(),
  width: v.pipe(v.number(), v.minValue(360)),
  height: v.pipe(v.number(), v.minValue(400)),
  maximized: v.boolean(),
});
type WindowState = v.InferOutput<typeof WindowState>;

/** The bounds of the last run, if they are still on a display. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = v.parse(WindowState, JSON.parse(readFileSync(file, 'utf8')));
    const { workArea } = screen.getDisplayMatching(state);
    return overlaps(state, workArea) ? state : null;
  } catch {
    return null; // The first run, or a file that somebody damaged: the default bounds serve.
  }
}

/** Enough of the title bar must be visible to take hold of it. */
function overlaps(state: Rectangle, area: Rectangle): boolean {
  const width = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  const top = state.y >= area.y - 1 && state.y < area.y + area.height - 40;
  return width >= 100 && top;
}

/** Writes the bounds when the window closes. */
export function rememberWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  });
}
