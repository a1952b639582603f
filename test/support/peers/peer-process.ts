import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLog } from './event-log.ts';

export interface PeerProcessOptions<E> {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The Debian package to name when the command is missing. */
  readonly debianPackage: string;
  /** Reads what is complete of the output; returns the events and the rest that is not. */
  readonly parse: (output: string) => { readonly events: readonly E[]; readonly rest: string };
}

const endingPatience = 3000;
const keptDiagnostics = 4000;

/** A program under a test's control that tells on stdout what happens to it. */
export class PeerProcess<E> {
  readonly log: EventLog<E>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<void>;
  #diagnostics = '';

  private constructor(child: ChildProcessWithoutNullStreams, options: PeerProcessOptions<E>) {
    this.#child = child;
    this.log = new EventLog(options.command, () => `Its last words: ${this.#diagnostics}`);
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      const { events, rest } = options.parse(output + chunk);
      output = rest;
      for (const event of events) this.log.add(event);
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk: string) => {
      this.#diagnostics = (this.#diagnostics + chunk).slice(-keptDiagnostics);
    });
    // Writing to a program that has just ended is no error of the test's.
    child.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
  }

  static async start<E>(options: PeerProcessOptions<E>): Promise<PeerProcess<E>> {
    const child = spawn(options.command, options.args, { env: { ...process.env, ...options.env } });
    const peer = new PeerProcess(child, options);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => {
        const message = `${options.command} cannot be started: install the Debian package ${options.debianPackage}`;
        reject(new Error(message, { cause }));
      });
    });
    return peer;
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Asks it to end with `lastWords`, then ends it. */
  async stop(lastWords: string): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.write(lastWords);
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), endingPatience);
    await this.#exited;
    clearTimeout(impatience);
  }
}

/** Hands `use` a new directory, which is removed when `use` fails; else it is the result's to remove. */
export async function inNewDirectory<T>(prefix: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await use(directory);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
