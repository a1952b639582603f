import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Compiles a library of this folder that is preloaded into a peer; the source says what for. Returns its path. */
export async function buildShim(directory: string, name: 'saxfix' | 'linphone-typing'): Promise<string> {
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const library = join(directory, `${name}.so`);
  try {
    await promisify(execFile)('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  } catch (error) {
    throw new Error(`${name}.c cannot be compiled: install the Debian packages gcc and libc6-dev`, {
      cause: error,
    });
  }
  return library;
}
