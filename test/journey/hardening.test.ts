import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;

beforeAll(async () => {
  display = await startDisplay();
  parley = await Parley.start(display.display);
  await parley.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
});
afterAll(async () => {
  await parley.discard();
  await display.stop();
});

it('runs the window with the preferences of a sandboxed page', async () => {
  const preferences = await parley.inMain(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

it('keeps the renderer’s process inside Chromium’s sandbox', async () => {
  const pid = await parley.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\s+2$/m);
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
});

it('gives the page nothing of Node or Electron, and one frozen bridge', async () => {
  const seen = await parley.page.evaluate(() => {
    const world = globalThis as unknown as Record<string, unknown>;
    const bridge = world['parley'] as Record<string, unknown>;
    const before = bridge['invoke'];
    const replaced = Reflect.set(bridge, 'invoke', () => undefined) && bridge['invoke'] !== before;
    return {
      require: typeof world['require'],
      process: typeof world['process'],
      module: typeof world['module'],
      members: Object.keys(bridge).sort(),
      replaced,
      origin: location.href,
    };
  });
  expect(seen).toEqual({
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    members: ['invoke', 'subscribe'],
    replaced: false,
    origin: 'app://parley/',
  });
});

it('sends a policy that allows no inline script but its own, and the page obeys it', async () => {
  const { policy, ran } = await parley.page.evaluate(async () => {
    const response = await fetch(location.href);
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.body.append(script);
    script.remove();
    return {
      policy: response.headers.get('content-security-policy'),
      ran: 'injected' in globalThis,
    };
  });
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[\w+/]+=*';/);
  expect(policy).not.toContain('unsafe');
  expect(ran).toBe(false);
});

it('serves no file outside of the renderer', async () => {
  const answers = await parley.page.evaluate(async () =>
    Promise.all(
      ['%2e%2e/main/index.cjs', '..%2fmain/index.cjs', '%2e%2e%2f%2e%2e%2fpackage.json'].map(async (path) => {
        try {
          return (await fetch(`app://parley/${path}`)).status;
        } catch {
          return 'none';
        }
      }),
    ),
  );
  expect(answers).toEqual(['none', 'none', 'none']);
});

it('does not navigate, opens no window, and hands only web and mail links to the system', async () => {
  await parley.inMain(({ shell }) => {
    const world = globalThis as unknown as { opened: string[] };
    world.opened = [];
    shell.openExternal = (url: string) => {
      world.opened.push(url);
      return Promise.resolve();
    };
  });
  await parley.page.evaluate(async () => {
    for (const url of [
      'https://example.com/a',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/x',
    ]) {
      globalThis.open(url);
    }
    const bridge = (
      globalThis as unknown as { parley: { invoke(name: string, input: string): Promise<unknown> } }
    ).parley;
    for (const url of ['mailto:a@example.com', 'ms-msdt:x', 'nonsense'])
      await bridge.invoke('openLink', JSON.stringify({ url }));
    const link = document.createElement('a');
    link.href = 'https://example.com/navigated';
    document.body.append(link);
    link.click();
    link.remove();
  });
  const { opened, windows, url } = await parley.inMain(({ BrowserWindow }) => ({
    opened: (globalThis as unknown as { opened: string[] }).opened,
    windows: BrowserWindow.getAllWindows().length,
    url: BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  }));
  expect(opened).toEqual(['https://example.com/a', 'mailto:a@example.com']);
  expect(windows).toBe(1);
  expect(url).toBe('app://parley/');
});

it('denies permissions', async () => {
  const states = await parley.page.evaluate(async () => {
    const asked = await Notification.requestPermission();
    const place = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('granted');
        },
        () => {
          resolve('denied');
        },
      );
    });
    const camera = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return { asked, place, camera };
  });
  expect(states).toEqual({ asked: 'denied', place: 'denied', camera: 'denied' });
});

it('is one instance a profile, and remembers where its window was', async () => {
  const bounds = { x: 40, y: 30, width: 801, height: 603 };
  await parley.inMain(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  expect(await parley.startAgain(display.display)).toBe(0);
  const windows = await parley.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  const { profile } = parley;
  await parley.quit();
  parley = await Parley.start(display.display, { profile });
  const after = await parley.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(after).toEqual(bounds);
});

it('remembers where its window was on each arrangement of displays, and keeps it where it can be seen', async () => {
  const bounds = (): Promise<Electron.Rectangle | undefined> =>
    parley.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  /** As if somebody had plugged displays in or out; null: those that are there. */
  const setDisplay = (size: { width: number; height: number } | null): Promise<void> =>
    parley.inMain(({ screen }, only) => {
      const world = globalThis as unknown as { allDisplays?: () => Electron.Display[] };
      world.allDisplays ??= screen.getAllDisplays.bind(screen);
      const real = world.allDisplays;
      screen.getAllDisplays = () => {
        if (only === null) return real();
        const area = { x: 0, y: 0, ...only };
        return real().map((each) => ({
          ...each,
          bounds: area,
          workArea: area,
          size: only,
          workAreaSize: only,
        }));
      };
      screen.emit('display-metrics-changed', {}, real()[0], ['bounds']);
    }, size);
  const setBounds = (wanted: Electron.Rectangle): Promise<void> =>
    parley.inMain(({ BrowserWindow }, at) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(at);
    }, wanted);
  const kept = async (): Promise<string> => readFile(join(parley.profile, 'window.json'), 'utf8');

  const large = { x: 720, y: 130, width: 700, height: 500 };
  await setBounds(large);
  await expect.poll(kept).toContain('"x":720');
  await setDisplay({ width: 800, height: 600 });
  await expect.poll(bounds).toEqual({ ...large, x: 100, y: 100 });
  const small = { x: 10, y: 20, width: 500, height: 450 };
  await setBounds(small);
  await expect.poll(kept).toContain('"x":10');
  await setDisplay(null);
  await expect.poll(bounds).toEqual(large);
  await setDisplay({ width: 800, height: 600 });
  await expect.poll(bounds).toEqual(small);
  await setDisplay(null);
  await expect.poll(bounds).toEqual(large);
});
