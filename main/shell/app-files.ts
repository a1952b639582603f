import { existsSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { parseUrl } from './url.ts';

export const appScheme = 'app';
export const appHost = 'parley';

/** The file inside `root` that a URL names, or null when there is none or the path leads out of it. */
export function fileOf(root: string, url: string): string | null {
  const parsed = parseUrl(url);
  if (parsed?.host !== appHost || parsed.protocol !== `${appScheme}:`) return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  if (!file.startsWith(root + sep)) return null;
  return existsSync(file) && statSync(file).isFile() ? file : null;
}
