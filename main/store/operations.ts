import { queuedReceipt } from '../../shared/model/receipt.ts';
import type { SqliteDatabase } from './driver.ts';
import { StoreRefusal } from './interface.ts';
import { parseArgs, type Args, type Method, type Value } from './protocol.ts';
import { accountQueries } from './queries/accounts.ts';
import { conversationQueries } from './queries/conversations.ts';
import { messageQueries } from './queries/messages.ts';
import { receiptQueries } from './queries/receipts.ts';

/** The requests that go to the database: all but those about the process itself. */
type DataMethod = Exclude<Method, 'open' | 'close'>;
type Handlers = { readonly [M in DataMethod]: (args: Args<M>) => Value<M> };
type Operations = ReadonlyMap<string, (args: unknown) => unknown>;

/** What the store does with each request, on an open database. Every operation checks its arguments first. */
export function createOperations(database: SqliteDatabase): Operations {
  const accounts = accountQueries(database);
  const conversations = conversationQueries(database);
  const messages = messageQueries(database);
  const receipts = receiptQueries(database);

  const messageThatIsThere = (id: Args<'message'>[0]): Value<'setReceipt'> => {
    const message = messages.message([id]);
    if (message === null) throw new StoreRefusal('There is no such message.');
    return message;
  };
  const handlers: Handlers = {
    ...accounts,
    ...conversations,
    messages: messages.messages,
    message: messages.message,
    insertIncoming: messages.insertIncoming,
    unsent: messages.unsent,
    insertOutgoing: (args) => {
      const [{ id, at }] = args;
      if (messages.insertOutgoing(args) !== null) receipts.put(id, queuedReceipt(at));
      return messageThatIsThere(id);
    },
    setReceipt: ([id, receipt]) => {
      receipts.put(id, receipt);
      return messageThatIsThere(id);
    },
  };
  const entry = <M extends DataMethod>(method: M): readonly [string, (args: unknown) => unknown] => [
    method,
    (args) => handlers[method](parseArgs(method, args)),
  ];
  return new Map(
    (
      [
        'accounts',
        'saveAccount',
        'conversations',
        'conversation',
        'ensureConversation',
        'setDisplayName',
        'setPeerTraits',
        'markRead',
        'messages',
        'message',
        'insertOutgoing',
        'insertIncoming',
        'setReceipt',
        'unsent',
      ] as const satisfies readonly DataMethod[]
    ).map((method) => entry(method)),
  );
}
