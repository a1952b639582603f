import { spawn } from 'node:child_process';
import { rootFolder } from './paths.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the output goes to the terminal, or is kept (the default). */
  readonly show?: boolean;
}

export interface CommandResult {
  /** The exit code; 128 and more when a signal ended it, 127 when it could not be started. */
  readonly code: number;
  /** Standard output and standard error, as they came. Empty when shown. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a program to its end, without a shell. Never rejects. */
export function command(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? rootFolder,
      env: options.env ?? process.env,
      stdio: options.show === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const all: Buffer[] = [];
    const out: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      all.push(chunk);
      out.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      all.push(chunk);
    });
    child.once('error', (error) => {
      resolve({ code: 127, output: `${program}: ${error.message}\n`, stdout: '' });
    });
    child.once('close', (code) => {
      resolve({
        code: code ?? 128,
        output: Buffer.concat(all).toString(),
        stdout: Buffer.concat(out).toString(),
      });
    });
  });
}

/** As {@link command}, but anything except exit code 0 is an error that carries the output. */
export async function mustRun(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await command(program, args, options);
  if (result.code !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${String(result.code)}\n${result.output.trimEnd()}`,
    );
  }
  return result.stdout;
}
