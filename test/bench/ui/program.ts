import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, cp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openToAll } from '../../../build/electron-user.ts';
import { rootFolder } from '../../../build/paths.ts';
import { electronCommand, makeProfileFolder } from '../../../build/electron-runtime.ts';

/** Nothing looks at the program meanwhile: whoever watches a start slows it down. */
const undisturbed = 2_500;

export interface ProgramOptions {
  readonly display: string;
  /** Null: the empty window. */
  readonly profile: string | null;
}

/** A program in real Electron that is started as a user starts it: without a debugger that it would wait for. */
export class Program {
  readonly pid: number;
  /** When it was started, milliseconds since 1970. */
  readonly startedAt: number;
  readonly page: Page;
  readonly #child: ChildProcess;
  readonly #browser: Browser;

  private constructor(child: ChildProcess, startedAt: number, browser: Browser, page: Page) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.startedAt = startedAt;
    this.#browser = browser;
    this.page = page;
  }

  static async start({ display, profile }: ProgramOptions): Promise<Program> {
    const command = await electronCommand(profile === null ? { appPath: await emptyApplication() } : {});
    const own = profile === null ? `--user-data-dir=${await emptyProfile()}` : `--profile=${profile}`;
    const startedAt = performance.timeOrigin + performance.now();
    const child = spawn(
      command.executablePath,
      [...command.args, own, '--disable-gpu', '--remote-debugging-port=0'],
      {
        cwd: command.cwd,
        env: { ...command.env, DISPLAY: display },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const endpoint = await debuggingEndpoint(child);
    await new Promise((resolve) => setTimeout(resolve, undisturbed));
    const browser = await chromium.connectOverCDP(endpoint);
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('The program has no window');
    return new Program(child, startedAt, browser, page);
  }

  /** When the window first painted anything, milliseconds after the start. */
  async firstPaint(): Promise<number> {
    const at = await this.page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-paint');
      return paint === undefined ? null : performance.timeOrigin + paint.startTime;
    });
    if (at === null) throw new Error('The window painted nothing');
    return at - this.startedAt;
  }

  /** When the window set a mark, milliseconds after the start; waits for it. */
  async marked(name: string): Promise<number> {
    const handle = await this.page.waitForFunction((mark) => {
      const [entry] = performance.getEntriesByName(mark);
      return entry === undefined ? null : performance.timeOrigin + entry.startTime;
    }, name);
    return ((await handle.jsonValue()) ?? Number.NaN) - this.startedAt;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    await this.#browser.close().catch(() => undefined);
    this.#child.kill('SIGTERM');
    await exited;
  }
}

/** Chromium says on stderr where its debugging port is. */
function debuggingEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      const found = /DevTools listening on ws:\/\/(\S+?)\//.exec(said)?.[1];
      if (found !== undefined) resolve(`http://${found}`);
    });
    child.once('exit', () => {
      reject(new Error(`The program ended at once: ${said}`));
    });
  });
}

const made: { application?: Promise<string>; readonly profiles: string[] } = { profiles: [] };

/** A copy of the empty application, with Parley's preload, where the user that runs Electron can read it. */
function emptyApplication(): Promise<string> {
  made.application ??= (async () => {
    const folder = await makeProfileFolder('parley-empty-');
    await cp(join(import.meta.dirname, 'empty'), folder, { recursive: true });
    await copyFile(join(rootFolder, 'dist', 'preload', 'preload.cjs'), join(folder, 'preload.cjs'));
    await openToAll(folder);
    return folder;
  })();
  return made.application;
}

async function emptyProfile(): Promise<string> {
  const folder = await makeProfileFolder('parley-empty-profile-');
  made.profiles.push(folder);
  return folder;
}

/** Removes what was made for the empty window. */
export async function forgetEmptyWindow(): Promise<void> {
  const application = await made.application;
  for (const folder of [...made.profiles.splice(0), ...(application === undefined ? [] : [application])]) {
    await rm(folder, { recursive: true, force: true });
  }
}
