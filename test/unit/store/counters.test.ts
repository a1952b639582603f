import fc from 'fast-check';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { closeDatabase, openDatabase } from '../../../main/store/database.ts';
import { loadDriver } from '../../../main/store/driver.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { createOperations } from '../../../main/store/operations.ts';
import { SearchIndex } from '../../../main/store/search/search-index.ts';
import { bob, newMessageId, sampleAccount, temporaryFolder, alice } from '../../support/store.ts';

it('what triggers keep of a conversation is what counting its messages gives', () => {
  const database = openDatabase(loadDriver(), {
    path: join(temporaryFolder(), 'messages.db'),
    key: hexKey(generateDatabaseKey()),
  });
  onTestFinished(() => {
    closeDatabase(database);
  });
  const operations = createOperations(database, new SearchIndex(database));
  const run = (method: string, ...args: readonly unknown[]): unknown => operations.get(method)?.(args);
  const account = sampleAccount();
  run('saveAccount', account);
  const { id } = run('ensureConversation', account.id, bob, 1) as { readonly id: string };
  const kept = database.prepare<[], { readonly newest: number | null; readonly unread: number }>(
    'SELECT last_sequence AS newest, unread FROM conversations',
  );
  const counted = database.prepare<[], { readonly newest: number | null; readonly unread: number }>(`
    SELECT max(sequence) AS newest,
      coalesce(sum(direction = 'incoming' AND sequence > (SELECT read_up_to FROM conversations)), 0) AS unread
    FROM messages`);
  const drop = database.prepare<[number]>(
    'DELETE FROM messages WHERE sequence = (SELECT sequence FROM messages ORDER BY sequence LIMIT 1 OFFSET ?)',
  );
  const message = { conversationId: id, text: 'x', at: 1 };
  const step = fc.oneof(
    fc.constant(() =>
      run('insertIncoming', {
        ...message,
        id: newMessageId(),
        sender: { address: bob, displayName: null },
        remoteId: null,
        displayRequested: false,
      }),
    ),
    fc.constant(() =>
      run('insertOutgoing', {
        ...message,
        id: newMessageId(),
        sender: { address: alice, displayName: null },
      }),
    ),
    fc.nat(20).map((place) => () => drop.run(place)),
    fc.nat(30).map((back) => () => run('markRead', id, Math.max(0, (kept.get()?.newest ?? 0) - back), null)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      for (const act of steps) act();
      expect(kept.get()).toEqual(counted.get());
    }),
    { numRuns: 50 },
  );
});
