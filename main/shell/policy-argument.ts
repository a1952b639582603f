import { app } from 'electron';
import { resolve } from 'node:path';
import { argument } from './profile.ts';

/** `--policy=<file>` stands in for the computer's policy while developing. Whoever runs a packed Parley cannot choose it. */
export function policyArgument(): string | null {
  const file = app.isPackaged ? null : argument('policy');
  return file === null ? null : resolve(file);
}
