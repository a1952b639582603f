import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { giveToElectron } from '../../../build/electron-user.ts';
import { closeDatabase, openDatabase } from '../../../main/store/database.ts';
import { loadDriver } from '../../../main/store/driver.ts';
import { createOperations } from '../../../main/store/operations.ts';
import { SearchIndex } from '../../../main/store/search/search-index.ts';
import { SipAddress } from '../../../shared/model/address.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { Parley } from '../../support/parley.ts';
import { madeAccount, madeHistory, madeKey } from '../made-history.ts';
import { seeded } from '../measure.ts';

/** The call that every Electron has; the newest deprecate it. */
interface OldStorage {
  encryptString(text: string): Buffer;
}

/** Who is signed in to the made profile. */
export const me = v.parse(SipAddress, 'sip:me@localhost');

/** Messages in the largest conversation, nearly, and the conversations in all. */
export const largest = 100_000;
const messages = largest + 10_000;
export const conversations = 200;

/**
 * A profile of somebody who has used Parley for long, signed in to the server at that port of 127.0.0.1: the application
 * makes it, and then the made history takes the place of its database. Its key is wrapped by the secret store that the
 * application has. The caller removes it.
 */
export async function madeProfile(display: string, port: number): Promise<string> {
  const history = madeHistory(messages, conversations, largest / messages);
  const parley = await Parley.start(display);
  await parley.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  const wrapped = await parley.inMain(
    ({ safeStorage }: { readonly safeStorage: OldStorage }, key) =>
      safeStorage.encryptString(key).toString('base64'),
    Buffer.from(madeKey, 'hex').toString('base64'),
  );
  await parley.quit();
  const { profile } = parley;
  const database = join(profile, 'messages.db');
  copyFileSync(history.path, database);
  writeFileSync(join(profile, 'key.json'), JSON.stringify({ version: 1, wrapped }));
  signInTo(database, port, history.largest);
  for (const file of ['messages.db', 'key.json']) await giveToElectron(join(profile, file));
  return profile;
}

function signInTo(path: string, port: number, open: ConversationId): void {
  const database = openDatabase(loadDriver(), { path, key: madeKey });
  const operations = createOperations(database, new SearchIndex(database, seeded(1)));
  operations.get('saveAccount')?.([
    {
      id: madeAccount,
      address: me,
      displayName: 'Me',
      server: { transport: 'tcp', host: '127.0.0.1', port, path: '/' },
      kind: 'server',
      imDialogs: false,
      wrappedPassword: null,
      active: true,
      instanceId: `urn:uuid:${madeAccount}`,
    },
  ]);
  operations.get('setLastOpen')?.([madeAccount, open]);
  closeDatabase(database);
}
