import { app, type BrowserWindow } from 'electron';
import type { WindowWish } from '../../shared/contract/command/desktop.ts';
import type { EventBatch } from '../../shared/contract/events.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import { sendEvents } from './command-channel.ts';
import { openWindow, presentWindow, type WindowOptions } from './window.ts';

/** A renderer that dies again within this time is broken, and reloading it for ever helps nobody. */
const reloadPause = 30_000;

export interface AppWindowOptions extends WindowOptions {
  /** Whether closing leaves Parley running without a window. */
  readonly staysWhenClosed: () => boolean;
}

/** The one window: there, hidden, or closed (macOS keeps the application without it). */
export class AppWindow {
  readonly #options: AppWindowOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #focusChanged = new TypedEvent<boolean>();
  readonly #hiddenChanged = new TypedEvent<boolean>();
  readonly #left = new TypedEvent<null>();
  readonly #opened = new TypedEvent<BrowserWindow>();
  readonly #stayed = new TypedEvent<null>();
  #window: BrowserWindow | null = null;
  #lastReload = Number.NEGATIVE_INFINITY;
  #quitting = false;
  #hidden = false;

  constructor(options: AppWindowOptions, clock: Clock, log: Log) {
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
    app.on('before-quit', () => {
      this.#quitting = true;
    });
  }

  get focusChanged(): EventSource<boolean> {
    return this.#focusChanged;
  }

  get hiddenChanged(): EventSource<boolean> {
    return this.#hiddenChanged;
  }

  /** What the window showed is gone: it was closed, it loads anew, or its process ended. */
  get left(): EventSource<null> {
    return this.#left;
  }

  /** A window was made. */
  get opened(): EventSource<BrowserWindow> {
    return this.#opened;
  }

  /** It was closed, and Parley goes on without it. */
  get stayed(): EventSource<null> {
    return this.#stayed;
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() === true;
  }

  /** What `hiddenChanged` said last. */
  get isHidden(): boolean {
    return this.#hidden;
  }

  get isShown(): boolean {
    return this.#window?.isVisible() === true;
  }

  /** Asks for the user's attention in the task bar, unless the window has it; or stops asking. */
  flash(on: boolean): void {
    if (process.platform === 'darwin') return;
    const window = this.#window;
    if (window !== null && !(on && window.isFocused())) window.flashFrame(on);
  }

  /** Opens the window, or brings it to the user. */
  present(): void {
    if (this.#window === null) this.#open(false);
    else presentWindow(this.#window);
  }

  /** Makes the window ready without showing it. */
  prepare(): void {
    if (this.#window === null) this.#open(true);
  }

  /** What the keys of the window ask for that only the system can do. */
  grant(wish: WindowWish): void {
    const window = this.#window;
    if (wish === 'close') window?.close();
    else window?.setFullScreen(!window.isFullScreen());
  }

  send(batch: EventBatch): void {
    if (this.#window !== null) sendEvents(this.#window, batch);
  }

  #open(hidden: boolean): void {
    const window = openWindow({ ...this.#options, hidden, clock: this.#clock });
    this.#window = window;
    window.on('focus', () => {
      this.#focusChanged.raise(true);
    });
    window.on('blur', () => {
      this.#focusChanged.raise(false);
    });
    for (const [event, hidden] of [
      ['hide', true],
      ['minimize', true],
      ['show', false],
      ['restore', false],
      // A full-screen window that was minimised comes back by this alone on Windows.
      ['enter-full-screen', false],
    ] as const) {
      // One event of several that share a form; the compiler wants them one by one.
      window.on(event as 'show', () => {
        this.#setHidden(hidden);
      });
    }
    window.on('close', (event) => {
      if (this.#quitting || !this.#options.staysWhenClosed()) return;
      event.preventDefault();
      window.hide();
      this.#focusChanged.raise(false);
      this.#stayed.raise(null);
    });
    window.on('closed', () => {
      this.#window = null;
      this.#focusChanged.raise(false);
      this.#left.raise(null);
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#left.raise(null);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#log.error({ reason }, 'The window’s process ended');
      this.#left.raise(null);
      if (this.#clock.now() - this.#lastReload < reloadPause) return;
      this.#lastReload = this.#clock.now();
      window.reload();
    });
    this.#setHidden(hidden);
    this.#opened.raise(window);
  }
  #setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    this.#hiddenChanged.raise(hidden);
  }
}
