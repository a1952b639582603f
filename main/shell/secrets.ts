import { safeStorage } from 'electron';
import type { Secrets } from '../store/secrets.ts';

/** The calls that Electron 45 deprecates and older runtimes have alone. */
interface SynchronousStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(wrapped: Buffer): string;
}
const synchronousStorage: SynchronousStorage = safeStorage;

/**
 * The system's secret store: Keychain, DPAPI, or on Linux libsecret or KWallet. Linux without one gives
 * `basic_text`, a fixed password: then `kind` is `weak` and the user is told. Call when Electron is ready.
 */
export async function openSecrets(): Promise<Secrets> {
  const weak = process.platform === 'linux' && !hasLinuxKeyring();
  if (weak) safeStorage.setUsePlainTextEncryption(true);
  // Electron 45 has the asynchronous calls and will drop the others; the development runtime has only the others.
  const asynchronous =
    !weak &&
    typeof (safeStorage as Partial<typeof safeStorage>).encryptStringAsync === 'function' &&
    (await safeStorage.isAsyncEncryptionAvailable());
  return {
    kind: weak ? 'weak' : 'system',
    async wrap(text) {
      const wrapped = asynchronous
        ? await safeStorage.encryptStringAsync(text)
        : synchronousStorage.encryptString(text);
      return wrapped.toString('base64');
    },
    async unwrap(wrapped) {
      const bytes = Buffer.from(wrapped, 'base64');
      return asynchronous
        ? (await safeStorage.decryptStringAsync(bytes)).result
        : synchronousStorage.decryptString(bytes);
    },
  };
}

function hasLinuxKeyring(): boolean {
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown' && synchronousStorage.isEncryptionAvailable();
}
