import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { destination, pino, stdSerializers } from 'pino';
import type { Log } from './log.ts';

const largestFile = 5 * 1024 * 1024;

/**
 * A log of JSON lines in `folder`/parley.log; one older file is kept. Fields named like secrets or message texts are
 * replaced, whoever logs them.
 */
export function openFileLog(folder: string): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'parley.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestFile) renameSync(path, `${path}.1`);
  return pino(
    {
      base: null,
      level: 'info',
      redact: {
        paths: [
          'password',
          'text',
          'body',
          'key',
          'authorization',
          '*.password',
          '*.text',
          '*.body',
          '*.key',
        ],
        censor: '[hidden]',
      },
      serializers: { error: stdSerializers.err },
    },
    destination({ dest: path, sync: true, mode: 0o600 }),
  );
}
