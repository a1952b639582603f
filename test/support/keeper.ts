import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { silentLog } from '../../main/log/log.ts';
import { StoreKeeper, type StoreKeeperOptions } from '../../main/store/keeper.ts';
import type { Secrets } from '../../main/store/secrets.ts';
import { forkedStoreProcess, realClock } from './store.ts';

/** A secret store of its own: what another one wrapped it does not open. */
export function secretStore(kind: Secrets['kind'] = 'system'): Secrets {
  const key = randomBytes(32);
  return {
    kind,
    wrap: async (text) => {
      const nonce = randomBytes(12);
      const encryption = createCipheriv('aes-256-gcm', key, nonce);
      const parts = [nonce, encryption.update(text, 'utf8'), encryption.final(), encryption.getAuthTag()];
      return Promise.resolve(Buffer.concat(parts).toString('base64'));
    },
    unwrap: async (wrapped) => {
      const bytes = Buffer.from(wrapped, 'base64');
      const decryption = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decryption.setAuthTag(bytes.subarray(-16));
      return Promise.resolve(
        Buffer.concat([decryption.update(bytes.subarray(12, -16)), decryption.final()]).toString('utf8'),
      );
    },
  };
}

/** The keeper of a profile's store, over real processes, closed when the test ends. */
export function openKeeper(folder: string, over: Partial<StoreKeeperOptions> = {}): StoreKeeper {
  const keeper = new StoreKeeper({
    folder,
    secrets: secretStore(),
    startProcess: forkedStoreProcess,
    saveText: async () => Promise.resolve(false),
    clock: realClock,
    log: silentLog,
    ...over,
  });
  onTestFinished(() => keeper.close());
  return keeper;
}
