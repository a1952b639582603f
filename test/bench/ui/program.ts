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

/** A program in real Electron that is started as a user starts it: without a debugger, and nobody looks at it. */
export class LoneProgram {
  readonly pid: number;
  /** When it was started, milliseconds since 1970. */
  readonly startedAt: number;
  readonly #child: ChildProcess;
  readonly #endpoint: string;

  private constructor(child: ChildProcess, startedAt: number, endpoint: string) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.startedAt = startedAt;
    this.#endpoint = endpoint;
  }

  static async start({ display, profile }: ProgramOptions): Promise<LoneProgram> {
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
    return new LoneProgram(child, startedAt, await debuggingEndpoint(child));
  }

  /** From now on its window can be looked at and used, which takes memory of its own. */
  async watch(): Promise<Program> {
    const browser = await chromium.connectOverCDP(this.#endpoint);
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('The program has no window');
    return new Program(this, browser, page);
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

/** A program whose window is looked at. */
export class Program {
  readonly pid: number;
  readonly page: Page;
  readonly #alone: LoneProgram;
  readonly #browser: Browser;

  constructor(alone: LoneProgram, browser: Browser, page: Page) {
    this.#alone = alone;
    this.pid = alone.pid;
    this.#browser = browser;
    this.page = page;
  }

  /** Its start is left alone. */
  static async start(options: ProgramOptions): Promise<Program> {
    const alone = await LoneProgram.start(options);
    await new Promise((resolve) => setTimeout(resolve, undisturbed));
    return alone.watch();
  }

  /** When the window first painted anything, milliseconds after the start. */
  async firstPaint(): Promise<number> {
    const at = await this.page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-paint');
      return paint === undefined ? null : performance.timeOrigin + paint.startTime;
    });
    if (at === null) throw new Error('The window painted nothing');
    return at - this.#alone.startedAt;
  }

  /** When the window set a mark, milliseconds after the start; waits for it. */
  async marked(name: string): Promise<number> {
    const handle = await this.page.waitForFunction((mark) => {
      const [entry] = performance.getEntriesByName(mark);
      return entry === undefined ? null : performance.timeOrigin + entry.startTime;
    }, name);
    return ((await handle.jsonValue()) ?? Number.NaN) - this.#alone.startedAt;
  }

  async stop(): Promise<void> {
    await this.#browser.close().catch(() => undefined);
    await this.#alone.stop();
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
