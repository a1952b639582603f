import axe, { type AxeResults } from 'axe-core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { electronCommand, makeProfileFolder } from '../../build/electron-runtime.ts';

const artefacts = join(import.meta.dirname, '..', '..', 'test-results', 'journey');

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly transport: 'TCP' | 'WebSocket';
}

/** Parley as a person has it in front of them: the real application in real Electron. */
export class Parley {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** Runs a function in the main process; it may run twice, so what it does must bear that. */
  readonly inMain: ElectronApplication['evaluate'];

  private constructor(app: ElectronApplication, page: Page, profile: string) {
    this.app = app;
    this.page = page;
    this.profile = profile;
    this.inMain = (async (...args: Parameters<ElectronApplication['evaluate']>) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await app.evaluate<unknown>(...args);
        } catch (error) {
          // V8 may collect the promise of the answer before Electron comes to its microtasks: the answer is lost.
          if (attempt === 3 || !String(error).includes('promise was garbage collected')) throw error;
        }
      }
    }) as ElectronApplication['evaluate'];
  }

  /** Starts Parley on a display, with a new profile or with that of an earlier start. */
  static async start(
    display: string,
    options: { profile?: string; args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
  ): Promise<Parley> {
    const profile = options.profile ?? (await makeProfileFolder());
    const command = await electronCommand();
    const app = await _electron.launch({
      executablePath: command.executablePath,
      args: [...command.args, `--profile=${profile}`, '--disable-gpu', ...(options.args ?? [])],
      cwd: command.cwd,
      env: { ...command.env, DISPLAY: display, ...options.env },
      chromiumSandbox: command.chromiumSandbox,
    });
    const page = await app.firstWindow();
    return new Parley(app, page, profile);
  }

  /** Starts a second one with the same profile, which should end by itself; resolves with its exit code. */
  async startAgain(display: string, args: readonly string[] = []): Promise<unknown> {
    const command = await electronCommand();
    // Not by Playwright: it counts on the application to stay.
    const second = spawn(
      command.executablePath,
      [...command.args, `--profile=${this.profile}`, '--disable-gpu', ...args],
      {
        cwd: command.cwd,
        env: { ...command.env, DISPLAY: display },
        stdio: 'ignore',
      },
    );
    const [code] = (await once(second, 'exit')) as unknown[];
    return code;
  }

  /** Closes the window by its button, which may leave Parley running; Playwright's own close ends it. */
  async closeWindow(): Promise<void> {
    await this.inMain(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
  }

  async isWindowShown(): Promise<boolean> {
    return this.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
  }

  /** Resolves with its exit code when it has ended; null, when a signal ended it. */
  async ended(): Promise<number | null> {
    const process = this.app.process();
    return new Promise((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) resolve(process.exitCode);
      else process.once('exit', resolve);
    });
  }

  /** Closes it as a user does. The profile stays. */
  async quit(): Promise<void> {
    const ended = this.ended();
    await this.app.close();
    await ended;
  }

  /** Ends it and removes its profile. */
  async discard(): Promise<void> {
    await this.quit();
    await rm(this.profile, { recursive: true, force: true });
  }

  async signIn(address: string, password: string, server: Server): Promise<void> {
    await this.fillSignIn(address, password, server);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async fillSignIn(address: string, password: string, server: Server): Promise<void> {
    const { page } = this;
    await page.getByLabel('Address', { exact: true }).fill(address);
    await page.getByLabel('Password', { exact: true }).fill(password);
    if (!(await page.getByLabel('Server', { exact: true }).isVisible())) {
      await page.getByText('Advanced', { exact: true }).click();
    }
    await page.getByLabel('Server', { exact: true }).fill(`${server.host}:${String(server.port)}`);
    await page.getByLabel('Transport', { exact: true }).selectOption({ label: server.transport });
  }

  /** "Try it on this computer": a server of its own, and the conversation with Echo. */
  async tryLocally(): Promise<void> {
    await this.page.getByRole('button', { name: 'Try it on this computer' }).click();
    await this.composer.waitFor();
  }

  async startConversation(address: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New conversation' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(address);
    await this.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await this.composer.waitFor();
  }

  get conversations(): Locator {
    return this.page.getByRole('list', { name: 'Conversations' });
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  get status(): Locator {
    return this.page.getByRole('status').filter({ hasText: /Connect|connect|Trial|Not |No / });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The one message with this text; fails when it is shown more than once. */
  message(text: string): Locator {
    return this.log.locator('[data-message-id]').filter({ hasText: text });
  }

  async expectReceipt(text: string, words: string | RegExp, timeout = 20_000): Promise<void> {
    await this.message(text).getByText(words).or(this.message(text).getByLabel(words)).first().waitFor({
      state: 'attached',
      timeout,
    });
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(artefacts, { recursive: true });
    await this.page.screenshot({ path: join(artefacts, `${name}.png`) });
  }

  /** axe finds nothing to complain of, in the light and in the dark theme. */
  async expectAccessible(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await this.page.evaluate(axe.source);
      const results = await this.page.evaluate(async () =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      const complaints = results.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((each) => `${each.html} ${each.failureSummary ?? ''}`).join(' | ')}`,
      );
      expect(complaints, colorScheme).toEqual([]);
    }
    await this.page.emulateMedia({ colorScheme: null, reducedMotion: null });
  }
}
