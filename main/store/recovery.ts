import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { databaseKeyLength } from './key.ts';
import type { StorePlace } from './place.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

/** AES-256-GCM (NIST SP 800-38D): its nonce and its tag, in bytes. */
const cipher = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;
/** The wrapped key belongs to this use alone. */
const purpose = Buffer.from('parley recovery key 1');
/** scrypt (RFC 7914): 32 MB. The recovery key is random, so this is no more than a second lock. */
const cost = { N: 2 ** 15, r: 8, p: 1 } as const;
const saltLength = 16;

const base64 = v.pipe(v.string(), v.base64());
const RecoveryFile = v.object({
  version: v.literal(1),
  kdf: v.object({
    name: v.literal('scrypt'),
    // Bounds: a file that somebody changed must not take the computer's memory.
    N: v.pipe(v.number(), v.picklist([2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17])),
    r: v.literal(8),
    p: v.literal(1),
    salt: base64,
  }),
  cipher: v.literal(cipher),
  nonce: base64,
  /** The key with the tag behind it. */
  wrapped: base64,
});
export type RecoveryFile = v.InferOutput<typeof RecoveryFile>;

const derive = (
  secret: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

/** Wraps the database's key with a recovery key's secret. */
export async function wrapForRecovery(key: Uint8Array, secret: Uint8Array): Promise<RecoveryFile> {
  const salt = randomBytes(saltLength);
  const nonce = randomBytes(nonceLength);
  const encryption = createCipheriv(cipher, await derive(secret, salt, cost), nonce, {
    authTagLength: tagLength,
  });
  encryption.setAAD(purpose);
  const wrapped = Buffer.concat([encryption.update(key), encryption.final(), encryption.getAuthTag()]);
  return {
    version: 1,
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher,
    nonce: nonce.toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}

/** Null: it is another recovery key, or the file was changed. */
export async function unwrapByRecovery(file: RecoveryFile, secret: Uint8Array): Promise<Uint8Array | null> {
  const wrapped = Buffer.from(file.wrapped, 'base64');
  const nonce = Buffer.from(file.nonce, 'base64');
  if (wrapped.length !== databaseKeyLength + tagLength || nonce.length !== nonceLength) return null;
  const derived = await derive(secret, Buffer.from(file.kdf.salt, 'base64'), file.kdf);
  const decryption = createDecipheriv(cipher, derived, nonce, { authTagLength: tagLength });
  decryption.setAAD(purpose);
  decryption.setAuthTag(wrapped.subarray(databaseKeyLength));
  try {
    const key = Buffer.concat([
      decryption.update(wrapped.subarray(0, databaseKeyLength)),
      decryption.final(),
    ]);
    return new Uint8Array(key);
  } catch {
    return null;
  }
}

export const readRecoveryFile = (place: StorePlace): RecoveryFile | null =>
  readSmallFile(place.recovery, RecoveryFile);

export const writeRecoveryFile = (place: StorePlace, file: RecoveryFile): void => {
  writeSmallFile(place.recovery, file);
};
