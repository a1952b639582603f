import type { Account } from '../../../shared/model/account.ts';
import type { SipAddress } from '../../../shared/model/address.ts';
import type { AccountId, ConversationId } from '../../../shared/model/ids.ts';
import type { SqliteDatabase } from '../driver.ts';
import type { Args, Value } from '../protocol.ts';

interface AccountRow {
  readonly id: AccountId;
  readonly address: SipAddress;
  readonly displayName: string | null;
  readonly transport: Account['server']['transport'];
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly kind: Account['kind'];
  readonly wrappedPassword: string | null;
  readonly active: number;
  readonly imDialogs: number;
  readonly instanceId: string;
}

export interface AccountQueries {
  readonly accounts: () => Value<'accounts'>;
  readonly saveAccount: (args: Args<'saveAccount'>) => null;
  readonly lastOpen: (args: Args<'lastOpen'>) => Value<'lastOpen'>;
  readonly setLastOpen: (args: Args<'setLastOpen'>) => null;
}

export function accountQueries(database: SqliteDatabase): AccountQueries {
  const all = database.prepare<[], AccountRow>(`
    SELECT id, address, display_name AS displayName, transport, host, port, path, kind,
      wrapped_password AS wrappedPassword, active, im_dialogs AS imDialogs, instance_id AS instanceId
    FROM accounts ORDER BY key`);
  const deactivate = database.prepare<[AccountId]>(
    'UPDATE accounts SET active = 0 WHERE active = 1 AND id <> ?',
  );
  const save = database.prepare<[AccountRow]>(`
    INSERT INTO accounts (id, address, display_name, transport, host, port, path, kind, wrapped_password, active,
      im_dialogs, instance_id)
    VALUES (@id, @address, @displayName, @transport, @host, @port, @path, @kind, @wrappedPassword, @active,
      @imDialogs, @instanceId)
    ON CONFLICT (id) DO UPDATE SET address = excluded.address, display_name = excluded.display_name,
      transport = excluded.transport, host = excluded.host, port = excluded.port, path = excluded.path,
      kind = excluded.kind, wrapped_password = excluded.wrapped_password, active = excluded.active,
      im_dialogs = excluded.im_dialogs, instance_id = excluded.instance_id`);

  const lastOpen = database.prepare<[AccountId], ConversationId>(`
    SELECT c.id FROM accounts a JOIN conversations c ON c.id = a.last_open AND c.account = a.key WHERE a.id = ?`);
  const setLastOpen = database.prepare<[ConversationId | null, AccountId]>(
    'UPDATE accounts SET last_open = ? WHERE id = ?',
  );

  return {
    accounts: () =>
      all.all().map(({ transport, host, port, path, active, imDialogs, ...row }) => ({
        ...row,
        server: { transport, host, port, path },
        active: active === 1,
        imDialogs: imDialogs === 1,
      })),
    saveAccount: ([{ server, active, imDialogs, ...account }]) => {
      if (active) deactivate.run(account.id);
      save.run({ ...account, ...server, active: active ? 1 : 0, imDialogs: imDialogs ? 1 : 0 });
      return null;
    },
    lastOpen: ([id]) => lastOpen.pluck().get(id) ?? null,
    setLastOpen: ([accountId, id]) => {
      setLastOpen.run(id, accountId);
      return null;
    },
  };
}
