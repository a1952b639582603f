import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import {
  commands,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '../../../shared/contract/commands.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { TypedEvent, type EventSource } from '../../../shared/model/event.ts';
import { PartyReport, type PartyRequest, type PartySetup } from './party-protocol.ts';
import type { Program } from './program.ts';

/** The party's process ended before it answered. */
export class PartyGone extends Error {
  override readonly name = 'PartyGone';
}

/** A command was answered with a failure. */
export class PartyRefused extends Error {
  override readonly name = 'PartyRefused';
  readonly failure: Failure;

  constructor(command: string, failure: Failure) {
    super(`${command}: ${JSON.stringify(failure)}`);
    this.failure = failure;
  }
}

/** What the profile's folder is for this run: a disk of so many KiB of its own, new and empty, or not to be written. */
export type Disk = { readonly kind: 'small'; readonly size: number } | { readonly kind: 'read-only' };

interface Pending {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One run of a party: its process, what it shows, and what it can be asked. */
export class PartyProcess {
  readonly ended: Promise<{ readonly code: number | null; readonly words: string }>;
  readonly #child: ChildProcess;
  readonly #events = new TypedEvent<AppEvent>();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #alive = true;
  #words = '';

  constructor(program: Program, setup: Omit<PartySetup, 'storeHost'>, disk: Disk | null = null) {
    const whole: PartySetup = { ...setup, storeHost: program.storeHost };
    const child = fork(program.party, [JSON.stringify(whole)], {
      ...(disk === null ? { execArgv: [] } : behind(disk, setup.profile)),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => {
      this.#receive(v.parse(PartyReport, message));
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-4_000);
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (code) => {
        this.#alive = false;
        for (const { command, reject } of this.#pending.values()) reject(new PartyGone(command));
        this.#pending.clear();
        resolve({ code, words: this.#words });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get events(): EventSource<AppEvent> {
    return this.#events;
  }

  async ask<N extends Exclude<CommandName, 'snapshot'>>(
    command: N,
    input: CommandInput<N>,
  ): Promise<CommandOutput<N>> {
    return v.parse(commands[command].output, await this.#request(command, input));
  }

  /** Copies its database. False: it was killed meanwhile, or the copy was. */
  async backUp(): Promise<boolean> {
    return this.#request('backUp', {}).then(
      () => true,
      () => false,
    );
  }

  /** The texts that are being written, as a window would find them at its start. */
  async drafts(): Promise<readonly string[]> {
    return v.parse(v.array(v.string()), await this.#request('drafts', {}));
  }

  /** An orderly quit. Resolves when the process has ended, as it does by itself once it has stopped. */
  async quit(): Promise<void> {
    await this.#request('stop', {}).catch(() => undefined);
    await this.ended;
  }

  /** SIGKILL for the party, and for its store's process first if wanted. */
  async kill(storeToo: boolean): Promise<void> {
    if (storeToo) this.killStore();
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGKILL for the store's process alone. False: there is none at the moment. */
  killStore(): boolean {
    const stores = this.#alive ? childrenOf(this.#child.pid) : [];
    for (const pid of stores) process.kill(pid, 'SIGKILL');
    return stores.length > 0;
  }

  #request(command: string, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#alive || !this.#child.connected) {
        reject(new PartyGone(command));
        return;
      }
      const id = (this.#lastId += 1);
      this.#pending.set(id, { command, resolve, reject });
      const request: PartyRequest = { id, command, input };
      this.#child.send(request, () => undefined); // what cannot be sent is rejected when the process ends
    });
  }

  #receive(report: PartyReport): void {
    if (report.kind === 'event') {
      this.#events.raise(report.event);
      return;
    }
    const pending = this.#pending.get(report.id);
    if (pending === undefined) return;
    this.#pending.delete(report.id);
    if (report.kind === 'answer') pending.resolve(report.value);
    else pending.reject(new PartyRefused(pending.command, report.failure));
  }
}

/** Node in a mount namespace of its own, where the folder is another. unshare and sh become Node, so the pid is its. */
function behind(disk: Disk, folder: string): { readonly execPath: string; readonly execArgv: string[] } {
  const mounting =
    disk.kind === 'small'
      ? `mount -t tmpfs -o size=${String(disk.size)}k tmpfs "$0"`
      : 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"';
  return {
    execPath: '/usr/bin/unshare',
    execArgv: ['-rm', '--', 'sh', '-c', `${mounting} && exec "$@"`, folder, process.execPath],
  };
}

/** By Linux's own list; a process that has just ended has none. */
function childrenOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  try {
    const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
    return text
      .split(' ')
      .filter((each) => each.trim() !== '')
      .map(Number);
  } catch {
    return [];
  }
}
