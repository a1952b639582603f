import type { ServerLocation } from '../../shared/model/connection.ts';
import { argument } from './profile.ts';

/**
 * `--try-as=Alice --try-server=tcp://127.0.0.1:PORT` signs in to an embedded server that runs on this computer
 * already (`npm run demo`). Null when not asked for, or when the server is not on this computer.
 */
export function trialArguments(): { readonly name: string; readonly server: ServerLocation } | null {
  const name = argument('try-as');
  const match = /^tcp:\/\/127\.0\.0\.1:(\d{1,5})$/.exec(argument('try-server') ?? '');
  const port = Number(match?.[1]);
  if (name === null || !/^[A-Za-z0-9]{1,32}$/.test(name) || !(port >= 1 && port <= 65535)) return null;
  return { name, server: { transport: 'tcp', host: '127.0.0.1', port, path: '/' } };
}
