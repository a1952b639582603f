import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log/log.ts';

/** `/de-de-3-0.bdic`: Chromium asks for a language by a file name with the version that it knows. */
const asked = /^\/([a-z0-9-]+?)-\d+-\d+\.bdic$/;

/**
 * Hands dictionaries to the checker, which takes them from a URL only. It listens on this computer alone, for as long
 * as something is being asked for.
 */
export class DictionaryServer {
  readonly #find: (tag: string) => Promise<Uint8Array | null>;
  readonly #log: Log;
  #server: Server | null = null;

  /** @param find the dictionary for a tag in lower case; null: there is none */
  constructor(find: (tag: string) => Promise<Uint8Array | null>, log: Log) {
    this.#find = find;
    this.#log = log;
  }

  /** Resolves with the URL that file names are appended to. */
  async open(): Promise<string> {
    // Most starts ask for no dictionary, and need not load this.
    const { createServer } = await import('node:http');
    const server = this.#server ?? createServer();
    if (this.#server === null) {
      this.#server = server;
      server.on('request', (request, response) => {
        const tag = asked.exec(request.url ?? '')?.[1];
        const found = request.method === 'GET' && tag !== undefined ? this.#find(tag) : Promise.resolve(null);
        found.then(
          (bdic) => {
            if (bdic === null) response.writeHead(404).end();
            else response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(bdic);
          },
          (error: unknown) => {
            this.#log.warn({ error, tag }, 'A dictionary could not be used');
            response.writeHead(500).end();
          },
        );
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', resolve);
      });
    }
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeIdleConnections();
    this.#server = null;
  }
}
