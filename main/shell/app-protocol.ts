import { protocol } from 'electron';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import * as v from 'valibot';
import type { Clock } from '../../shared/model/clock.ts';
import { appHost, appScheme, fileOf } from './app-files.ts';

export const appOrigin = `${appScheme}://${appHost}/`;

/** What the build found in a page (build/bundle.ts): sources of a policy that allow it, and nothing else, to stand there. */
const PageHashes = v.object({ script: v.array(v.string()), style: v.array(v.string()) });

/** Nothing may stand within a page but the style and the script that its own file has. */
function contentSecurityPolicy(file: string): string {
  const { script, style } =
    extname(file) === '.html'
      ? v.parse(PageHashes, JSON.parse(readFileSync(`${file}.hashes.json`, 'utf8')))
      : { script: [], style: [] };
  return [
    "default-src 'none'",
    ["script-src 'self'", ...script].join(' '),
    ["style-src 'self'", ...style].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Of the kinds of file that the build makes. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** The part of `protocol` that has files read off the main thread; the types of Electron 45 deprecate it. */
interface FileServing {
  registerFileProtocol(
    scheme: string,
    answer: (
      request: { readonly method: string; readonly url: string },
      reply: (
        response:
          { readonly path: string; readonly headers: Record<string, string> } | { readonly error: number },
      ) => void,
    ) => void,
  ): boolean;
}

/** net::ERR_FILE_NOT_FOUND */
const notFound = -6;

/** The page asks for its scripts at once: a moment after the first, milliseconds, they are all on their way. */
const allScripts = 10;

/**
 * Serves the renderer's files, and nothing else, under `app://parley/`; resolves when the page has asked for its
 * scripts, so that what holds up this process need not hold up the page. Not by `protocol.handle`: that answers with
 * Node's fetch, which takes longer to load than the whole page, and reads the files where the application starts.
 */
export function serveApp(root: string, clock: Clock): Promise<void> {
  const serving: FileServing = protocol;
  return new Promise((resolve) => {
    let asked = false;
    serving.registerFileProtocol(appScheme, ({ method, url }, reply) => {
      const file = method === 'GET' ? fileOf(root, url) : null;
      if (file === null) {
        reply({ error: notFound });
        return;
      }
      reply({
        path: file,
        headers: {
          'Content-Type': types[extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': contentSecurityPolicy(file),
          'X-Content-Type-Options': 'nosniff',
        },
      });
      if (asked || extname(file) !== '.js') return;
      asked = true;
      clock.after(allScripts, resolve);
    });
  });
}
