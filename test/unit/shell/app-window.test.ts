import type { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { AppWindow } from '../../../main/shell/app-window.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** The windows that were made. */
const made = vi.hoisted((): EventEmitter[] => []);

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    app: new Emitter(),
    nativeTheme: { shouldUseDarkColors: false },
    screen: Object.assign(new Emitter(), { getAllDisplays: () => [] }),
    BrowserWindow: class extends Emitter {
      readonly webContents = new Emitter();
      constructor() {
        super();
        made.push(this);
      }
      isVisible = (): boolean => true;
      loadURL = (): Promise<void> => Promise.resolve();
    },
  };
});

let window: AppWindow;
let said: boolean[];

beforeEach(() => {
  made.length = 0;
  said = [];
  window = new AppWindow(
    { preload: '/preload.cjs', stateFile: '/none/window.json', icon: null, staysWhenClosed: () => false },
    new FakeClock(),
    silentLog,
  );
  window.present();
  window.hiddenChanged.subscribe((hidden) => said.push(hidden));
});

it.each(['restore', 'show', 'enter-full-screen'])('a window that was minimised is back by %s', (event) => {
  made[0]?.emit('minimize');
  made[0]?.emit(event);
  expect(said).toEqual([true, false]);
  expect(window.isHidden).toBe(false);
});
