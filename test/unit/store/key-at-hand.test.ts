import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { databaseKey, keepDatabaseKey, keyAtHand } from '../../../main/store/database-key.ts';
import { generateDatabaseKey } from '../../../main/store/key.ts';
import { storePlace } from '../../../main/store/place.ts';
import { secretStore } from '../../support/keeper.ts';
import { temporaryFolder } from '../../support/store.ts';

it('is the key of a database that is there', async () => {
  const place = storePlace(temporaryFolder());
  const secrets = secretStore();
  const key = generateDatabaseKey();
  await keepDatabaseKey(secrets, place, key);
  // Without a database there is nothing to open: the keeper decides whether one is to be made.
  expect(await keyAtHand(secrets, place)).toBeNull();
  writeFileSync(place.database, '');
  expect(await keyAtHand(secrets, place)).toEqual(key);
  expect(await databaseKey(secrets, place)).toEqual(key);
});

it('is none, and nothing is made, where there is no key file or the secret store does not open it', async () => {
  const place = storePlace(temporaryFolder());
  writeFileSync(place.database, '');
  expect(await keyAtHand(secretStore(), place)).toBeNull();
  expect(existsSync(place.key)).toBe(false);
  await keepDatabaseKey(secretStore(), place, generateDatabaseKey());
  const broken = { ...secretStore(), unwrap: () => Promise.reject(new Error('The keyring was reset')) };
  expect(await keyAtHand(broken, place)).toBeNull();
});
