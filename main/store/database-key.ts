import { existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { backupsOf } from './care/backup-files.ts';
import { StoreError } from './interface.ts';
import { databaseKeyLength, generateDatabaseKey } from './key.ts';
import type { StorePlace } from './place.ts';
import type { Secrets } from './secrets.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

const KeyFile = v.object({
  version: v.literal(1),
  wrapped: v.string(),
  /** What wrapped it; left out by those who did not ask. */
  kind: v.optional(v.picklist(['system', 'weak'])),
});

/** A copy lies beside the backups, which are of no use without it. */
const spareOf = ({ backups, key }: StorePlace): string => join(backups, basename(key));

/**
 * The key of the database: unwrapped by the system's secret store, or made for a new database. Messages whose key is
 * gone never get a new one: that would be their end. Throws StoreError: wrong-key, no-access, full.
 */
export async function databaseKey(secrets: Secrets, place: StorePlace): Promise<Uint8Array> {
  const own = readSmallFile(place.key, KeyFile);
  const known = own ?? readSmallFile(spareOf(place), KeyFile);
  if (known === null) {
    if (existsSync(place.key) || existsSync(place.database) || backupsOf(place.database).length > 0) {
      throw new StoreError(
        'wrong-key',
        `The key file ${place.key} is missing or damaged, and there is no copy of it.`,
      );
    }
    const key = generateDatabaseKey();
    await keepDatabaseKey(secrets, place, key);
    return key;
  }
  const key = await unwrap(secrets, known.wrapped);
  // One that was guarded by nothing is wrapped anew when there is a secret store at last.
  const wrapAnew = known.kind === 'weak' && secrets.kind === 'system';
  if (own === null || wrapAnew) await keepDatabaseKey(secrets, place, key);
  return key;
}

/**
 * The key of a database that is there, where nothing has to be made or mended for it; null else: `databaseKey` sees to
 * that, and says what is wrong.
 */
export async function keyAtHand(secrets: Secrets, place: StorePlace): Promise<Uint8Array | null> {
  try {
    const known = readSmallFile(place.key, KeyFile);
    return known === null || !existsSync(place.database) ? null : await unwrap(secrets, known.wrapped);
  } catch {
    return null;
  }
}

async function unwrap(secrets: Secrets, wrapped: string): Promise<Uint8Array> {
  try {
    const key = Buffer.from(await secrets.unwrap(wrapped), 'base64');
    if (key.length !== databaseKeyLength) throw new Error(`The key has ${String(key.length)} bytes`);
    return new Uint8Array(key);
  } catch (error) {
    throw new StoreError(
      'wrong-key',
      'The secret store of this computer does not open the key of your messages. Was the keyring reset, or the desktop changed?',
      { cause: error },
    );
  }
}

/** Wraps the key with the secret store that there is now. Throws StoreError: full, no-access. */
export async function keepDatabaseKey(secrets: Secrets, place: StorePlace, key: Uint8Array): Promise<void> {
  const content: v.InferOutput<typeof KeyFile> = {
    version: 1,
    wrapped: await secrets.wrap(Buffer.from(key).toString('base64')),
    kind: secrets.kind,
  };
  writeSmallFile(place.key, content);
}

/** Puts a key file that opens nothing any more beside, for the day on which its secret store is back. */
export function setKeyFileAside(place: StorePlace, at: number): void {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  if (existsSync(place.key)) renameSync(place.key, join(place.folder, `key-${time}Z.json`));
}
