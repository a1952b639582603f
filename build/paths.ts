import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout, without a slash at its end. */
export const rootFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

export const isRoot = process.getuid?.() === 0;

/**
 * Where downloads and prepared runtimes are kept between runs. Root's own cache folder is closed to the user that runs
 * Electron for root, so root has one that everybody may read.
 */
export function cacheFolder(): string {
  if (isRoot) return '/var/cache/parley';
  const own = process.env['XDG_CACHE_HOME'];
  return join(own !== undefined && own !== '' ? own : join(homedir(), '.cache'), 'parley');
}
