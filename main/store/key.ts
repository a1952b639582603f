import * as v from 'valibot';

/** The database key's length in bytes (AES-256). */
export const databaseKeyLength = 32;

/** A new random database key. Its owner wraps it with the system's secret store before it goes to disk. */
export const generateDatabaseKey = (): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(databaseKeyLength));

const DatabaseKey = v.pipe(v.instance(Uint8Array), v.length(databaseKeyLength));

/** The key as it goes to the store's process: text needs no agreement on how two runtimes serialise bytes. */
export const HexKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'Not a key of 64 hexadecimal digits'));

export const hexKey = (key: Uint8Array): string => Buffer.from(v.parse(DatabaseKey, key)).toString('hex');
