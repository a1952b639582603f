import { openSecrets } from './shell/secrets.ts';
import { storeProcesses } from './shell/store-process.ts';
import type { Log } from './log/log.ts';
import { keyAtHand } from './store/database-key.ts';
import { hexKey } from './store/key.ts';
import { storePlace } from './store/place.ts';
import type { StoreProcess } from './store/process.ts';
import type { Secrets } from './store/secrets.ts';

/** Starts the store's process and has it open the profile's database, if there is one. Electron is ready. */
export async function startStoreAhead(
  profile: string,
  host: string,
  log: Log,
): Promise<{ readonly startStore: () => StoreProcess; readonly secrets: Secrets }> {
  const stores = storeProcesses(host, log);
  const secrets = await openSecrets();
  const place = storePlace(profile);
  const key = await keyAtHand(secrets, place);
  if (key !== null) stores.openAhead({ path: place.database, key: hexKey(key) });
  return { startStore: stores.start, secrets };
}
