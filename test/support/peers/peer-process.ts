import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** A program under test's control that tells on stdout what happens to it. */
export interface PeerProcessOptions<E> {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The Debian package to name when the command is missing. */
  readonly debianPackage: string;
  /** Reads what is complete of the output; returns the events and the rest that is not. */
  readonly parse: (output: string) => { readonly events: readonly E[]; readonly rest: string };
}

interface Waiter<E> {
  readonly matches: (event: E) => boolean;
  readonly resolve: (event: E) => void;
}

const defaultPatience = 20_000;
const keptDiagnostics = 4000;

export class PeerProcess<E> {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #name: string;
  readonly #exited: Promise<void>;
  /** Everything that has happened, in order. */
  readonly events: E[] = [];
  #untaken: E[] = [];
  #waiters: Waiter<E>[] = [];
  #diagnostics = '';

  private constructor(child: ChildProcessWithoutNullStreams, options: PeerProcessOptions<E>) {
    this.#child = child;
    this.#name = options.command;
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      const { events, rest } = options.parse(output + chunk);
      output = rest;
      for (const event of events) this.#happened(event);
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
      child.once('error', (error) => {
        reject(
          new Error(
            `${options.command} cannot be started: install the Debian package ${options.debianPackage}`,
            {
              cause: error,
            },
          ),
        );
      });
    });
    return peer;
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** The first event that matches and that no other call has taken yet; waits for it if it has not happened. */
  waitFor<T extends E>(what: string, matches: (event: E) => event is T, patience?: number): Promise<T>;
  waitFor(what: string, matches: (event: E) => boolean, patience?: number): Promise<E>;
  async waitFor(what: string, matches: (event: E) => boolean, patience = defaultPatience): Promise<E> {
    const index = this.#untaken.findIndex(matches);
    if (index >= 0) {
      const [event] = this.#untaken.splice(index, 1);
      if (event !== undefined) return event;
    }
    return new Promise((resolve, reject) => {
      const waiter = {
        matches,
        resolve: (event: E) => {
          clearTimeout(timer);
          resolve(event);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(
          new Error(
            `${this.#name}: ${what} did not happen within ${String(patience)} ms. What happened: ` +
              `${JSON.stringify(this.events)}. Its last words: ${this.#diagnostics}`,
          ),
        );
      }, patience);
      this.#waiters.push(waiter);
    });
  }

  /** Asks it to end with `lastWords`, then ends it. */
  async stop(lastWords: string): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.write(lastWords);
      const impatience = setTimeout(() => this.#child.kill('SIGKILL'), 3000);
      await this.#exited;
      clearTimeout(impatience);
    }
  }

  #happened(event: E): void {
    this.events.push(event);
    const waiter = this.#waiters.find(({ matches }) => matches(event));
    if (waiter === undefined) this.#untaken.push(event);
    else {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.resolve(event);
    }
  }
}
