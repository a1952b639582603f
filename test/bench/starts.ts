import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { keepDatabaseKey } from '../../main/store/database-key.ts';
import { closeDatabase, openDatabase } from '../../main/store/database.ts';
import { loadDriver } from '../../main/store/driver.ts';
import { createOperations } from '../../main/store/operations.ts';
import { storePlace } from '../../main/store/place.ts';
import { SearchIndex } from '../../main/store/search/search-index.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { madeAccount, madeAccountRow, madeKey } from './made-history.ts';
import { plainSecrets } from './plain-secrets.ts';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('store-start.ts', import.meta.url));
const Start = v.object({ took: v.number(), conversations: v.number() });

/** Makes the folder a profile whose database opens with the made key; `lastOpen` is the conversation that was open last. */
export async function makeProfile(folder: string, lastOpen: ConversationId | null): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const place = storePlace(folder);
  await keepDatabaseKey(plainSecrets, place, Buffer.from(madeKey, 'hex'));
  const database = openDatabase(loadDriver(), { path: place.database, key: madeKey });
  const operations = createOperations(database, new SearchIndex(database));
  operations.get('saveAccount')?.([madeAccountRow]);
  operations.get('setLastOpen')?.([madeAccount, lastOpen]);
  closeDatabase(database);
}

/** How long a start on each profile took, in milliseconds, in turns; the first of each is not counted. */
export async function startDurations(
  folders: readonly string[],
  times: number,
): Promise<readonly (readonly number[])[]> {
  const taken = folders.map((): number[] => []);
  for (let round = 0; round <= times; round += 1) {
    for (const [index, folder] of folders.entries()) {
      const { stdout } = await run(process.execPath, [entry, folder], { cwd: join(folder, '..') });
      const { took } = v.parse(Start, JSON.parse(stdout));
      if (round > 0) taken[index]?.push(took);
    }
  }
  return taken;
}
