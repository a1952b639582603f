import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { StoreError } from './interface.ts';
import { databaseKeyLength, generateDatabaseKey } from './key.ts';
import type { Secrets } from './secrets.ts';

const KeyFile = v.object({ version: v.literal(1), wrapped: v.string() });

/**
 * Reads the key of the database from `keyFile`, wrapped by the system's secret store, or makes one for a new database.
 * A database whose key is gone is never given a new one: that would be the end of its messages.
 */
export async function databaseKey(
  secrets: Secrets,
  keyFile: string,
  databaseFile: string,
): Promise<Uint8Array> {
  if (!existsSync(keyFile)) {
    if (existsSync(databaseFile)) {
      throw new StoreError('wrong-key', `The key file ${keyFile} is missing. Put it back from a backup.`);
    }
    const key = Buffer.from(generateDatabaseKey());
    const content: v.InferOutput<typeof KeyFile> = {
      version: 1,
      wrapped: await secrets.wrap(key.toString('base64')),
    };
    writeFileSync(`${keyFile}.new`, JSON.stringify(content), { mode: 0o600, flush: true });
    renameSync(`${keyFile}.new`, keyFile);
    return key;
  }
  try {
    const { wrapped } = v.parse(KeyFile, JSON.parse(readFileSync(keyFile, 'utf8')));
    const key = Buffer.from(await secrets.unwrap(wrapped), 'base64');
    if (key.length !== databaseKeyLength) throw new Error(`The key has ${String(key.length)} bytes`);
    return key;
  } catch (error) {
    throw new StoreError(
      'wrong-key',
      'The secret store of this computer does not open the key of your messages. Was the keyring reset, or the desktop changed?',
      { cause: error },
    );
  }
}
