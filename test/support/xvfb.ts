import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Display {
  /** For DISPLAY, for instance `:99`. */
  readonly display: string;
  stop(): Promise<void>;
}

/** Starts an X server without a screen on a display number that the server finds free itself. */
export async function startDisplay(size = '1280x900x24'): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-ac', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  let complaint = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const exited = once(server, 'exit');
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`Xvfb could not be started (Debian's package xvfb has it): ${error.message}`));
    });
    server.once('exit', () => {
      reject(new Error(`Xvfb ended before it had a display: ${complaint}`));
    });
    let text = '';
    (server.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) resolve(text.trim());
    });
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM');
    await exited;
  };
  return { display: `:${number}`, stop };
}
