import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, mustRun } from '../../build/command.ts';
import { makeProfileFolder } from '../../build/electron-runtime.ts';
import { reachableNode, wrapperFor } from '../../build/electron-user.ts';
import { debianPackage } from '../../build/pack.ts';
import { askParley } from '../support/ask-parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

const installed = async (): Promise<boolean> =>
  (await command('dpkg-query', ['-W', '-f', '${db:Status-Status}', 'parley'])).stdout === 'installed';

/** Where the package puts things; each must be gone after removal. */
const traces = [
  '/opt/Parley',
  '/usr/bin/parley',
  '/usr/share/applications/parley.desktop',
  '/usr/share/doc/parley',
  '/usr/share/icons/hicolor/256x256/apps/parley.png',
  '/usr/share/metainfo/com.example.parley.metainfo.xml',
];

describe('the Debian package', () => {
  let display: Display;
  let profile: string;
  let program: ChildProcess | undefined;

  beforeAll(async () => {
    if (process.getuid?.() !== 0) throw new Error('Installing a package needs root: run this test as root.');
    if (await installed()) {
      throw new Error(
        'Parley is installed already, and this test would remove it: apt-get remove parley first.',
      );
    }
    display = await startDisplay();
    profile = await makeProfileFolder();
    const file = await debianPackage();
    await mustRun('apt-get', ['install', '--yes', '--no-install-recommends', file], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }, 300_000);

  afterAll(async () => {
    if (program?.exitCode === null) program.kill('SIGKILL');
    if (await installed()) await mustRun('dpkg', ['--purge', 'parley']);
    await display.stop();
    await rm(profile, { recursive: true, force: true });
  });

  it('puts a link, a menu entry, icons and the licences in their places', async () => {
    expect(traces.filter((path) => !existsSync(path))).toEqual([]);
    const entry = await readFile('/usr/share/applications/parley.desktop', 'utf8');
    expect(entry).toContain('MimeType=x-scheme-handler/sip;x-scheme-handler/im;');
    expect(entry).toContain('Categories=Network;InstantMessaging;');
    expect(entry).toMatch(/^Exec=\/opt\/Parley\/parley %U$/m);
    expect(entry).toMatch(/^StartupWMClass=parley$/m);
    expect(entry).toMatch(/^Icon=parley$/m);
  });

  it('has each of its fuses set', async () => {
    const wire: unknown = await getCurrentFuseWire('/opt/Parley/parley');
    expect(wire).toMatchObject({ version: FuseVersion.V1 });
    const states = Object.fromEntries(
      Object.entries(Object(wire) as Readonly<Record<string, unknown>>).map(([fuse, state]) => [
        String(FuseV1Options[Number(fuse)]),
        state === FuseState.ENABLE,
      ]),
    );
    expect(states).toMatchObject({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
    });
  });

  it('carries one driver, and neither sources nor tests nor maps', async () => {
    const resources = '/opt/Parley/resources';
    const unpacked = await readdir(join(resources, 'app.asar.unpacked'), { recursive: true });
    expect(unpacked.filter((name) => name.endsWith('.node'))).toHaveLength(1);
    const asar = join(import.meta.dirname, '..', '..', 'node_modules', '@electron', 'asar', 'bin', 'asar.js');
    const packed = (await mustRun(process.execPath, [asar, 'list', join(resources, 'app.asar')]))
      .trim()
      .split('\n');
    expect(packed).toContain('/dist/main/index.cjs');
    expect(
      packed.filter((name) => /\.(ts|svelte|map|cpp|c|h|gyp)$|\/(test|tests|src|deps)\//.test(name)),
    ).toEqual([]);
  });

  it('starts for an ordinary user, in the sandbox, and shows the sign-in', async () => {
    const started = spawn(
      await wrapperFor('/usr/bin/parley'),
      [`--profile=${profile}`, '--remote-debugging-port=0'],
      {
        cwd: '/',
        env: {
          ...process.env,
          DISPLAY: display.display,
          PARLEY_STORE_NODE: await reachableNode(),
          PARLEY_CONFIG_HOME: profile,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    program = started;
    const endpoint = await devToolsOf(started);
    const browser = await chromium.connectOverCDP(endpoint);
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('The installed application opened no window.');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ timeout: 30_000 });
    const artefacts = join(import.meta.dirname, '..', '..', 'test-results', 'journey');
    await mkdir(artefacts, { recursive: true });
    await page.screenshot({ path: join(artefacts, 'installed.png') });

    expect(await sandboxedRenderers()).toBeGreaterThan(0);
    // The menu entry is what links are brought to Parley by.
    expect(await askParley(page, 'linkHandling', {})).toMatchObject([{ ok: true }]);
    expect(await askParley(page, 'handleLinks', {})).toMatchObject([
      { ok: true, value: { handled: ['sip', 'im'] } },
    ]);
    expect(await readFile(join(profile, 'mimeapps.list'), 'utf8')).toMatch(
      /^x-scheme-handler\/im=parley\.desktop/m,
    );
    const exited = once(started, 'exit');
    // The program first: Electron does not answer Playwright's way of closing a browser.
    started.kill('SIGTERM');
    await exited;
  });

  it('leaves nothing behind when it is removed', async () => {
    await mustRun('apt-get', ['purge', '--yes', 'parley']);
    expect(await installed()).toBe(false);
    expect(traces.filter((path) => existsSync(path))).toEqual([]);
    for (const folder of ['/opt', '/usr/bin', '/usr/share/applications', '/usr/share/icons']) {
      const left = await readdir(folder, { recursive: folder.endsWith('icons') });
      expect(left.filter((name) => /(^|\/)parley(\.|$)/i.test(name))).toEqual([]);
    }
  });
});

/** Waits for the line in which Chromium names the address of its debugger. */
function devToolsOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    program.stderr?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(text);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    program.once('exit', (code) => {
      reject(new Error(`The installed application ended with ${String(code)}:\n${text}`));
    });
  });
}

/** How many of the installed program's renderers run under seccomp and may gain no privileges. */
async function sandboxedRenderers(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(
    pids.map(async (pid) => {
      // A process may be gone in the meantime.
      const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const isRenderer = args.startsWith('/opt/Parley/parley') && args.includes('--type=renderer');
      return isRenderer ? readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') : '';
    }),
  );
  return states.filter((state) => /Seccomp:\s+2/.test(state) && /NoNewPrivs:\s+1/.test(state)).length;
}
