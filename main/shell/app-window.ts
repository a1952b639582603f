import type { BrowserWindow } from 'electron';
import type { EventBatch } from '../../shared/contract/events.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Log } from '../log/log.ts';
import { sendEvents } from './command-channel.ts';
import { openWindow, presentWindow, type WindowOptions } from './window.ts';

/** A renderer that dies again within this time is broken, and reloading it for ever helps nobody. */
const reloadPause = 30_000;

/** The one window: there or closed (macOS keeps the application without it). */
export class AppWindow {
  readonly #options: WindowOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  #window: BrowserWindow | null = null;
  #lastReload = Number.NEGATIVE_INFINITY;

  constructor(options: WindowOptions, clock: Clock, log: Log) {
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
  }

  /** Opens the window, or brings it to the user. */
  present(): void {
    if (this.#window !== null) {
      presentWindow(this.#window);
      return;
    }
    const window = openWindow(this.#options);
    this.#window = window;
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#log.error({ reason }, 'The window’s process ended');
      if (this.#clock.now() - this.#lastReload < reloadPause) return;
      this.#lastReload = this.#clock.now();
      window.reload();
    });
  }

  send(batch: EventBatch): void {
    if (this.#window !== null) sendEvents(this.#window, batch);
  }
}
