import { openSecrets } from './shell/secrets.ts';
import type { StoreProcesses } from './shell/store-process.ts';
import { keyAtHand } from './store/database-key.ts';
import { hexKey } from './store/key.ts';
import { storePlace } from './store/place.ts';
import type { Secrets } from './store/secrets.ts';

/** Has the store's process, if there is one already, open the profile's database, if there is one. Electron is ready. */
export async function openStoreAhead(profile: string, stores: StoreProcesses): Promise<Secrets> {
  const secrets = await openSecrets();
  const place = storePlace(profile);
  const key = await keyAtHand(secrets, place);
  if (key !== null) stores.openAhead({ path: place.database, key: hexKey(key) });
  return secrets;
}
