import { protocol } from 'electron';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { appHost, appScheme, fileOf } from './app-files.ts';

export const appOrigin = `${appScheme}://${appHost}/`;

/** The only inline style that may be is that of the page's own file. */
function contentSecurityPolicy(file: string): string {
  const [, style] =
    extname(file) === '.html' ? (/<style>(.*?)<\/style>/s.exec(readFileSync(file, 'utf8')) ?? []) : [];
  const hash = style === undefined ? '' : ` 'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${hash}`,
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

/**
 * Serves the renderer's files, and nothing else, under `app://parley/`. Not by `protocol.handle`: that answers with
 * Node's fetch, which takes longer to load than the whole page, and reads the files where the application starts.
 */
export function serveApp(root: string): void {
  const serving: FileServing = protocol;
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
  });
}
